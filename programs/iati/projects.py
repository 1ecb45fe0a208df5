"""The organisation's own projects with all that a file may say of them, read in bulk."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from django.conf import settings
from django.utils.html import escape, strip_tags
from wagtail.models import Page

from portal.core.translation_state import only_translated
from portal.reference.fact_tokens import FACT_TOKEN, fact_keys, facts_by_key
from portal.reference.models import Topic
from portal.reference.text_tokens import fill_tokens, refused_tokens
from programs.iati.elements import LANGUAGES, Words
from programs.models import (
    IndicatorValue,
    ProgramArea,
    ProgramPage,
    ProgramPartner,
    ProgramRelatedPage,
)
from programs.open_data.public import document_addresses, page_address, public_pages


@dataclass
class Project:
    """A public programme in both languages, with its partners, places, values and documents.

    `page` is the Bangla page, `pages` are the written ones by language. `topics` are names by
    language by key, `publications` public pages, `sources` addresses of public pages by key.
    """

    page: ProgramPage
    pages: dict[str, ProgramPage]
    partners: list[ProgramPartner] = field(default_factory=list)
    areas: list[ProgramArea] = field(default_factory=list)
    area_names: dict = field(default_factory=dict)
    values: list[IndicatorValue] = field(default_factory=list)
    topics: dict[str, Words] = field(default_factory=dict)
    publications: list[Page] = field(default_factory=list)
    sources: dict[int, str] = field(default_factory=dict)

    def words(self, name: str) -> Words:
        """A text of the page in the languages in which it is written."""
        return {code: getattr(page, name) for code, page in self.pages.items()}

    @property
    def addresses(self) -> dict[str, str]:
        """The page's addresses by language."""
        return {code: page_address(page.url_path, code) for code, page in self.pages.items()}

    @property
    def changed(self) -> datetime | None:
        """When the pages or a value were last changed."""
        moments = [page.last_published_at for page in self.pages.values()]
        moments += [value.updated for value in self.values]
        return max((moment for moment in moments if moment), default=None)

    def sentences(self, kind: str) -> Words:
        """The sentences of one kind in the results framework, one a line, by language.

        Facts are filled in. A sentence that speaks of something that cannot be shown is left out.
        """
        found = {}
        for code, page in self.pages.items():
            blocks = [block.value for block in page.results if block.block_type == kind]
            lines = [_filled(str(text), page.locale) for text in blocks]
            found[code] = "\n".join(line for line in lines if line)
        return found


def all_projects() -> list[Project]:
    """Return every public programme, whoever carries it out. A dozen queries at most."""
    sources = list(public_pages().select_related("locale").order_by("path"))
    projects = {page.pk: Project(page, {settings.LANGUAGE_CODE: page}) for page in sources}
    by_key = {page.translation_key: projects[page.pk] for page in sources}
    for code in LANGUAGES[1:]:
        for page in only_translated(public_pages(code)).select_related("locale"):
            if page.translation_key in by_key:
                by_key[page.translation_key].pages[code] = page
    _add_partners_and_places(projects)
    _add_topics_and_publications(projects)
    _add_values(projects)
    return list(projects.values())


def _add_partners_and_places(projects: dict[int, Project]) -> None:
    partners = ProgramPartner.objects.filter(page_id__in=list(projects))
    for row in partners.select_related("organisation").order_by("sort_order"):
        projects[row.page_id].partners.append(row)
    names = defaultdict(dict)
    for key, code, name in ProgramArea.objects.values_list(
        "translation_key", "locale__language_code", "name"
    ):
        names[key][code] = name
    areas = ProgramArea.objects.filter(page_id__in=list(projects)).select_related(
        "division", "district__division", "upazila__district__division"
    )
    for row in areas.order_by("sort_order"):
        project = projects[row.page_id]
        project.areas.append(row)
        project.area_names[row.pk] = {
            code: name
            for code, name in names[row.translation_key].items()
            if code in project.pages
        }


def _add_topics_and_publications(projects: dict[int, Project]) -> None:
    names = defaultdict(dict)
    for key, code, name in Topic.objects.values_list("key", "locale__language_code", "name"):
        names[key][code] = name
    rows = ProgramPage.topics.through.objects.filter(programpage_id__in=list(projects))
    for pk, key in rows.order_by("topic__key").values_list("programpage_id", "topic__key"):
        projects[pk].topics[key] = names[key]
    related = ProgramRelatedPage.objects.filter(page_id__in=list(projects)).order_by("sort_order")
    public = Page.objects.live().public().select_related("locale")
    pages = {page.pk: page for page in public.filter(pk__in=related.values("related_page"))}
    for row in related:
        if row.related_page_id in pages:
            projects[row.page_id].publications.append(pages[row.related_page_id])


def _add_values(projects: dict[int, Project]) -> None:
    values = IndicatorValue.objects.filter(program_id__in=list(projects))
    for row in values.select_related("indicator", "district").order_by(
        "indicator__sort_order", "indicator__key", "period_start", "period_end", "pk"
    ):
        projects[row.program_id].values.append(row)
    sources = document_addresses(values.values("source_document"), settings.LANGUAGE_CODE)
    for project in projects.values():
        project.sources = sources


def _filled(text: str, locale) -> str:
    """Return a sentence with its facts and figures in it, or nothing where one cannot be shown."""
    facts = {
        key: fact
        for key, fact in facts_by_key(fact_keys(text), locale.pk).items()
        if fact.is_shown
    }
    if set(fact_keys(text)) - set(facts) or refused_tokens([text]):
        return ""
    filled = FACT_TOKEN.sub(lambda token: facts[token.group(1)].displayed, text)
    return unescape(strip_tags(fill_tokens(escape(filled), locale.language_code)))
