"""Addresses below /publications/ that are no pages. Pages may not take their slugs."""

app_name = "publications"
urlpatterns: list = []
