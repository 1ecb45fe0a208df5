"""Thousands of publications in both languages with the words of their files, made in seconds.

Saving 10,000 pages one by one, each with its revision and index entries, takes the better part of
an hour. Here rows are inserted in bulk, the same as those that saving leaves. Every tenth
publication is not translated: its English page is an alias. All words and names are fictional.
"""

import uuid
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from home.models import HomePage
from portal.core.models import CustomDocument
from portal.reference.models import Country, Organisation, Topic
from publications.models import (
    DocumentPage,
    DocumentReading,
    PublicationFile,
    PublicationIndexPage,
    PublicationOrganisation,
    PublicationPage,
    PublicationPerson,
)
from tests.factories import pages, reference
from tests.performance.databases import gather_statistics

AT_ONCE = 500
TOPICS, COUNTRIES, ORGANISATIONS = 8, 12, 6
FIRST_YEAR, YEARS = 2000, 25
UNTRANSLATED = 10
KINDS = list(PublicationPage.Kind.values)
LICENCES = ["", *PublicationPage.Licence.values]
WORDS_OF_A_PAGE = {
    "bn": "কাল্পনিক প্রতিবেদনের একটি পাতা। শ্রমিকেরা যাওয়ার আগে কী জানতে চান, তা এখানে লেখা। ",
    "en": "A page of a fictional report. Here it says what workers want to know before they go. ",
}


def make_publications(count: int = 10_000, pages_each: int = 6) -> None:
    """Store `count` publications below the index pages of both languages, which it makes.

    Each has a file of `pages_each` pages of text that both languages share, an author, a person,
    a funder, topics and a country. Needs the tables and home page that the migrations make.
    """
    with transaction.atomic():
        parents = _index_pages()
        shared = _shared_records()
        for first in range(0, count, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count))
            documents = _documents(numbers, pages_each)
            _publications(numbers, parents, shared, documents)
        for parent in parents.values():
            Page.objects.filter(pk=parent.pk).update(numchild=count)
    gather_statistics()


def _index_pages() -> dict[str, PublicationIndexPage]:
    bangla, english = (Locale.objects.get(language_code=code) for code in ("bn", "en"))
    home = HomePage.objects.get(locale=bangla)
    index = pages.PublicationIndexPageFactory(parent=home)
    for page in (home, index):
        if not page.has_translation(english):
            page.copy_for_translation(english).save_revision().publish()
    translated = PublicationIndexPage.objects.get(locale=english)
    return {"bn": PublicationIndexPage.objects.get(pk=index.pk), "en": translated}


def _shared_records() -> dict[str, list]:
    topics = [reference.TopicFactory(key=f"fictional-{n}") for n in range(TOPICS)]
    countries = [reference.CountryFactory() for _n in range(COUNTRIES)]
    english = Locale.objects.get(language_code="en")
    for record in (*topics, *countries):
        twin = record.copy_for_translation(english)
        twin.name = f"Fictional {record.pk}"
        twin.save()
    return {
        "topics": topics,
        "countries": countries,
        "organisations": [reference.OrganisationFactory() for _n in range(ORGANISATIONS)],
    }


def _documents(numbers, pages_each: int) -> list[CustomDocument]:
    documents = CustomDocument.objects.bulk_create(
        CustomDocument(
            title=f"কাল্পনিক ফাইল {number}",
            file=f"documents/fictional-{number}.pdf",
            file_size=420_000,
            file_hash=f"{number:040x}",
            language="bn" if number % 2 else "en",
        )
        for number in numbers
    )
    readings = DocumentReading.objects.bulk_create(
        DocumentReading(
            document=document,
            file_hash=document.file_hash,
            state=DocumentReading.State.READ,
            page_count=pages_each,
            is_tagged=True,
        )
        for document in documents
    )
    DocumentPage.objects.bulk_create(
        (
            DocumentPage(
                reading=reading,
                number=page,
                text=f"{WORDS_OF_A_PAGE[reading.document.language] * 20} {reading.pk}-{page}",
            )
            for reading in readings
            for page in range(1, pages_each + 1)
        ),
        batch_size=AT_ONCE,
    )
    return documents


