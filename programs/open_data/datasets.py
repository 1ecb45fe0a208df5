"""What search engines for data are told of each table, figure and impact page: schema.org."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from portal.core.numerals import localise_digits
from portal.core.open_data.licence import Licence, stated_licence
from portal.core.open_data.numbers import plain_number
from portal.core.open_data.tables import Table
from portal.core.site_frame import in_language, site_frame
from programs.open_data.tables import TABLES, VALUES

MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
Period = tuple[date | None, date | None]


def dataset(
    *,
    name: str,
    description: str,
    address: str,
    licence: Licence,
    files: Iterable[dict],
    period: Period = (None, None),
    updated: datetime | None = None,
    place: str = "",
    is_own: bool = True,
    **more,
) -> dict:
    """Return a schema.org `Dataset`. What is not known is left out.

    `address` is whole, `is_own` whether this organisation counted. `more` are further properties;
    empty ones are left out too.
    """
    publisher = {
        "@type": "NGO",
        "name": site_frame().name,
        "url": settings.SITE_URL + in_language("/", get_language()),
    }
    data = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": address,
        "inLanguage": get_language(),
        "isAccessibleForFree": True,
        "publisher": publisher,
        "spatialCoverage": {"@type": "Place", "name": place or gettext("Bangladesh")},
        "distribution": list(files),
    }
    if is_own:
        data["creator"] = publisher
    if licence.name:
        data["license"] = licence.url or licence.name
    if updated:
        data["dateModified"] = updated.isoformat()
    if period[0]:
        data["temporalCoverage"] = f"{period[0]}/{period[1]}"
    return data | {name: value for name, value in more.items() if value}


def files_of(table: Table, **filters: str) -> list[dict]:
    """Return the addresses of a table in each of its forms, narrowed by filters."""
    query = f"?{urlencode(filters)}" if filters else ""
    return [
        {
            "@type": "DataDownload",
            "name": f"{table.title} ({form.upper()})",
            "encodingFormat": media_type,
            "contentUrl": settings.SITE_URL
            + reverse("programs:data_file", args=[table.name, form])
            + query,
        }
        for form, media_type in MEDIA_TYPES.items()
    ]


def files_of_all_tables() -> list[dict]:
    """Return the addresses of every table in each of its forms."""
    return [file for table in TABLES.values() for file in files_of(table)]


def dataset_of_figures(asked: dict[str, str]) -> dict:
    """Return what is said of the table of all figures, as the address narrows it."""
    return dataset(
        name=gettext("Figures of OKUP's programmes"),
        description=what_is_told(),
        address=_here(f"{reverse('programs:figures')}{'?' + urlencode(asked) if asked else ''}"),
        licence=stated_licence(),
        files=files_of(VALUES, **asked),
        isPartOf=_whole(),
    )


def dataset_of_figure(value) -> dict:
    """Return what is said of a single figure: loaded with its indicator, programme, district."""
    indicator = value.indicator
    filters = {"indicator": indicator.key, "year": str(value.period_end.year)}
    return dataset(
        name=f"{indicator.name}, {_year(value.period_end.year)}",
        description=" ".join(filter(None, (indicator.definition, value.note, what_is_told()))),
        address=_here(reverse("programs:figure", args=[value.key])),
        licence=stated_licence(),
        files=files_of(VALUES, **filters),
        period=(value.period_start, value.period_end),
        updated=value.updated,
        place=value.district.name if value.district else "",
        is_own=not value.program or value.program.role != value.program.Role.PARTNER_DATA,
        identifier=value.key,
        citation=", ".join(filter(None, (value.source, value.source_page))),
        variableMeasured={
            "@type": "PropertyValue",
            "name": indicator.name,
            "value": plain_number(value.total),
            "unitText": indicator.get_unit_display(),
        },
        isPartOf=_whole(),
    )


def dataset_of_year(figures, address: str) -> dict:
    """Return what is said of a year's impact page."""
    year = figures.year
    return dataset(
        name=gettext("What came of OKUP's work in %(year)s") % {"year": _year(year)},
        description=what_is_told(),
        address=address,
        licence=_beside(figures.values),
        files=files_of(VALUES, year=str(year)),
        **_of_values(figures.values),
        isPartOf=_whole(),
    )


def dataset_of_all_years(years: list[int], address: str) -> dict:
    """Return what is said of the impact page that compares years (those that have figures)."""
    return dataset(
        name=gettext("What came of OKUP's work, over the years"),
        description=what_is_told(),
        address=address,
        licence=stated_licence(),
        files=files_of(VALUES),
        temporalCoverage=f"{min(years)}/{max(years)}",
        isPartOf=_whole(),
    )


def dataset_of_program(page, figures, address: str) -> dict:
    """Return what is said of a programme's impact page.

    Files name it by its slug, which is the same in both languages.
    """
    return dataset(
        name=gettext("%(programme)s – what came of it")
        % {"programme": page.short_title or page.title},
        description=" ".join(filter(None, (page.summary, what_is_told()))),
        address=address,
        licence=_beside(figures.values),
        files=files_of(VALUES, program=page.slug),
        is_own=page.role != page.Role.PARTNER_DATA,
        **_of_values(figures.values),
        isPartOf=_whole(),
    )


def _of_values(values: list) -> dict:
    first = min(value.period_start for value in values)
    last = max(value.period_end for value in values)
    return {"period": (first, last), "updated": max(value.updated for value in values)}


def _beside(values: list) -> Licence:
    """The licence that was read along with values (programs.impact.with_licence)."""
    return Licence((values[0].licence_name or "").strip(), values[0].licence_url or "")


def _year(year: int) -> str:
    return localise_digits(str(year), get_language())


def what_is_told() -> str:
    """Return the sentence that describes all of it."""
    return gettext(
        "What was done and what changed, where, with whom, for how many women and men, against"
        " which target, and in which document each figure was printed."
    )


def _whole() -> dict:
    return {
        "@type": "Dataset",
        "name": gettext("Programmes, indicators and figures of OKUP"),
        "url": _here(reverse("programs:data")),
    }


def _here(path: str) -> str:
    return settings.SITE_URL + path
