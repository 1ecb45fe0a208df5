"""The impact page: a year in figures, outcomes first, a map, and what years can be compared."""

import gzip
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.reference.models import District
from programs.charts import bars, trend
from programs.district_map import district_map
from tests.factories import pages, records, reference

pytestmark = pytest.mark.django_db

MOST_QUERIES = 10


@pytest.fixture
def impact(bangla_home):
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    return pages.ImpactPageFactory(parent=index)


def translate(page, english):
    page.copy_for_translation(english).save_revision().publish()


def read(client, path="/programs/impact/2099/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_headlines_come_first_outcomes_before_outputs(client, impact):
    done = records.IndicatorValueFactory(total=224653, headline_order=2)
    changed = records.IndicatorValueFactory(
        total=39, out_of=73, headline_order=1, indicator__level="outcome"
    )
    text = read(client)
    assert text.index(changed.indicator.name_bn) < text.index(done.indicator.name_bn)
    assert text.index("৩৯") < text.index("২,২৪,৬৫৩")
    assert "৭৩" in text


@pytest.mark.parametrize("path", ["1999/", "x/", "২০৯৯/", "2099/x/", "-1/"])
def test_a_year_without_figures_is_not_found(client, impact, path):
    records.IndicatorValueFactory()
    assert client.get(f"/programs/impact/{path}").status_code == 404


def test_both_languages_have_the_year_and_lead_to_each_other(
    client, impact, english_home, english
):
    records.IndicatorValueFactory()
    translate(impact.get_parent().specific, english)
    translate(impact, english)
    assert 'hreflang="en" href="http://127.0.0.1:8000/en/programs/impact/2099/"' in read(client)
    assert "2099" in read(client, "/en/programs/impact/2099/")


def test_a_partner_organisations_project_is_not_counted_as_ours(client, impact):
    other = pages.ProgramPageFactory(parent=impact.get_parent(), role="partner-data")
    records.IndicatorValueFactory(program=other, total=4321)
    records.IndicatorValueFactory(total=1234)
    text = read(client)
    assert "১,২৩৪" in text
    assert "৪,৩২১" not in text


def test_the_map_shades_districts_and_leads_to_the_table(client, impact):
    district = District.objects.get(name_en="Manikganj")
    program = pages.ProgramPageFactory(
        parent=impact.get_parent(), first_year=2099, last_year=2099, title="কাল্পনিক কাজ"
    )
    program.areas.create(name="ক", kind="district", district=district, locale=program.locale)
    program.save()
    indicator = records.IndicatorFactory(key="people-reached")
    records.IndicatorValueFactory(
        indicator=indicator, program=program, district=district, total=5625
    )
    text = read(client)
    assert f'<a href="#district-{district.code}"><path class="s1"' in text
    assert f'id="district-{district.code}"' in text
    assert text.count("<path") >= 64
    row = text[text.index(f'id="district-{district.code}"') :]
    assert "কাল্পনিক কাজ" in row
    assert "৫,৬২৫" in row


def test_map_and_charts_weigh_little(client, impact):
    indicator = records.IndicatorFactory(key="people-reached")
    for number, district in enumerate(District.objects.all()):
        program = pages.ProgramPageFactory(
            parent=impact.get_parent(), first_year=2099, last_year=2099
        )
        program.areas.create(name="ক", kind="district", district=district, locale=program.locale)
        program.save()
        if number < 12:
            records.IndicatorValueFactory(indicator=indicator, program=program, total=number + 1)
    text = read(client)
    drawn = re.search(r'<figure class="map"><svg.*?</svg>', text, re.DOTALL).group(0)
    chart = re.search(r'<ul class="bars">.*?</ul>', text, re.DOTALL).group(0)
    assert drawn.count("<a href") == 64
    assert len(gzip.compress(drawn.encode())) <= 5000
    assert len(gzip.compress(drawn.encode())) + len(gzip.compress(chart.encode())) <= 8000


def test_few_queries_with_5_or_500_indicators(client, impact):
    def count():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    def make(number):
        for _each in range(number):
            records.IndicatorValueFactory()

    make(5)
    few = count()
    make(495)
    assert count() == few
    assert few <= MOST_QUERIES


def test_years_are_compared_where_the_same_was_counted(client, impact):
    indicator = records.IndicatorFactory()
    for year, total in ((2018, 55), (2019, 154)):
        records.IndicatorValueFactory(
            indicator=indicator,
            total=total,
            period_start=date(year, 1, 1),
            period_end=date(year, 12, 31),
        )
    once = records.IndicatorValueFactory()
    text = read(client, "/programs/impact/")
    assert indicator.name_bn in text
    assert "১৫৪" in text
    assert "<polyline" in text
    assert once.indicator.name_bn not in text


def test_a_trend_begins_at_zero():
    values = [
        records.IndicatorValueFactory(
            total=total, period_start=date(year, 1, 1), period_end=date(year, 12, 31)
        )
        for year, total in ((2097, 50), (2099, 100))
    ]
    drawn = trend(values[0].indicator, values)
    low, high = drawn.points
    bottom = drawn.height - 6
    assert bottom - low.y == pytest.approx((bottom - high.y) / 2)
    assert low.x < high.x


def test_bars_are_as_long_as_their_numbers():
    drawn = bars([("a", 50, "#a"), ("b", 200, "#b")])
    assert [(bar.label, bar.percent) for bar in drawn] == [("b", 100), ("a", 25)]
    assert bars([]) == []


def test_shades_tell_apart_what_differs():
    districts = list(District.objects.all()[:6])
    drawn = district_map({district: number for number, district in enumerate(districts)})
    shades = {shape.district: shape.shade for shape in drawn.shapes}
    assert len(drawn.shapes) == 64
    assert [shades[district] for district in districts] == [0, 1, 2, 3, 4, 4]
    assert len(drawn.steps) == 4


def test_what_was_done_is_folded_where_something_changed_unless_the_page_leads_there(
    client, impact
):
    topic = reference.TopicFactory()
    records.IndicatorValueFactory(indicator__topic=topic, indicator__level="outcome")
    done = records.IndicatorValueFactory(indicator__topic=topic)
    folded = f'<details class="more"><summary>{topic.name}'
    assert folded in read(client)
    done.headline_order = 1
    done.save()
    assert folded not in read(client)


def test_a_list_leads_to_the_parts_of_the_page(client, impact):
    records.IndicatorValueFactory(program=pages.ProgramPageFactory(parent=impact.get_parent()))
    text = read(client)
    jumps = re.search(r'<ul class="jumps">.*?</ul>', text, re.DOTALL).group(0)
    targets = re.findall(r'href="#([^"]+)"', jumps)
    assert targets == ["area-1", "programmes", "map"]
    assert all(f'id="{target}"' in text for target in targets)


def test_a_part_of_a_programmes_people_is_no_bar_of_its_own(client, impact):
    program = pages.ProgramPageFactory(parent=impact.get_parent())
    reached = records.IndicatorFactory(key="people-reached")
    district = District.objects.first()
    for total, details in (
        (90, {}),
        (40, {"district": district}),
        (30, {"district": district, "age_band": "under-18"}),
    ):
        records.IndicatorValueFactory(indicator=reached, program=program, total=total, **details)
    text = read(client)
    chart = re.search(r'<ul class="bars">.*?</ul>', text, re.DOTALL).group(0)
    assert chart.count("<li>") == 1
    assert "৯০" in chart
    row = text[text.index(f'id="district-{district.code}"') :]
    assert "৪০" in row
    assert "৭০" not in row
