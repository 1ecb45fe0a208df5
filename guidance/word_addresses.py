"""Where each word of the glossary has its page."""

from collections import defaultdict

from django.utils import translation

from guidance.models import GlossaryPage
from portal.core.translation_state import only_translated
from portal.reference.models import GlossaryTerm


def word_paths() -> list[dict[str, str]]:
    """Return the path of every word by language, where its page is public. Two queries."""
    below = {}
    for page in only_translated(GlossaryPage.objects.live().public()).select_related("locale"):
        code = page.locale.language_code
        with translation.override(code):
            below[code] = page.get_url()
    paths = defaultdict(dict)
    terms = GlossaryTerm.objects.filter(live=True).order_by("key", "locale_id")
    for key, code in terms.values_list("key", "locale__language_code"):
        if below.get(code):
            paths[key][code] = f"{below[code]}{key}/"
    return list(paths.values())
