"""What the words of a file stand for: indicators, programmes, districts, groups of people."""

import unicodedata

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.core.numerals import to_ascii_digits
from portal.reference.models import District
from programs.models import Indicator, IndicatorValue, ProgramPage
from programs.value_files.problems import CellRefusedError

NO_INDICATOR = _("There is no indicator with the key “%(value)s”.")
NO_PROGRAM = _("There is no programme with the slug “%(value)s”.")
TWO_PROGRAMS = _("Several programmes have the slug “%(value)s”.")
NO_DISTRICT = _("There is no district with the name or code “%(value)s”.")
NO_AGE_BAND = _("“%(value)s” is no age group. Write under-18, 18-plus, adolescents or youth.")
NO_DISABILITY = _("“%(value)s” is not understood. Write with, without, or leave the cell empty.")


class Lookups:
    """Everything that a row can refer to, read once for a whole file: four queries."""

    def __init__(self):
        self._indicators = {each.key.casefold(): each for each in Indicator.objects.all()}
        self._districts: dict[str, District] = {}
        for district in District.objects.all():
            for name in (str(district.code), district.name_en, district.name_bn):
                self._districts[_folded(name)] = district
        self._programs: dict[str, list[ProgramPage]] = {}
        seen = set()
        # A value belongs to the source-language page: its translations have the same slug.
        pages = ProgramPage.objects.select_related("locale").defer_streamfields()
        for page in sorted(pages, key=_is_of_source_language, reverse=True):
            if page.translation_key not in seen:
                seen.add(page.translation_key)
                self._programs.setdefault(page.slug.casefold(), []).append(page)
        self._age_bands = _by_label(IndicatorValue.AgeBand)
        self._disabilities = _by_label(IndicatorValue.Disability)

    def indicator(self, text: str) -> Indicator:
        """Return the indicator with a key."""
        return _found(self._indicators, text, NO_INDICATOR)

    def program(self, text: str) -> ProgramPage | None:
        """Return the programme with a slug, in the source language."""
        if not text:
            return None
        pages = _found(self._programs, text, NO_PROGRAM)
        if len(pages) > 1:
            raise CellRefusedError(TWO_PROGRAMS, value=text)
        return pages[0]

    def district(self, text: str) -> District | None:
        """Return the district with a name in either language, or a code."""
        return _found(self._districts, text, NO_DISTRICT) if text else None

    def age_band(self, text: str) -> str:
        """Return the value of an age group that was named by it or by its label."""
        return _found(self._age_bands, text, NO_AGE_BAND) if text else ""

    def disability(self, text: str) -> str:
        """Return the value of what was said of disability."""
        return _found(self._disabilities, text, NO_DISABILITY) if text else ""


def _is_of_source_language(page: ProgramPage) -> bool:
    return page.locale.language_code == settings.LANGUAGE_CODE


def _folded(text: str) -> str:
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return to_ascii_digits(words).casefold()


def _found(known: dict, text: str, message):
    try:
        return known[_folded(text)]
    except KeyError:
        raise CellRefusedError(message, value=text) from None


def _by_label(choices) -> dict[str, str]:
    known = {_folded(value): value for value in choices.values}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            known |= {_folded(str(label)): value for value, label in choices.choices}
    return known
