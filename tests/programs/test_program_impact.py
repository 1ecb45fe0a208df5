"""What came of one programme: numbers, targets, places, whoever carries it out."""

import gzip
import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.reference.models import District
from programs.charts import target_bars
from programs.program_impact import MOST_BARS
from tests.factories import pages, records

pytestmark = pytest.mark.django_db

MOST_QUERIES = 10
MOST_BYTES = 8000
PATH = "/programs/fictional-work/impact/"


@pytest.fixture
def program(index):
    return pages.ProgramPageFactory(parent=index, slug="fictional-work", title="কাল্পনিক কাজ")


def read(client, path=PATH):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def count(program, total, **details):
    return records.IndicatorValueFactory(program=program, total=total, **details)


def place(program, name, district=None):
    program.areas.create(name=name, district=district, locale=program.locale)
    program.save()


def test_a_programme_without_figures_has_no_such_page(client, program):
    assert client.get(PATH).status_code == 404
    assert "fictional-work/impact/" not in read(client, "/programs/fictional-work/")


@pytest.mark.parametrize("path", ["impact/x/", "other/", "Impact/"])
def test_only_its_own_address_answers(client, program, path):
    count(program, 5)
    assert client.get(f"/programs/fictional-work/{path}").status_code == 404


def test_what_changed_stands_before_what_was_done(client, program):
    done = count(program, 4321)
    changed = count(program, 39, out_of=73, indicator__level="outcome")
    text = read(client)
    assert text.index(changed.indicator.name_bn) < text.index(done.indicator.name_bn)
    tables = text[text.index('id="figures"') :]
    assert tables.index(changed.key) < tables.index(done.key)


def test_each_row_has_its_parts_target_and_source(client, program):
    count(program, 119, female=110, male=9, target=340, source_bn="কাল্পনিক প্রতিবেদন")
    text = read(client)
    assert "নারী: " in text
    for shown in ("১১০", "১১৯", "৩৪০", "কাল্পনিক প্রতিবেদন", "লক্ষ্যের ৩৫%", "নারী ৯২%"):
        assert shown in text


def test_a_bar_ends_where_its_target_says(client, program):
    count(program, 50, target=200)
    text = read(client)
    assert re.search(r'<rect width="25.0%" height="100%"/><line x1="100.0%"', text)
    assert "৫০, লক্ষ্য ২০০" in text


def test_bars_are_drawn_on_the_scale_of_the_greater():
    below, above, none = (
        records.IndicatorValueFactory.build(total=total, target=target)
        for total, target in ((50, 200), (300, 100), (5, 0))
    )
    drawn = target_bars([below, above, none])
    assert [(bar.percent, round(bar.mark)) for bar in drawn] == [(25, 100), (100, 33)]


def test_years_are_compared_where_the_same_was_counted_in_the_same_place(client, program):
    indicator = records.IndicatorFactory()
    first, second = District.objects.all()[:2]

    def of_year(year, district):
        count(
            program,
            year,
            indicator=indicator,
            district=district,
            period_start=date(year, 1, 1),
            period_end=date(year, 12, 31),
        )

    of_year(2098, first)
    of_year(2099, second)
    assert "<polyline" not in read(client)
    of_year(2099, first)
    assert read(client).count("<polyline") == 1


def test_places_stand_on_the_map_and_under_it(client, program):
    district = District.objects.get(name_en="Narail")
    place(program, "কালিয়া (নড়াইল)", district)
    place(program, "নাম দেওয়া নেই")
    count(program, 5)
    text = read(client)
    assert f'<a href="#district-{district.code}"><path class="s1"' in text
    row = text[text.index(f'id="district-{district.code}"') :]
    assert "কালিয়া (নড়াইল)" in row
    assert "মানচিত্রে নেই: নাম দেওয়া নেই" in text


