"""The words of migration, explained plainly."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField


class GlossaryTerm(DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """A word or phrase and what it means, in one or two plain sentences.

    Texts of the site explain it on tap where it first stands on a page, unless
    `explained_in_texts` is off: everyday words need no explanation in every sentence.
    """

    key = models.SlugField(_("key"), max_length=60, help_text=_("Its address: /guidance/words/…"))
    term = models.CharField(_("word"), max_length=120)
    also = models.TextField(
        _("also called"),
        blank=True,
        help_text=_("Other spellings and names, one a line. Texts are searched for them too."),
    )
    explanation = models.TextField(
        _("what it means"), help_text=_("One or two short sentences, in everyday words.")
    )
    explained_in_texts = models.BooleanField(_("explain it where texts use it"), default=True)
    wording_is_sure = models.BooleanField(
        _("the wording is confirmed"),
        default=True,
        help_text=_("Off: the organisation still has to confirm how people say it."),
    )

    panels = ["term", "also", "explanation", "key", "explained_in_texts", "wording_is_sure"]
    translatable_fields = [
        TranslatableField("term"),
        TranslatableField("also"),
        TranslatableField("explanation"),
        SynchronizedField("key", overridable=False),
        SynchronizedField("explained_in_texts"),
        SynchronizedField("wording_is_sure"),
    ]
    search_fields = [
        index.SearchField("term", boost=3),
        index.AutocompleteField("term"),
        index.SearchField("also", boost=2),
        index.SearchField("explanation"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("glossary")
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="reference_term_key_locale")
        ]

    def __str__(self):
        return self.term

    @property
    def names(self) -> list[str]:
        """The word and its other names, the longest first, as texts may hold them."""
        names = [self.term, *self.also.splitlines()]
        return sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)

    @property
    def other_names(self) -> list[str]:
        """The other names, as the editor wrote them."""
        names = [name.strip() for name in self.also.splitlines()]
        return [name for name in names if name and name != self.term]