def _publications(numbers, parents, shared, documents) -> None:
    keys = [uuid.uuid4() for _number in numbers]
    bangla = _tree_rows(numbers, keys, parents["bn"], "bn")
    english = _tree_rows(numbers, keys, parents["en"], "en", originals=bangla)
    for rows in (bangla, english):
        own = [_own_row(number, page) for number, page in zip(numbers, rows, strict=True)]
        # `bulk_create` refuses models of several tables; the first one's rows are there already.
        PublicationPage.objects.all()._insert(
            own, fields=PublicationPage._meta.local_concrete_fields, using=connection.alias
        )
        _relations(numbers, rows, shared, documents)


def _tree_rows(numbers, keys, parent, language: str, originals=None) -> list[Page]:
    kind = ContentType.objects.get_for_model(PublicationPage)
    rows = []
    for place, number in enumerate(numbers):
        slug = f"fictional-{number}"
        is_alias = originals is not None and number % UNTRANSLATED == UNTRANSLATED - 1
        title = (
            f"Fictional report {number} on what workers want to know"
            if language == "en" and not is_alias
            else f"কাল্পনিক প্রতিবেদন {number}: শ্রমিকেরা কী জানতে চান"
        )
        moment = timezone.make_aware(datetime(2025, 1, 1)) + timedelta(minutes=number)
        rows.append(
            Page(
                path=Page._get_path(parent.path, parent.depth + 1, number + 1),
                depth=parent.depth + 1,
                title=title,
                draft_title=title,
                slug=slug,
                url_path=f"{parent.url_path}{slug}/",
                content_type=kind,
                locale=parent.locale,
                translation_key=keys[place],
                alias_of=originals[place] if is_alias else None,
                live=True,
                first_published_at=moment,
                last_published_at=moment,
                latest_revision_created_at=moment,
            )
        )
    return Page.objects.bulk_create(rows)


def _own_row(number: int, page: Page) -> PublicationPage:
    kind = KINDS[number % len(KINDS)]
    day = date(FIRST_YEAR + number % YEARS, number % 12 + 1, number % 28 + 1)
    is_event = kind == PublicationPage.Kind.EVENT
    own = PublicationPage(
        page_ptr_id=page.pk,
        summary="এটি একটি কাল্পনিক প্রকাশনা।"
        if page.locale.language_code == "bn"
        else "This is a fictional publication.",
        kind=kind,
        year=day.year,
        month=day.month,
        day=day.day,
        first_day=day,
        place="Fictional Town",
        original_language=("bn", "en", "bn-en")[number % 3],
        start_date=day if is_event else None,
        licence=LICENCES[number % len(LICENCES)],
        isbn="978-0-306-40615-7" if number % 5 == 0 else "",
        doi=f"10.1234/fictional.{number}" if number % 3 == 0 else "",
        key_findings=[("finding", f"কাল্পনিক ফল {number}")],
    )
    own._state.adding = True
    return own


def _relations(numbers, rows, shared, documents) -> None:
    people, organisations, files, topics, countries = [], [], [], [], []
    for place, (number, page) in enumerate(zip(numbers, rows, strict=True)):
        people.append(
            PublicationPerson(
                page_id=page.pk,
                family_name=f"Fictional{number % 50}",
                given_name="Person",
                name_bn=f"কাল্পনিক ব্যক্তি {number % 50}",
            )
        )
        for role, step in (("author", 0), ("publisher", 1), ("funder", 2)):
            organisations.append(
                PublicationOrganisation(
                    page_id=page.pk,
                    organisation=_nth(shared["organisations"], number + step),
                    role=role,
                    sort_order=step,
                    disclaimer_bn="কাল্পনিক দাতার কথা।" if role == "funder" else "",
                    disclaimer_en="What the fictional funder says." if role == "funder" else "",
                )
            )
        files.append(PublicationFile(page_id=page.pk, document=documents[place]))
        for step in (0, 3):
            topic = _nth(shared["topics"], number + step)
            topics.append(
                PublicationPage.topics.through(publicationpage_id=page.pk, topic_id=topic.pk)
            )
        country = _nth(shared["countries"], number)
        countries.append(
            PublicationPage.countries.through(publicationpage_id=page.pk, country_id=country.pk)
        )
    PublicationPerson.objects.bulk_create(people)
    PublicationOrganisation.objects.bulk_create(organisations)
    PublicationFile.objects.bulk_create(files)
    PublicationPage.topics.through.objects.bulk_create(topics)
    PublicationPage.countries.through.objects.bulk_create(countries)


def _nth(records: list[Topic] | list[Country] | list[Organisation], number: int):
    return records[number % len(records)]