def test_people_counted_in_districts_shade_the_map(client, program):
    reached = records.IndicatorFactory(key="people-reached")
    few, many = District.objects.all()[:2]
    count(program, 10, indicator=reached, district=few)
    count(program, 5000, indicator=reached, district=many)
    # Some of the same people: they must not be counted twice.
    count(program, 70, indicator=reached, district=many, age_band="under-18")
    text = read(client)
    assert f'<a href="#district-{few.code}"><path class="s1"' in text
    assert f'<a href="#district-{many.code}"><path class="s2"' in text
    assert "৫,০০০" in text[text.index(f'id="district-{many.code}"') :]
    assert "৫,০৭০" not in text


def test_a_partner_organisations_project_has_one_and_says_whose_it_is(client, program):
    program.role = "partner-data"
    program.save()
    count(program, 4321)
    text = read(client)
    assert "৪,৩২১" in text
    assert program.get_role_display() in text
    assert "creator" not in dataset(text)


def test_it_is_reached_from_the_programme_and_from_the_years(client, program):
    pages.ImpactPageFactory(parent=program.get_parent(), slug="impact")
    count(program, 5)
    for path in ("/programs/fictional-work/", "/programs/impact/", "/programs/impact/2099/"):
        assert f'href="{PATH}"' in read(client, path)


def test_both_languages_have_it_and_the_sitemap_knows(client, program, english_index, english):
    count(program, 5)
    twin = program.copy_for_translation(english)
    twin.title = "Fictional work"
    twin.save_revision().publish()
    there = "http://127.0.0.1:8000/en" + PATH
    assert f'hreflang="en" href="{there}"' in read(client)
    assert "Fictional work – what came of it" in read(client, "/en" + PATH)
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"<loc>{there}</loc>" in sitemap
    assert f"<loc>http://127.0.0.1:8000{PATH}</loc>" in sitemap


def test_the_sitemap_knows_years(client, index):
    pages.ImpactPageFactory(parent=index, slug="impact")
    records.IndicatorValueFactory()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://127.0.0.1:8000/programs/impact/2099/</loc>" in sitemap


def test_a_restricted_programme_keeps_its_figures(client, program):
    count(program, 5)
    program.view_restrictions.create(restriction_type="login")
    assert client.get(PATH).status_code == 302
    assert PATH not in client.get("/sitemap.xml").content.decode()


def dataset(text: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(found.group(1))


def test_search_engines_for_data_are_told(client, program, publisher):
    publisher.licence_name = "Fictional Licence"
    publisher.save()
    count(program, 5)
    data = dataset(read(client))
    assert data["@type"] == "Dataset"
    assert data["url"] == "http://127.0.0.1:8000" + PATH
    assert data["license"] == "Fictional Licence"
    assert data["temporalCoverage"] == "2099-01-01/2099-12-31"
    assert [file["contentUrl"].split("/data/")[1] for file in data["distribution"]] == [
        "values.csv?program=fictional-work",
        "values.json?program=fictional-work",
    ]


def test_drawings_weigh_little(client, program):
    for number, district in enumerate(District.objects.all()):
        place(program, f"এলাকা {number}", district)
    for number in range(3 * MOST_BARS):
        count(program, 37 * number, target=1000 - number)
    text = read(client)
    drawn = re.search(r'<figure class="map one"><svg.*?</svg>', text, re.DOTALL).group(0)
    chart = re.search(r'<ul class="bars targets">.*?</ul>', text, re.DOTALL).group(0)
    assert chart.count("<li>") == MOST_BARS
    assert len(gzip.compress(drawn.encode())) + len(gzip.compress(chart.encode())) <= MOST_BYTES


def test_few_queries_with_5_or_500_indicators(client, program):
    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            read(client)
        return len(asked)

    def make(number):
        for _each in range(number):
            count(program, 5, target=6)

    make(5)
    few = queries()
    make(495)
    assert queries() == few
    assert few <= MOST_QUERIES
