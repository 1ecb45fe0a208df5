"""Addresses below /publications/ that are no pages. Pages may not take their slugs."""

from django.urls import path, re_path

from publications.views import (
    citations,
    data,
    event_calendar,
    feeds,
    recommendations,
    updates,
)

app_name = "publications"
urlpatterns = [
    path("cite/<slug:slug>.<slug:form>", citations.cite, name="cite"),
    re_path(r"^data/publications\.(?P<form>[a-z.]+)$", data.data_file, name="data_file"),
    re_path(
        r"^data/recommendations\.(?P<form>csv|json)$",
        data.recommendations_file,
        name="recommendations_file",
    ),
    path("feeds/<slug:form>.xml", feeds.feed, name="feed"),
    path("calendar/events.ics", event_calendar.events, name="events"),
    path("calendar/<slug:slug>.ics", event_calendar.event, name="event"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/<slug:key>/", recommendations.recommendation, name="recommendation"),
    path("updates/", updates.subscribe, name="updates"),
    path("updates/confirm/", updates.confirm_subscription, name="updates_confirm"),
    path("updates/leave/", updates.leave, name="updates_leave"),
]
