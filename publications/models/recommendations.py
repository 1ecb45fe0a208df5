"""What publications ask for, of whom, and what came of it."""

from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from portal.reference.models import Topic


class Status(models.TextChoices):
    """How far a recommendation has come, as dated evidence shows."""

    OPEN = "open", _("Open")
    PARTLY = "partly", _("Partly adopted")
    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", _("Rejected")


class RecommendationQuerySet(models.QuerySet):
    """Recommendations with what their evidence says."""

    def with_status(self):
        """Add `status`: what the latest evidence says, or open where there is none."""
        latest = RecommendationEvidence.objects.filter(recommendation=OuterRef("pk"))
        latest = latest.order_by("-day", "-pk").values("status")[:1]
        return self.annotate(status=Coalesce(Subquery(latest), Value(Status.OPEN.value)))


class Recommendation(ClusterableModel):
    """What a publication asks of somebody. Both languages stand in one record.

    `publication` is the page of the source language. A status is never typed: it follows from
    dated evidence (`with_status`).
    """

    class Addressee(models.TextChoices):
        MINISTRY = "ministry", _("Ministry of Expatriates' Welfare")
        GOVERNMENT = "government", _("Government")
        DONORS = "donors", _("Donors and development partners")
        FINANCE = "finance", _("Banks and exchange houses")
        RECRUITERS = "recruiters", _("Recruiting agencies")
        CIVIL_SOCIETY = "civil-society", _("Civil society")
        DESTINATIONS = "destinations", _("Countries of destination")
        OTHER = "other", _("Others")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    publication = models.ForeignKey(
        "publications.PublicationPage",
        verbose_name=_("publication"),
        on_delete=models.CASCADE,
        related_name="recommendations",
    )
    addressee = models.CharField(_("to whom"), max_length=14, choices=Addressee.choices)
    addressee_bn = models.CharField(_("to whom, as printed, in Bangla"), max_length=200)
    addressee_en = models.CharField(_("to whom, as printed, in English"), max_length=200)
    text_bn = models.TextField(_("what is asked, in Bangla"))
    text_en = models.TextField(_("what is asked, in English"))
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("on what"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source_page = models.CharField(_("page of the publication"), max_length=20, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["publication", "sort_order", "pk"]

    def __str__(self):
        return self.text

    @property
    def text(self) -> str:
        """What is asked, in the active language."""
        return self.text_en if get_language() == "en" else self.text_bn

    @property
    def addressed_to(self) -> str:
        """Whom it is asked of as the publication names them, in the active language."""
        return self.addressee_en if get_language() == "en" else self.addressee_bn


class RecommendationEvidence(Orderable):
    """What happened, on which day, and how far the recommendation had come with it."""

    recommendation = ParentalKey(Recommendation, on_delete=models.CASCADE, related_name="evidence")
    day = models.DateField(_("day"))
    status = models.CharField(
        _("how far it has come with it"), max_length=8, choices=Status.choices
    )
    text_bn = models.TextField(_("what happened, in Bangla"))
    text_en = models.TextField(_("what happened, in English"))
    source = models.CharField(
        _("source"), max_length=255, help_text=_("Who says so, where and when.")
    )
    url = models.URLField(_("address of the source"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return f"{self.day}: {self.text}"

    @property
    def text(self) -> str:
        """What happened, in the active language."""
        return self.text_en if get_language() == "en" else self.text_bn
