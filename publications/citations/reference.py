"""How to cite a publication, written out for readers.

After the reference list of the American Psychological Association (7th edition): who, when, what,
of which kind, from whom, where. The Bangla one has the same parts with Bangla punctuation.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, override

from portal.core.numerals import format_day, format_month, localise_digits
from publications.citations.record import Citation, Name


@dataclass(frozen=True)
class Reference:
    """A reference in the words of `language`: the title stands between `before` and `after`."""

    before: str
    title: str
    after: str
    address: str
    language: str

    def __str__(self):
        return " ".join(
            part for part in (self.before, self.title, self.after, self.address) if part
        )


def reference(citation: Citation) -> Reference:
    """Return how to cite a publication, in the language of its words."""
    stop = "।" if citation.language == "bn" else "."
    with override(citation.language):
        when = f"({_when(citation)}){stop}"
        who = _who(citation)
        publisher = ", ".join(
            name
            for name in citation.publishers
            # Who wrote it and published it is named once.
            if name not in [author.literal for author in citation.authors]
        )
    ending = f"({citation.kind_name}){stop}"
    if publisher:
        ending += f" {_closed(publisher, stop)}"
    # Without an author the title stands first, and the date behind it.
    before = f"{_closed(who, stop)} {when}" if who else ""
    after = ending if who else f"{ending} {when}"
    return Reference(
        before=before,
        title=citation.full_title,
        after=after,
        address=f"https://doi.org/{citation.doi}" if citation.doi else citation.address,
        language=citation.language,
    )


def _closed(text: str, stop: str) -> str:
    return text if text.endswith((stop, ".")) else text + stop


def _who(citation: Citation) -> str:
    names = [_name(name) for name in citation.authors or citation.editors]
    if len(names) > 1:
        last = gettext("%(names)s and %(last)s")
        names = [last % {"names": ", ".join(names[:-1]), "last": names[-1]}]
    who = "".join(names)
    is_edited = who and not citation.authors
    return gettext("%(names)s (Ed.)") % {"names": who} if is_edited else who


def _name(name: Name) -> str:
    if not name.family:
        return name.literal
    initials = " ".join(f"{part[0]}." for part in name.given.split())
    return f"{name.family}, {initials}" if initials else name.family


def _when(citation: Citation) -> str:
    year, month, day = citation.year, citation.month, citation.day
    if not year:
        return gettext("no date")
    if not month:
        return localise_digits(str(year), citation.language)
    if not day:
        return format_month(date(year, month, 1), citation.language)
    return format_day(date(year, month, day), citation.language)
