"""What belongs to a publication in rows: people, organisations, files, corrections, pages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.reference.models import Organisation


class PublicationPerson(Orderable):
    """A person who wrote or edited a publication. Names are proper names: both stand here."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("Author")
        EDITOR = "editor", _("Editor")

    page = ParentalKey(
        "publications.PublicationPage", on_delete=models.CASCADE, related_name="people"
    )
    family_name = models.CharField(
        _("family name"),
        max_length=80,
        blank=True,
        help_text=_("As printed, in Latin letters. Citations are sorted by it."),
    )
    given_name = models.CharField(_("given name"), max_length=80)
    name_bn = models.CharField(_("name in Bangla"), max_length=160)
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.AUTHOR)

    panels = [FieldRowPanel(["given_name", "family_name"]), FieldRowPanel(["name_bn", "role"])]

    @property
    def name_en(self) -> str:
        """The whole name in Latin letters."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if get_language() == "en" else self.name_bn


class PublicationOrganisation(Orderable):
    """An organisation's part in a publication. A funder's logo stands at the organisation."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("Author")
        PUBLISHER = "publisher", _("Publisher")
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Funder")

    page = ParentalKey(
        "publications.PublicationPage", on_delete=models.CASCADE, related_name="organisations"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=9, choices=Role.choices)
    disclaimer_bn = models.TextField(_("disclaimer in Bangla"), blank=True)
    disclaimer_en = models.TextField(
        _("disclaimer in English"),
        blank=True,
        help_text=_("The sentence that the funder asks for. Its logo stands at the organisation."),
    )

    panels = [FieldRowPanel(["organisation", "role"]), "disclaimer_bn", "disclaimer_en"]

    @property
    def disclaimer(self) -> str:
        """The funder's sentence in the active language."""
        return self.disclaimer_en if get_language() == "en" else self.disclaimer_bn


class PublicationFile(Orderable):
    """A file of a publication. Its language stands at the document."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("As it was published")
        EDITION = "edition", _("Made from this page")
        ANNEX = "annex", _("Annex")

    page = ParentalKey(
        "publications.PublicationPage", on_delete=models.CASCADE, related_name="files"
    )
    document = models.ForeignKey(
        "core.CustomDocument",
        verbose_name=_("file"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.ORIGINAL)

    panels = [FieldRowPanel(["document", "kind"])]


class PublicationCorrection(TranslatableMixin, Orderable):
    """What was corrected after publishing, and when."""

    page = ParentalKey(
        "publications.PublicationPage", on_delete=models.CASCADE, related_name="corrections"
    )
    day = models.DateField(_("day"))
    text = models.TextField(_("what was corrected"))

    panels = ["day", "text"]
    translatable_fields = [
        TranslatableField("text"),
        SynchronizedField("day", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class PublicationRelatedPage(Orderable):
    """A programme or publication that belongs to this one.

    The relation is to any page, because apps of this floor do not import each other.
    """

    page = ParentalKey(
        "publications.PublicationPage", on_delete=models.CASCADE, related_name="related_pages"
    )
    target = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [FieldPanel("target")]
