"""Whether a page is really written in its language, or still holds the source language's words.

Three states look alike in the tree: an alias, a page that was submitted for translation (no alias
any more, live because the alias was, all its words still Bangla), and a finished translation.
"""

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from wagtail_localize.models import StringTranslation, Translation


def annotate_translated(pages):
    """Return the Page queryset with `is_translated` on each page. No further query."""
    return pages.annotate(
        is_translated=ExpressionWrapper(_is_translated(), output_field=BooleanField())
    )


def only_translated(pages):
    """Return those pages of a Page queryset that are written in their own language."""
    return pages.filter(_is_translated())


def _is_translated() -> Q:
    # Submitting makes a revision and publishes none. Pages made in code may have none at all.
    is_published = Q(live_revision__isnull=False) | Q(latest_revision__isnull=True)
    # An editor may also publish a translation without having translated a word of it.
    submitted = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale_id=OuterRef("locale_id")
    )
    words = StringTranslation.objects.filter(
        context__object_id=OuterRef("translation_key"), locale_id=OuterRef("locale_id")
    )
    is_source = Q(locale__language_code=settings.LANGUAGE_CODE)
    has_words = ~Exists(submitted) | Exists(words)
    return Q(alias_of__isnull=True) & (is_source | (is_published & has_words))
