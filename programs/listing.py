"""The list of programmes as a reader filtered it."""

from dataclasses import dataclass

from django.http import QueryDict

from portal.core.filters import applied, refusals
from portal.reference.models import Topic
from programs.filters import ProgramFilter
from programs.models import ProgramPage


@dataclass(frozen=True)
class Listing:
    """The programmes that fit, how many there are in all, and what was asked for.

    Where something was not understood, `refused` says so and no programme is listed.
    """

    form: object
    programs: list
    total: int
    applied: dict[str, str]
    refused: list[str]


def program_list(index, asked: QueryDict) -> Listing:
    """Return the programmes below an index page that fit the filters of an address."""
    programs = ProgramPage.objects.live().child_of(index).defer_streamfields()
    filterset = ProgramFilter(asked, queryset=programs.order_by("path"))
    filterset.form.fields["topic"].queryset = Topic.objects.filter(locale_id=index.locale_id)
    refused = refusals(filterset)
    found = []
    if not refused:
        found = list(filterset.qs.prefetch_related("partners__organisation", "areas"))
    return Listing(
        form=filterset.form,
        programs=found,
        total=programs.count() if asked or refused else len(found),
        applied=applied(filterset),
        refused=refused,
    )
