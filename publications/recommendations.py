"""What was asked for, and what came of it, as readers see it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Case, Prefetch, QuerySet, Value, When
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language

from portal.core.filters import applied, refusals
from portal.reference.models import Topic
from publications.models import PublicationPage, Recommendation, RecommendationEvidence
from publications.models.recommendations import Status
from publications.public import public_publications
from publications.recommendation_filters import STATUSES, RecommendationFilter

RECOMMENDATIONS_A_PAGE = 50
# Whole texts that nobody needs for a list.
STREAMS = ("body", "key_findings", "notes")
_PAGE_NUMBERS = re.compile(r"[\d০-৯ ,–-]+")

_ADDRESSEES = Case(
    *(
        When(addressee=code, then=Value(place))
        for place, code in enumerate(Recommendation.Addressee.values)
    )
)
ORDER = (_ADDRESSEES, "-publication__first_day", "publication_id", "sort_order", "pk")


@dataclass(frozen=True)
class Asked:
    """A recommendation in the active language, with what is known of it.

    `publication` and `topic` are None where there is none in the language. `evidence` has the
    newest first.
    """

    record: Recommendation
    evidence: list[RecommendationEvidence]
    publication: PublicationPage | None = None
    topic: Topic | None = None

    @property
    def status(self) -> Status:
        """What the newest evidence says."""
        return Status(self.evidence[0].status) if self.evidence else Status.OPEN

    @property
    def is_unheard_of(self) -> bool:
        """Whether nothing at all is known: not that it was refused, nor that it was ignored."""
        return not self.evidence

    @property
    def has_page_number(self) -> bool:
        """Whether `source_page` is a number alone, and no words such as “annex 2”."""
        return bool(_PAGE_NUMBERS.fullmatch(self.record.source_page))


@dataclass(frozen=True)
class StatusCount:
    """How many recommendations have a status, and the filters that show these alone."""

    name: str
    number: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class RecommendationList:
    """A page of the recommendations that fit, by addressee, and what was asked for.

    `counts` are of all that fits but for the filter by status. Where something was not
    understood, `refused` says so and nothing is listed.
    """

    form: object
    page: PaginatorPage
    groups: list[tuple[str, list[Asked]]]
    counts: list[StatusCount]
    applied: dict[str, str]
    refused: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """The filters as an address carries them, with its question mark; or empty."""
        return f"?{urlencode(self.applied)}" if self.applied else ""

    @property
    def more(self) -> str:
        """What goes before the number of a page in an address."""
        return f"{self.query}&" if self.applied else "?"


def public_recommendations() -> QuerySet[Recommendation]:
    """Return the recommendations of publications that everybody may read, with their status."""
    public = public_publications().values("pk")
    return Recommendation.objects.filter(publication__in=public).with_status()


def recommendation_list(asked: QueryDict) -> RecommendationList:
    """Return what fits the filters of an address, in the active language.

    The number of queries does not grow with the list.
    """
    filterset = RecommendationFilter(asked, queryset=public_recommendations().order_by(*ORDER))
    refused = refusals(filterset)
    chosen = applied(filterset)
    fitting = Recommendation.objects.none() if refused else filterset.qs
    page = Paginator(fitting, RECOMMENDATIONS_A_PAGE).get_page(asked.get("page"))
    by_addressee = groupby(shown(page.object_list), lambda each: each.record.addressee)
    return RecommendationList(
        form=filterset.form,
        page=page,
        groups=[
            (Recommendation.Addressee(code).label, list(group)) for code, group in by_addressee
        ],
        counts=[] if refused else _counts(filterset, chosen),
        applied=chosen,
        refused=refused,
    )


def _counts(filterset: RecommendationFilter, chosen: dict[str, str]) -> list[StatusCount]:
    others = {name: value for name, value in chosen.items() if name != "status"}
    fitting = filterset.queryset.order_by()
    for name, value in filterset.form.cleaned_data.items():
        if name != "status":
            fitting = filterset.filters[name].filter(fitting, value)
    # In Python, because the status is a question of its own for each row and no column.
    numbers = Counter(fitting.values_list("status", flat=True))
    return [
        StatusCount(
            name=name,
            number=numbers[status],
            query=f"?{urlencode(others | {'status': status})}",
            is_chosen=chosen.get("status") == status,
        )
        for status, name in STATUSES
    ]


def recommendations_of(page: PublicationPage) -> list[Asked]:
    """Return what a publication recommends, in its order, for its own page. Three queries."""
    records = Recommendation.objects.filter(publication__translation_key=page.translation_key)
    return shown(records.order_by("sort_order", "pk"))


def shown(records: QuerySet[Recommendation]) -> list[Asked]:
    """Return recommendations with their evidence, publications and topics. Four queries."""
    newest = RecommendationEvidence.objects.order_by("-day", "-pk")
    found = list(
        records.select_related("publication", "topic")
        .defer(*(f"publication__{name}" for name in STREAMS))
        .prefetch_related(Prefetch("evidence", queryset=newest, to_attr="evidence_newest_first"))
    )
    publications = _publications_in_language([each.publication for each in found])
    topics = _topics_in_language([each.topic for each in found if each.topic is not None])
    return [
        Asked(
            record=each,
            evidence=each.evidence_newest_first,
            publication=publications.get(each.publication.translation_key),
            topic=topics.get(each.topic.translation_key) if each.topic else None,
        )
        for each in found
    ]


def _publications_in_language(pages: list[PublicationPage]) -> dict:
    return {
        page.translation_key: page
        for page in public_publications().filter(
            translation_key__in={page.translation_key for page in pages},
            locale__language_code=get_language(),
        )
    }


def _topics_in_language(topics: list[Topic]) -> dict:
    if not topics:
        return {}
    return {
        topic.translation_key: topic
        for topic in Topic.objects.filter(
            translation_key__in={topic.translation_key for topic in topics},
            locale__language_code=get_language(),
        )
    }


def recommendation_paths() -> list[dict[str, str]]:
    """Return the address of each public recommendation by language, for the sitemap."""
    keys = public_recommendations().order_by("pk").values_list("key", flat=True)
    return [
        {
            "bn": f"/publications/recommendations/{key}/",
            "en": f"/en/publications/recommendations/{key}/",
        }
        for key in keys
    ]
