"""Filters that stand in an address: one engine for pages, feeds and data.

What stands in an address is either understood or refused: a filter that cannot be read is never
passed over in silence, or a list would claim to be what it is not.
"""

import re

import django_filters
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.core.numerals import localise_digits, to_ascii_digits

# Years before and after are no years of this organisation's work.
FIRST_YEAR, LAST_YEAR = 2000, 2100
# What a filter says that was not chosen.
ANY = _("Any")
# What may stand in an address beside filters.
NOT_FILTERS = frozenset({"page", "sort", "format"})
# What other sites add to every address that they lead to: readers did not ask for it.
OF_OTHER_SITES = re.compile(r"utm_\w+|(fb|g|gb|ms|tt|tw|wb|y)clid|igsh(id)?|mc_[ce]id|mibextid")


class YearField(forms.IntegerField):
    """A year, in Bangla digits too."""

    # A browser's number field refuses Bangla digits.
    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "size": 6})

    def __init__(self, **kwargs):
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)

    def prepare_value(self, value):
        """Write a year as the reader's language does."""
        return localise_digits(str(value), get_language()) if value else value

    def to_python(self, value):
        return super().to_python(to_ascii_digits(value) if isinstance(value, str) else value)


class YearFilter(django_filters.Filter):
    """Everything that falls in a year, in whole or in part."""

    field_class = YearField


def refusals(filterset: django_filters.FilterSet) -> list[str]:
    """Return what in the address could not be understood, in the active language.

    Empty when everything was. A name that no filter has is refused like a value: `?yaer=2019`
    would otherwise show every year as 2019. `page`, `sort` and `format` are no filters, nor is
    what a social network wrote into an address that was shared.
    """
    said = []
    if not filterset.is_valid():
        for name, errors in filterset.form.errors.items():
            label = filterset.filters[name].label if name in filterset.filters else name
            said += [f"{label}: {error}" for error in errors]
    known = {*filterset.filters, *NOT_FILTERS}
    said += [
        gettext("There is no filter “%(name)s”.") % {"name": name[:40]}
        for name in filterset.data
        if name not in known and not OF_OTHER_SITES.fullmatch(name)
    ]
    return said


def applied(filterset: django_filters.FilterSet) -> dict[str, str]:
    """Return the filters that were asked for, as they stand in the address."""
    return {
        name: str(filterset.data[name]).strip()
        for name in filterset.filters
        if str(filterset.data.get(name, "")).strip()
    }
