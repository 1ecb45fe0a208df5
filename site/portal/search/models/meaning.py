"""What staff teach the search: words that mean the same, and the page that answers a question."""

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel

from portal.search.normalisation import query_words
from portal.search.phonetics import soft_key, sound_key

MAX_PHRASE_WORDS = 5


def phrase_key(folded: str) -> str:
    """Return how a folded phrase sounds, its words parted by one space."""
    return " ".join(soft_key(sound_key(word)) for word in folded.split())


class _Phrase(models.Model):
    """A word or short phrase, with what questions are compared with."""

    # The name of the field that leads to what the phrase belongs to.
    parent_name: str

    text = models.CharField(_("word or phrase"), max_length=60)
    folded = models.CharField(max_length=80, editable=False)
    key = models.CharField(max_length=160, editable=False, db_index=True)

    panels = [FieldPanel("text")]

    class Meta:
        abstract = True

    def __str__(self):
        return self.text

    def clean(self):
        """Raise ValidationError for a phrase that is empty, too long or stored already.

        The last says where it stands.
        """
        super().clean()
        self.folded = query_words(self.text).casefold()
        self.key = phrase_key(self.folded)
        if not self.folded:
            raise ValidationError({"text": _("Write a word with letters or digits.")})
        if len(self.folded.split()) > MAX_PHRASE_WORDS:
            raise ValidationError(
                {"text": _("At most %(count)s words.") % {"count": MAX_PHRASE_WORDS}}
            )
        for name in ("folded", "key"):
            # Some letters are more than one when they are folded.
            try:
                self._meta.get_field(name).run_validators(getattr(self, name))
            except ValidationError as error:
                raise ValidationError({"text": error.error_list}) from error
        others = type(self).objects.filter(folded=self.folded).exclude(pk=self.pk)
        other = others.select_related(self.parent_name).first()
        if other is not None:
            raise ValidationError(
                {
                    "text": _("“%(phrase)s” already stands in: %(group)s")
                    % {"phrase": self.text, "group": getattr(other, self.parent_name)}
                }
            )

    def save(self, *args, **kwargs):
        self.folded = query_words(self.text).casefold()
        self.key = phrase_key(self.folded)
        super().save(*args, **kwargs)


class PhrasesForm(WagtailAdminModelForm):
    """Refuses a phrase that is written twice in the same form."""

    def clean(self):
        cleaned = super().clean()
        for formset in self.formsets.values():
            formset.is_valid()
            seen: set[str] = set()
            for form in formset.forms:
                folded = form.instance.folded
                if not folded or form.cleaned_data.get(DELETION_FIELD_NAME):
                    continue
                if folded in seen:
                    form.add_error(
                        "text", _("“%(phrase)s” stands here twice.") % {"phrase": form.instance}
                    )
                seen.add(folded)
        return cleaned


class SynonymGroup(ClusterableModel):
    """Words and phrases that mean the same: whoever asks for one is shown the others too.

    No phrase stands in two groups: they would run together, and nobody could say any more what a
    question means.
    """

    is_danger = models.BooleanField(
        _("danger"),
        default=False,
        help_text=_("Whoever searches for this sees the emergency numbers first."),
    )

    base_form_class = PhrasesForm
    panels = [
        InlinePanel("phrases", heading=_("Words and phrases"), label=_("Phrase"), min_num=1),
        "is_danger",
    ]

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")

    def __str__(self):
        return " = ".join(phrase.text for phrase in self.phrases.all())


class SynonymPhrase(_Phrase):
    """One phrase of a group, in Bangla, English, or Bangla typed in Latin letters."""

    group = ParentalKey(SynonymGroup, on_delete=models.CASCADE, related_name="phrases")
    sort_order = models.PositiveIntegerField(default=0, editable=False)

    parent_name = "group"
    sort_order_field = "sort_order"

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["folded"], name="search_synonym_phrase")]


class BestBet(ClusterableModel):
    """The page that staff want to stand first when somebody asks exactly this."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("In either language: readers get the one in theirs."),
    )

    base_form_class = PhrasesForm
    panels = [
        PageChooserPanel("page"),
        InlinePanel("queries", heading=_("Searches"), label=_("Search"), min_num=1),
    ]

    class Meta:
        verbose_name = _("best answer")
        verbose_name_plural = _("best answers")

    def __str__(self):
        queries = ", ".join(query.text for query in self.queries.all())
        return f"{queries} → {self.page}"


class BestBetQuery(_Phrase):
    """A whole question that has a best answer."""

    best_bet = ParentalKey(BestBet, on_delete=models.CASCADE, related_name="queries")

    parent_name = "best_bet"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folded"], name="search_best_bet_query")]
