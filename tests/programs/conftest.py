"""A programme of which everything is known, in both languages. All of it is fictional."""

from datetime import date

import pytest
from wagtail.models import Locale

from portal.core.site_frame import forget_site_frame
from portal.reference.models import District
from programs.models import OpenDataSettings, ProgramArea, ProgramPage, ProgramPartner
from tests.factories import pages, people, records, reference


@pytest.fixture
def index(bangla_home):
    return pages.ProgramIndexPageFactory(parent=bangla_home)


@pytest.fixture
def english_index(index, english_home, english):
    twin = index.copy_for_translation(english)
    twin.save_revision().publish()
    return twin


@pytest.fixture
def publisher(db):
    """The organisation as an editor has set it up."""
    people.SiteFrameFactory(name="কাল্পনিক সংস্থা")
    english = Locale.objects.get(language_code="en")
    people.SiteFrameFactory(name="Fictional Organisation", locale=english)
    forget_site_frame()
    stored = OpenDataSettings.load()
    stored.iati_identifier = "XX-FICTION-1"
    stored.iati_organisation_type = "22"
    stored.default_currency = "BDT"
    stored.save()
    return stored


@pytest.fixture
def full_program(index, english_index, english) -> ProgramPage:
    """Everything that a file can say: money, places, partners, values of every kind."""
    topic = reference.TopicFactory(key="fictional-topic")
    page = pages.ProgramPageFactory(
        parent=index,
        slug="fictional",
        title="কাল্পনিক প্রকল্প",
        summary="একটি কাল্পনিক প্রকল্প <যা> আছে & নেই।",
        role=ProgramPage.Role.IMPLEMENTER,
        status=ProgramPage.Status.ENDED,
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        budget="1500000.50",
        spending=1400000,
        currency="BDT",
        iati_identifier="FICTION-2021",
        # One that the list of 2018 has: the tests compare with that.
        iati_sector="15160",
        results=[
            ("objective", "কাল্পনিক লক্ষ্য"),
            ("outcome", "কাল্পনিক ফলাফল"),
            ("output", "কাল্পনিক কাজ"),
            ("activity", "কাল্পনিক কার্যক্রম"),
        ],
    )
    page.topics.add(topic)
    page.save()
    _add_partners(page)
    district = District.objects.select_related("division").order_by("code").first()
    ProgramArea.objects.create(
        page=page, locale=page.locale, name="কাল্পনিক জেলা", kind="district", district=district
    )
    _add_values(page, district)
    page.save_revision().publish()
    twin = page.copy_for_translation(english)
    twin.title = "Fictional project"
    twin.summary = "A fictional project."
    twin.save_revision().publish()
    return ProgramPage.objects.get(pk=page.pk)


def _add_partners(page):
    for number, role in enumerate(ProgramPartner.Role.values):
        ProgramPartner.objects.create(
            page=page,
            organisation=reference.OrganisationFactory(key=f"partner-{role}"),
            role=role,
            grant=1000 if role == "donor" else None,
            currency="EUR" if role == "donor" else "",
            sort_order=number,
        )


def _add_values(page, district):
    reached = records.IndicatorFactory(
        key="people-reached", unit="people", baseline=5, baseline_year=2020, may_count_twice=True
    )
    share = records.IndicatorFactory(key="share", unit="percent", level="outcome")
    common = {"program": page, "period_start": page.start, "period_end": page.end}
    records.IndicatorValueFactory(
        indicator=reached, total=5625, female=3764, male=1859, target=5000, **common
    )
    records.IndicatorValueFactory(
        indicator=reached,
        total=10,
        district=district,
        age_band="under-18",
        disability="with",
        **common,
    )
    records.IndicatorValueFactory(
        indicator=share, total="52.50", out_of=100, note_en="A note.", note_bn="টীকা।", **common
    )
