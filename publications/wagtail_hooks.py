"""What editors see of publications in the admin."""

from wagtail import hooks

from publications.admin import files, update_report  # noqa: F401
from publications.admin.recommendations import RecommendationsGroup


@hooks.register("register_admin_viewset")
def register_recommendations():
    return RecommendationsGroup()
