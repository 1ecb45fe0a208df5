"""What an address asks for: understood as a whole, or refused with the reason."""

from django.utils.translation import gettext as _

from portal.core.filters import NOT_FILTERS, applied, refusals


def read_filters(filter_class, query, everything):
    """Return the filter set for a query, what was asked for, and what is refused.

    `everything` is the queryset that the filters narrow. A name given twice is refused, and so is
    what means something on pages alone: the table would not be what the reader takes it for.
    """
    filterset = filter_class(data=query, queryset=everything)
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
