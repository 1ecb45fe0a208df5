"""BibTeX, readable by BibTeX, biblatex and reference managers.

Written by pybtex's writer, with an encoding of our own: latexcodec, which that writer uses, takes
braces and backslashes for TeX, and here they are letters of a title.
"""

import re
from urllib.parse import quote

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from publications.citations.record import Citation, Name

_REPORTS = ("annual_report", "research_report", "policy_brief", "workshop_report")
# Names of languages that babel and polyglossia know.
_LANGIDS = {"bn": "bengali", "en": "english"}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# What TeX would take for something else. Ligatures are broken up.
_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\ensuremath{\lbrace}}",
    "}": r"{\ensuremath{\rbrace}}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{letter: f"\\{letter}" for letter in "%&#_$"},
}
_SPECIAL = re.compile(r"--+|''+|``+|[?!]`+|[\\{}~^%&#_$]")
# Fields that are not TeX but taken letter by letter.
_VERBATIM = ("url", "doi")
# Names of months are macros of every style.
_MACROS = ("month",)


class _Writer(Writer):
    """pybtex's writer for values that are encoded already."""

    def quote(self, s):
        self.check_braces(s)
        return f"{{{s}}}"

    def _encode(self, text):
        return text

    def _write_field(self, stream, type, value):
        if type in _MACROS:
            stream.write(f",\n    {type} = {value}")
        else:
            super()._write_field(stream, type, value)


def bibtex(citation: Citation) -> str:
    """Return a publication as a BibTeX entry."""
    entry = Entry(
        _type(citation),
        fields=[(name, value) for name, value in _fields(citation) if value],
        persons={
            role: [_person(name) for name in names]
            for role, names in (("author", citation.authors), ("editor", citation.editors))
            if names
        },
    )
    return _Writer().to_string(BibliographyData(entries={citation.key: entry}))


def _type(citation: Citation) -> str:
    if citation.kind in _REPORTS:
        return "techreport"
    return "manual" if citation.kind == "training_material" else "misc"


def _fields(citation: Citation) -> list[tuple[str, str]]:
    is_report = citation.kind in _REPORTS
    is_event = citation.kind == "event"
    # Styles want an institution for reports: who published it or else who wrote it.
    corporate = [name.literal for name in citation.authors if name.is_organisation]
    publisher = ", ".join(
        citation.publishers or corporate[:1] if is_report else citation.publishers
    )
    fields = [
        ("title", citation.title),
        ("subtitle", citation.subtitle),
        ("titleaddon", citation.other_title),
        ("type" if is_report else "howpublished", citation.kind_name),
        ("institution" if is_report else "publisher", publisher),
        ("venue" if is_event else "address", citation.place),
        ("eventdate", _event_dates(citation)),
        ("year", f"{citation.year:04}" if citation.year else ""),
        ("month", _MONTHS[citation.month - 1] if citation.month else ""),
        ("date", citation.date_iso if citation.month else ""),
        ("isbn", citation.isbn),
        ("doi", citation.doi),
        ("url", citation.address),
        ("language", citation.language),
        ("langid", _LANGIDS[citation.language]),
        ("keywords", ", ".join(citation.topics)),
        ("note", citation.funding),
        ("copyright", citation.licence_name),
        ("abstract", citation.summary),
    ]
    return [
        (name, value if name in _MACROS else _verbatim(value) if name in _VERBATIM else tex(value))
        for name, value in fields
    ]


def _event_dates(citation: Citation) -> str:
    days = [day.isoformat() for day in (citation.start_date, citation.end_date) if day]
    return "/".join(dict.fromkeys(days))


def tex(text: str) -> str:
    """Return a text as TeX that prints it letter by letter, and never as ligatures."""
    return _SPECIAL.sub(
        lambda found: _TEX.get(found[0]) or "".join(f"{{{letter}}}" for letter in found[0]), text
    )


def _verbatim(text: str) -> str:
    return re.sub(r"[{}\\]", lambda found: quote(found[0]), text)


def _person(name: Name) -> Person:
    """A person by family and given name; what is one name stands in braces, whole."""
    if not name.family:
        return Person(last=f"{{{tex(name.literal)}}}")
    return Person(first=_part(name.given), last=_part(name.family))


def _part(text: str) -> str:
    """A part of a person's name, in which a comma or the word "and" would begin another."""
    words = [(word, tex(word)) for word in text.split()]
    return " ".join(
        f"{{{written}}}" if word.lower() == "and" or "," in word else written
        for word, written in words
    )
