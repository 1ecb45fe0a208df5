"""Reference models. Import them from here."""

from portal.reference.models.emergency import EmergencyAdvice, EmergencyNumber
from portal.reference.models.facts import Fact
from portal.reference.models.glossary import GlossaryTerm
from portal.reference.models.organisations import Organisation
from portal.reference.models.places import Country, District, Division, Upazila
from portal.reference.models.topics import Topic

__all__ = [
    "Country",
    "District",
    "Division",
    "EmergencyAdvice",
    "EmergencyNumber",
    "Fact",
    "GlossaryTerm",
    "Organisation",
    "Topic",
    "Upazila",
]
