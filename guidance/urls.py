"""Addresses below /guidance/ that are no pages. Pages may not take their slugs."""

from django.urls import path

from guidance.views import feedback, journey_pdf, listening

app_name = "guidance"
urlpatterns = [
    path("journey/<slug:slug>.pdf", journey_pdf.journey_pdf, name="journey_pdf"),
    path("feedback/<uuid:page_key>/", feedback.feedback, name="feedback"),
    path("listen/<int:pk>/", listening.listen, name="listen"),
]
