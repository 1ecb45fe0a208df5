"""The list of publications as a reader filtered and sorted it."""

from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from portal.core.filters import ANY, applied, refusals
from portal.core.numerals import format_number, localise_digits
from publications.citations.shown import feed_links
from publications.facets import Facets, facets_of
from publications.filters import NAMED, PublicationFilter, names_of_choices
from publications.models import PublicationPage

PUBLICATIONS_A_PAGE = 20
ORDERS = {
    "newest": (_("The newest first"), ("-first_day", "-page_ptr_id")),
    "oldest": (_("The oldest first"), ("first_day", "page_ptr_id")),
    "title": (_("By title"), ("title", "page_ptr_id")),
}
NEWEST = ORDERS["newest"][1]


@dataclass(frozen=True)
class KindChoice:
    """A kind of publication that can be chosen: its name, its address's query, its count."""

    name: str
    query: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Listing:
    """The publications that fit, a page of them, and what was asked for.

    Where something was not understood, `refused` says so and nothing is listed. `query` are the
    filters as an address carries them, `ordered_query` with the order.
    """

    form: forms.Form
    page: PaginatorPage
    applied: dict[str, str]
    refused: list[str]
    query: str
    ordered_query: str
    kinds: list[KindChoice] = field(default_factory=list)
    feed_links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many publications fit."""
        return self.page.paginator.count


def listed_publications(index) -> QuerySet[PublicationPage]:
    """Return what everybody may read of the publications below an index page, the newest first.

    An English page that repeats the Bangla words is listed too; it says so itself. No query
    beforehand, unlike `publications.public.public_publications`: what stands above the list is
    looked at when the list itself is served, and no publication stands below another.
    """
    restricted = PageViewRestriction.objects.values("page_id")
    return (
        PublicationPage.objects.live()
        .child_of(index)
        .exclude(pk__in=restricted)
        .exclude(alias_of__in=restricted)
        .defer_streamfields()
        .order_by(*NEWEST)
    )


def publication_list(index, asked: QueryDict) -> Listing:
    """Return the publications below an index page that fit the filters of an address.

    Two queries, however many there are.
    """
    language = index.locale.language_code
    found = listed_publications(index)
    # What the address names is believed until the one query that counts has read all names.
    believed = {name: {asked.get(name, "").strip(): ""} for name in NAMED}
    filterset = PublicationFilter(asked, queryset=found, names=believed)
    order = asked.get("sort") or "newest"
    refused = refusals(filterset)
    if order not in ORDERS:
        refused.append(gettext("There is no order “%(name)s”.") % {"name": order[:40]})
        order = "newest"
    chosen = applied(filterset)
    facets = (
        Facets(names=names_of_choices(language)) if refused else facets_of(filterset, language)
    )
    refused += _unknown(filterset, chosen, facets)
    fitting = found.none() if refused else filterset.qs.order_by(*ORDERS[order][1])
    paginator = Paginator(fitting, PUBLICATIONS_A_PAGE)
    paginator.count = 0 if refused else facets.total
    _put_counts_into(filterset.form, facets, chosen)
    ordered = chosen if order == "newest" else chosen | {"sort": order}
    return Listing(
        form=filterset.form,
        page=_narrowly_sorted(paginator.get_page(asked.get("page")), ORDERS[order][1]),
        applied=chosen,
        refused=refused,
        query=urlencode(chosen),
        ordered_query=urlencode(ordered),
        kinds=_kinds(facets, ordered),
        feed_links=feed_links(language, urlencode(chosen)),
    )


def _narrowly_sorted(page: PaginatorPage, order: tuple[str, ...]) -> PaginatorPage:
    """Let the database sort keys alone, and read whole rows of this one page afterwards.

    Rows are wide: sorting all of them takes twice as long. Still one query.
    """
    keys = page.object_list.values("pk")
    rows = PublicationPage.objects.filter(pk__in=keys).defer_streamfields()
    page.object_list = rows.order_by(*order) if page.paginator.count else []
    return page


def _unknown(filterset: PublicationFilter, chosen: dict[str, str], facets: Facets) -> list[str]:
    """Return a sentence for each record that was asked for and does not exist."""
    return [
        "{}: {}".format(
            filterset.filters[name].label,
            gettext("Select a valid choice. %(value)s is not one of the available choices.")
            % {"value": chosen[name][:40]},
        )
        for name in NAMED
        if name in chosen and chosen[name] not in facets.names[name]
    ]


def _kinds(facets: Facets, asked: dict[str, str]) -> list[KindChoice]:
    """Return the kinds that can be chosen, each with the rest of what was asked for."""
    counts = facets.counts.get("kind", {})
    rest = {name: value for name, value in asked.items() if name != "kind"}
    chosen = asked.get("kind", "")
    kinds = [KindChoice(gettext("Everything"), urlencode(rest), sum(counts.values()), not chosen)]
    for kind, name in PublicationPage.Kind.choices:
        if counts.get(kind) or kind == chosen:
            query = urlencode({"kind": kind} | rest)
            kinds.append(KindChoice(str(name), query, counts.get(kind, 0), kind == chosen))
    return kinds


def _put_counts_into(form: forms.Form, facets: Facets, chosen: dict[str, str]) -> None:
    """Let each choice say what it would find; leave out what would find nothing."""
    form.fields["kind"].widget = forms.HiddenInput()
    language = get_language()
    years = sorted(facets.counts.get("year", {}), reverse=True)
    choices = {"year": [(year, localise_digits(year, language)) for year in years]}
    choices["language"] = settings.LANGUAGES
    choices |= {name: list(facets.names[name].items()) for name in NAMED}
    for name, offered in choices.items():
        counts = facets.counts.get(name, {})
        shown = [("", ANY)]
        for key, label in offered:
            count = counts.get(key, 0)
            if count or chosen.get(name) == key:
                shown.append((key, f"{label} ({format_number(count, language)})"))
        # Where there is nothing to choose, nothing is asked; what stands in the address stays.
        is_asked = len(shown) > 1
        form.fields[name].widget = forms.Select(choices=shown) if is_asked else forms.HiddenInput()
    form.fields["sort"] = forms.ChoiceField(
        label=_("Order"), choices=[(name, label) for name, (label, _by) in ORDERS.items()]
    )
