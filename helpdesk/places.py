"""Countries, districts and upazilas for the form.

Countries and districts are remembered, so that it opens without a database too.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError
from django.utils.translation import gettext as _

from portal.core.inputs import clean_line
from portal.reference.models import Country, District, Upazila
from portal.search.normalisation import fold_for_search

ONE_HOUR = 3600
HOMES_KEY = "help-homes"


# ISO 3166 leaves XX to its users.
ANOTHER_COUNTRY = "XX"


def country_choices(language: str) -> list[tuple[str, str]]:
    """Return (two-letter code, name) of the countries people go to, in a language."""
    countries = _remembered(
        f"help-countries:{language}",
        lambda: list(
            Country.objects.filter(locale__language_code=language).values_list("iso2", "name")
        ),
    )
    return [*countries, (ANOTHER_COUNTRY, _("Another country"))] if countries else []


def district_choices(language: str) -> list[tuple[int, str]]:
    """Return (code, name) of the 64 districts, sorted by name in a language."""
    field = "name_en" if language == "en" else "name_bn"
    return _remembered(
        f"help-districts:{language}",
        lambda: list(District.objects.order_by(field).values_list("code", field)),
    )


def find_upazila(typed: str, district: int | None) -> int | None:
    """Return the code of the upazila of a district that was typed in either language, or None.

    Without a district a name is found only where there is one upazila of that name.
    """
    name = fold_for_search(clean_line(typed)).casefold()
    if not name:
        return None
    found = [code for code, names in _folded_upazilas(district) if name in names]
    return found[0] if len(found) == 1 else None


def _folded_upazilas(district: int | None) -> list[tuple[int, set[str]]]:
    """Return (code, folded names) of a district's upazilas, or of all."""

    def load():
        upazilas = Upazila.objects.values_list("code", "name_bn", "name_en")
        if district is not None:
            upazilas = upazilas.filter(district__code=district)
        return [
            (code, {fold_for_search(name).casefold() for name in names})
            for code, *names in upazilas
        ]

    return _remembered(f"help-upazilas:{district or 'all'}", load)


@dataclass(frozen=True)
class Home:
    """Where a worker's home is, as keys of the rows; None for what is not known."""

    district_id: int | None = None
    upazila_id: int | None = None


def find_home(district: int | None, upazila: int | None) -> Home:
    """Return the home that codes stand for. An upazila decides its district.

    Asks the database once an hour; raises what it raises, so that nothing is stored half.
    """
    rows = cache.get(HOMES_KEY)
    if rows is None:
        rows = {
            "districts": dict(District.objects.values_list("code", "pk")),
            "upazilas": {
                code: (district_id, pk)
                for code, district_id, pk in Upazila.objects.values_list(
                    "code", "district_id", "pk"
                )
            },
        }
        cache.set(HOMES_KEY, rows, ONE_HOUR)
    if upazila in rows["upazilas"]:
        return Home(*rows["upazilas"][upazila])
    return Home(rows["districts"].get(district))


def is_known(code, choices, form) -> bool:
    """Whether a code is among the choices. While the database is away, every code is."""
    known = {known_code for known_code, _name in choices(form.language)}
    return not known or code in known


def with_answer(choices: list, answer: str | None) -> list:
    """Return the choices with what was answered among them, so that no answer is lost."""
    if not answer or any(str(code) == answer for code, _name in choices):
        return choices
    return [*choices, (answer, answer)]


def _remembered(key: str, load) -> list:
    choices = cache.get(key)
    if choices is None:
        try:
            choices = load()
        except DatabaseError:
            # The form opens all the same: both questions may be left unanswered.
            return []
        if choices:
            cache.set(key, choices, ONE_HOUR)
    return choices
