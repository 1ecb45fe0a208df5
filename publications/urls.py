"""Addresses below /publications/ that are no pages. Pages may not take their slugs."""

from django.urls import path

from publications.views import recommendations, updates

app_name = "publications"
urlpatterns = [
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/<slug:key>/", recommendations.recommendation, name="recommendation"),
    path("updates/", updates.subscribe, name="updates"),
    path("updates/confirm/", updates.confirm_subscription, name="updates_confirm"),
    path("updates/leave/", updates.leave, name="updates_leave"),
]
