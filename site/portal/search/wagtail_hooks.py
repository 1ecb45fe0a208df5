"""What the search adds to the admin."""

from wagtail.snippets.models import register_snippet

from portal.search.admin import reports  # noqa: F401
from portal.search.admin.viewsets import SearchGroup

register_snippet(SearchGroup)
