"""What an address asks for: understood as a whole, or refused with the reason."""

from django.utils.translation import gettext as _

from portal.core.filters import NOT_FILTERS, applied, refusals
from programs.models import IndicatorValue, ProgramPage
from programs.open_data.public import public_pages
from programs.open_data.tables import NoFilter, Table, ValueFilter


def read_filters(table: Table, query):
    """Return the filter set of a table for a query, what was asked for, and what is refused.

    A name given twice is refused, and so is what means something on pages alone: the table would
    not be what the reader takes it for.
    """
    filterset = table.filter_class(data=query, queryset=_everything(table))
    refused = refusals(filterset)
    refused += [
        _("“%(name)s” stands in the address more than once.") % {"name": name[:40]}
        for name in query
        if len(query.getlist(name)) > 1
    ]
    refused += [
        _("There is no filter “%(name)s”.") % {"name": name}
        for name in query
        if name in NOT_FILTERS
    ]
    return filterset, applied(filterset), refused


def _everything(table: Table):
    if table.filter_class is ValueFilter:
        return IndicatorValue.objects.all()
    if table.filter_class is NoFilter:
        return ProgramPage.objects.none()
    return public_pages()
