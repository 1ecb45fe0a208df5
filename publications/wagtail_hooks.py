"""What publications add to the admin."""

from publications.admin import files  # noqa: F401
