"""The columns of a file of values, and how a heading is told to be one of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from programs.value_files.problems import Problem, problem

# In the order in which an export writes them: (name, what stands in it).
DESCRIBED = (
    ("key", _("the value's own key; empty for a new value")),
    ("indicator", _("key of the indicator")),
    ("program", _("slug of the programme; empty for the whole organisation")),
    ("period_start", _("first day, such as 2019-01-31 or 31/01/2019")),
    ("period_end", _("last day")),
    ("district", _("name or code of the district; empty for all")),
    ("age_band", _("under-18, 18-plus, adolescents or youth; empty for all ages")),
    ("disability", _("with or without; empty for both")),
    ("total", _("total as printed")),
    ("female", _("women and girls")),
    ("male", _("men and boys")),
    ("other", _("other or not recorded")),
    ("target", _("target")),
    ("out_of", _("of how many, where the total is a part of a whole")),
    ("source_bn", _("source in Bangla")),
    ("source_en", _("source in English")),
    ("source_page", _("page of the source")),
    ("note_bn", _("note in Bangla")),
    ("note_en", _("note in English")),
)
COLUMNS = tuple(name for name, _description in DESCRIBED)
NUMBERS = ("total", "female", "male", "other", "target", "out_of")
TEXTS = ("source_bn", "source_en", "source_page", "note_bn", "note_en")
# What a value is a value of. A file without its column `district` would turn the figures of a
# district into those of the whole country, so all of these must be there, if only empty.
IDENTITY = (
    "indicator",
    "program",
    "period_start",
    "period_end",
    "district",
    "age_band",
    "disability",
)
REQUIRED = (*IDENTITY, "total", "source_bn", "source_en")

MISSING = ngettext_lazy(
    "The column %(names)s is missing. It must be there, even if it is empty.",
    "The columns %(names)s are missing. They must be there, even if they are empty.",
    "count",
)
DOUBLED = _("The column %(name)s stands in the file more than once.")
UNKNOWN = _("No column is called “%(name)s”. Take it out, or give it one of the known names.")
EMPTY_FILE = _("The file is empty.")


def name_of(heading: str) -> str:
    """Return what a heading says, however it was written: `Period start` is period_start."""
    return re.sub(r"[\s_-]+", "_", heading.strip().casefold()).strip("_")


def known_among(headings: Sequence[str]) -> int:
    """Return how many headings are names of columns."""
    return sum(name_of(heading) in COLUMNS for heading in headings)


def heading_problems(headings: Sequence[str], row: int) -> Iterator[Problem]:
    """Yield what keeps the rows below these headings from being understood."""
    names = Counter(name_of(heading) for heading in headings if heading.strip())
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        yield problem(MISSING, row=row, names=", ".join(missing), count=len(missing))
    for name, times in names.items():
        if name not in COLUMNS:
            yield problem(UNKNOWN, row=row, column=name[:40], name=name)
        elif times > 1:
            yield problem(DOUBLED, row=row, column=name, name=name)
