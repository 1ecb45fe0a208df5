"""Service providers: offices and organisations that a person can turn to."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal.core.models import BasePage
from portal.reference.models import Fact


class Provider(index.Indexed, models.Model):
    """An office or organisation, what it does, where, and how sure that is.

    Both languages stand in one record: referrals and cases point to it.
    """

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        NGO = "ngo", _("Civil society")
        INTERNATIONAL = "international", _("International")
        PRIVATE = "private", _("Private")

    class Publish(models.TextChoices):
        YES = "yes", _("May be shown")
        CHECK_FIRST = "check-first", _("Shown with “check first”")
        NO = "no", _("Held back: never shown")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name_bn = models.CharField(_("name in Bangla"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_bn_sure = models.BooleanField(
        _("the Bangla name is the one it uses itself"), default=True
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    walk_in = models.BooleanField(_("a person can go or call there for help"), default=True)
    services_bn = models.TextField(_("services in Bangla"))
    services_en = models.TextField(_("services in English"))
    area_bn = models.CharField(_("area in Bangla"), max_length=400, blank=True)
    area_en = models.CharField(_("area in English"), max_length=400, blank=True)
    eligibility_bn = models.TextField(_("for whom, in Bangla"), blank=True)
    eligibility_en = models.TextField(_("for whom, in English"), blank=True)
    note_bn = models.TextField(_("caution in Bangla"), blank=True)
    note_en = models.TextField(_("caution in English"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, default="BD")
    website = models.URLField(_("website"), blank=True)
    hotline_keys = models.JSONField(
        _("telephone lines"),
        default=list,
        blank=True,
        help_text=_("Keys of dated facts, so that a number is never typed twice."),
    )
    source_bn = models.CharField(_("source in Bangla"), max_length=400, blank=True)
    source_en = models.CharField(_("source in English"), max_length=400, blank=True)
    year = models.CharField(_("year it speaks of"), max_length=20, blank=True)
    confidence = models.CharField(_("confidence"), max_length=6, blank=True)
    publish_rule = models.CharField(_("may it be shown"), max_length=12, choices=Publish.choices)
    verified_on = models.DateField(_("last verified"), null=True, blank=True)

    search_fields = [
        index.SearchField(f"{name}_{language}")
        for name in ("name", "services", "area")
        for language in ("en", "bn")
    ]

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["kind", "name_en"]

    def __str__(self):
        return self.name

    @property
    def is_listed(self) -> bool:
        """Whether visitors are shown it: people can go or call there, and it is not held back."""
        return self.walk_in and self.publish_rule != self.Publish.NO

    def _in_language(self, name: str) -> str:
        return getattr(self, f"{name}_{'en' if get_language() == 'en' else 'bn'}")

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self._in_language("name")

    @property
    def services(self) -> str:
        """What a person gets there, in the active language."""
        return self._in_language("services")

    @property
    def area(self) -> str:
        """Where, in the active language."""
        return self._in_language("area")

    @property
    def eligibility(self) -> str:
        """For whom, in the active language."""
        return self._in_language("eligibility")

    @property
    def note(self) -> str:
        """The caution, in the active language."""
        return self._in_language("note")

    @property
    def source(self) -> str:
        """The source, in the active language."""
        return self._in_language("source")


class DirectoryIndexPage(BasePage):
    """Where else a person can turn: providers that take people, by kind."""

    search_kind = "provider"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "directory/directory_index_page.html"

    class Meta:
        verbose_name = _("directory of providers")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        providers = list(
            Provider.objects.filter(walk_in=True).exclude(publish_rule=Provider.Publish.NO)
        )
        lines = {
            fact.key: fact
            for fact in Fact.objects.filter(
                kind=Fact.Kind.HOTLINE, locale_id=self.locale_id
            ).select_related("locale")
        }
        for provider in providers:
            provider.hotlines = [
                lines[key] for key in provider.hotline_keys if key in lines and lines[key].is_shown
            ]
        context["kinds"] = [
            (kind.label, [provider for provider in providers if provider.kind == kind])
            for kind in Provider.Kind
            if any(provider.kind == kind for provider in providers)
        ]
        return context
