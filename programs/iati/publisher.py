"""Who publishes: the organisation as the settings and the site's frame have it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.site_frame import site_frame
from programs.iati.elements import LANGUAGES, Words, add, narratives
from programs.models import OpenDataSettings


@dataclass(frozen=True)
class Publisher:
    """The organisation in IATI's terms. `names` are by language; empty texts are not known."""

    identifier: str
    type_code: str
    names: Words
    currency: str
    language: str

    @classmethod
    def known(cls) -> "Publisher":
        """Return what the settings say. One query, and the frame's."""
        stored = OpenDataSettings.load()
        return cls(
            identifier=stored.iati_identifier.strip(),
            type_code=stored.iati_organisation_type,
            names={code: site_frame(code).name for code in LANGUAGES},
            currency=stored.default_currency,
            language=stored.default_language,
        )

    def missing(self) -> list[str]:
        """Return what has to be known before any file can be published, in words."""
        said = []
        if not self.identifier:
            said.append(_("The organisation has no IATI identifier yet (Settings, Open data)."))
        if not self.type_code:
            said.append(_("The type of organisation is not set (Settings, Open data)."))
        if not any(self.names.values()):
            said.append(_("The organisation has no name (header and footer)."))
        return said

    def add_reporting_org(self, parent) -> None:
        """Add the element that says who reports."""
        element = add(parent, "reporting-org", ref=self.identifier, type=self.type_code)
        narratives(element, self.names)
