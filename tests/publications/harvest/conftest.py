"""Publications in both languages, with everything that a citation can name."""

from datetime import date, time

import pytest
from django.core.files.base import ContentFile

from portal.core.models import CustomDocument
from publications.models import PublicationPage
from tests.factories import pages, reference

HOSTILE = 'কাল্পনিক {a} \\b } "c" </script> <!-- & 50% #1 $x_y ~ 😀 שלום\x07 -- @misc{x,\nTY  - JOUR'
# The same without the control letter, in one line.
HOSTILE_LINE = " ".join(HOSTILE.replace("\x07", "").split())


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.fixture
def make(index):
    """Make a publication in Bangla; fields, topics and countries as given."""

    def make(slug, *, topics=(), countries=(), **fields):
        page = pages.PublicationPageFactory(parent=index, slug=slug, **fields)
        page.topics, page.countries = list(topics), list(countries)
        page.save_revision().publish()
        return PublicationPage.objects.get(pk=page.pk)

    return make


@pytest.fixture
def translate(english):
    """Make the finished English translation of a page."""

    def translate(page, **fields):
        translated = page.copy_for_translation(english, copy_parents=True)
        for name, value in fields.items():
            setattr(translated, name, value)
        translated.save_revision().publish()
        return type(page).objects.get(pk=translated.pk)

    return translate


@pytest.fixture
def report(make, translate, english):
    """A research report of which everything is known, in both languages."""
    topic = reference.TopicFactory(key="fictional-topic", name="কাল্পনিক বিষয়")
    twin = topic.copy_for_translation(english)
    twin.name = "Fictional topic"
    twin.save()
    page = make(
        "report",
        kind="research_report",
        title="কাল্পনিক গবেষণা",
        subtitle="উপশিরোনাম",
        year=2099,
        month=4,
        day=5,
        place="Fictional Town",
        original_language="en",
        licence="CC-BY-4.0",
        isbn="978-0-306-40615-7",
        doi="10.1234/fictional_1",
        topics=[topic],
    )
    page.people.create(family_name="Doe", given_name="Jane Kay", name_bn="কাল্পনিক ব্যক্তি")
    page.people.create(family_name="Roe", given_name="Ed", name_bn="কাল্পনিক সম্পাদক", role="editor")
    for role, name in (
        ("author", "Fictional Union and Sons, Ltd"),
        ("publisher", "Fictional Press"),
        ("partner", "Fictional Partner"),
        ("funder", "Fictional Fund"),
    ):
        organisation = reference.OrganisationFactory(name_en=name, name_bn=f"কাল্পনিক {role}")
        page.organisations.create(
            organisation=organisation,
            role=role,
            disclaimer_bn="কাল্পনিক কথা।" if role == "funder" else "",
            disclaimer_en="Fictional words." if role == "funder" else "",
        )
    document = CustomDocument.objects.create(
        title="কাল্পনিক",
        language="en",
        file=ContentFile(b"%PDF-1.4 fictional", "fictional.pdf"),
        file_size=18,
    )
    page.files.create(document=document)
    page.save_revision().publish()
    page = PublicationPage.objects.get(pk=page.pk)
    translate(page, title="Fictional study", subtitle="Subtitle", summary="A fictional page.")
    return page


@pytest.fixture
def event(make):
    """An event whose hours are known."""
    return make(
        "event",
        kind="event",
        title="কাল্পনিক সভা",
        place="কাল্পনিক মিলনায়তন",
        start_date=date(2099, 5, 1),
        start_time=time(10, 30),
        end_time=time(13, 0),
    )


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what is to follow the commit, as it does outside of tests."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def one(committed, make, translate):
    """A publication in both languages, with its record."""
    with committed():
        page = make("one", kind="news", title="কাল্পনিক খবর")
        translate(page, title="Fictional news")
    return page
