"""What the organisation says about its open data, and who it is in IATI."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from portal.core.open_data.licence import Licence

# Of the standard's own rules: what an identifier may not hold.
no_reserved_letters = RegexValidator(
    r"^[^/&|?\s]+$", _("An identifier holds no space and none of the letters / & | ?")
)


@register_setting(icon="table")
class OpenDataSettings(BaseGenericSetting):
    """The licence of the tables, and what IATI has to know. Empty as long as nobody decided."""

    class OrganisationType(models.TextChoices):
        # Codes of IATI's own list.
        GOVERNMENT = "10", _("Government")
        INTERNATIONAL_NGO = "21", _("International NGO")
        NATIONAL_NGO = "22", _("National NGO")
        REGIONAL_NGO = "23", _("Regional NGO")
        PARTNER_COUNTRY_NGO = "24", _("NGO of a partner country")
        FOUNDATION = "60", _("Foundation")
        OTHER = "90", _("Other")

    licence_name = models.CharField(
        _("name of the licence"),
        max_length=120,
        blank=True,
        help_text=_("As the licence calls itself. Left empty, readers see “not stated yet”."),
    )
    licence_url = models.URLField(_("address of the licence"), blank=True)
    iati_identifier = models.CharField(
        _("IATI identifier of the organisation"),
        max_length=80,
        blank=True,
        validators=[no_reserved_letters],
        help_text=_("Without it no IATI file is published."),
    )
    iati_organisation_type = models.CharField(
        _("type of organisation in IATI"),
        max_length=2,
        choices=OrganisationType.choices,
        blank=True,
    )
    default_currency = models.CharField(
        _("default currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as BDT."))],
        help_text=_("Three letters, such as BDT or EUR."),
    )
    default_language = models.CharField(
        _("default language"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )

    panels = [
        MultiFieldPanel([FieldRowPanel(["licence_name", "licence_url"])], _("Licence")),
        MultiFieldPanel(
            [
                FieldRowPanel(["iati_identifier", "iati_organisation_type"]),
                FieldRowPanel(["default_currency", "default_language"]),
            ],
            _("IATI"),
        ),
    ]

    class Meta:
        verbose_name = _("open data")

    def clean(self):
        super().clean()
        if self.licence_url and not self.licence_name:
            raise ValidationError({"licence_name": _("What is the licence called?")})

    @classmethod
    def licence(cls) -> Licence:
        """The licence that the organisation states for its tables. One query."""
        stored = cls.load()
        return Licence(stored.licence_name.strip(), stored.licence_url)
