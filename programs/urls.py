"""Addresses below /programs/ that are no pages. Pages may not take their slugs."""

from django.urls import path

from programs.views import figures

app_name = "programs"
urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:key>/", figures.figure, name="figure"),
]
