"""What an address asks for is shown, or refused in words: never something wider in silence."""

import pytest

from portal.reference.models import District
from tests.factories import pages, records, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.ProgramIndexPageFactory(parent=bangla_home)


def make(index, slug, **fields):
    page = pages.ProgramPageFactory(parent=index, slug=slug, title=f"কর্মসূচি {slug}", **fields)
    return page


def shown(client, query="", language=""):
    response = client.get(f"{language}/programs/{query}")
    assert response.status_code == 200
    text = response.content.decode()
    return {slug for slug in ("one", "two", "three") if f"কর্মসূচি {slug}" in text}, text


class TestProgrammes:
    def test_each_filter_narrows_the_list(self, client, index):
        here = District.objects.get(name_en="Narayanganj")
        one = make(index, "one", status="ended", first_year=2018, last_year=2019)
        two = make(index, "two", status="running", first_year=2020)
        three = make(index, "three", status="reported", first_year=2019, last_year=2019)
        one.areas.create(name="ক", kind="district", district=here, locale=one.locale)
        two.areas.create(name="খ", kind="division", division=here.division, locale=two.locale)
        partner = reference.OrganisationFactory(key="fictional-donor")
        three.partners.create(organisation=partner, role="donor")
        topic = reference.TopicFactory(key="health")
        two.topics.add(topic)
        for page in (one, two, three):
            page.save()
        assert shown(client)[0] == {"one", "two", "three"}
        for query, wanted in {
            "?status=ended": {"one"},
            "?year=2019": {"one", "three"},
            "?year=২০১৯": {"one", "three"},
            "?year=2024": {"two"},
            f"?district={here.code}": {"one", "two"},
            "?partner=fictional-donor": {"three"},
            "?topic=health": {"two"},
            "?topic=health&status=ended": set(),
            "?status=&year=": {"one", "two", "three"},
        }.items():
            assert shown(client, query)[0] == wanted, query

    def test_the_state_stays_in_the_form_and_the_count_is_true(self, client, index):
        make(index, "one", status="ended")
        make(index, "two", status="running")
        _found, text = shown(client, "?status=ended")
        assert '<option value="ended" selected>' in text
        assert "২টি কর্মসূচির মধ্যে ১টি" in text

    @pytest.mark.parametrize(
        "query",
        ["?year=abc", "?status=nonsense", "?district=9999", "?partner=nobody", "?yaer=2019"],
    )
    @pytest.mark.parametrize("language", ["", "/en"])
    def test_what_is_not_understood_is_said_and_nothing_is_listed(
        self, client, index, english_home, query, language
    ):
        make(index, "one")
        text = client.get(f"{language}/programs/figures/{query}").content.decode()
        assert 'role="alert"' in text
        if not language:
            found, text = shown(client, query)
            assert found == set()
            assert 'role="alert"' in text


class TestFigures:
    def test_the_table_is_filtered(self, client, index):
        program = make(index, "one")
        first = records.IndicatorValueFactory(program=program, total=111)
        records.IndicatorValueFactory(total=222)
        text = client.get("/programs/figures/?program=one").content.decode()
        assert "১১১" in text
        assert "২২২" not in text
        assert "values.csv?program=one" in text
        text = client.get(f"/programs/figures/?indicator={first.indicator.key}").content.decode()
        assert "২২২" not in text

    def test_a_refused_filter_is_no_good_answer(self, client, index):
        response = client.get("/programs/figures/?year=1")
        assert response.status_code == 400

    def test_pages_keep_the_filter(self, client, index):
        for _number in range(60):
            records.IndicatorValueFactory()
        text = client.get("/programs/figures/?level=output").content.decode()
        assert 'href="?level=output&amp;page=2"' in text
        assert client.get("/programs/figures/?level=output&page=2").status_code == 200

    def test_a_figure_of_a_programme_that_is_not_live_is_not_shown(self, client, index):
        program = make(index, "one", live=False)
        value = records.IndicatorValueFactory(program=program, total=987)
        assert "৯৮৭" not in client.get("/programs/figures/").content.decode()
        assert client.get(f"/programs/figures/{value.key}/").status_code == 404


class TestOneFigure:
    def test_everything_known_stands_at_its_address(self, client, index, english_home):
        value = records.IndicatorValueFactory(
            total=10, female=4, male=5, target=20, source_page="p. 7", note_en="A fictional note."
        )
        text = client.get(f"/en/programs/figures/{value.key}/").content.decode()
        for part in ("A fictional note.", "p. 7", "20", "the parts make 9, the total says 10"):
            assert part in text

    def test_both_languages_know_each_other(self, client, index, english_home):
        value = records.IndicatorValueFactory(key="reached")
        text = client.get("/en/programs/figures/reached/").content.decode()
        address = "http://127.0.0.1:8000/en/programs/figures/reached/"
        assert f'<link rel="canonical" href="{address}">' in text
        assert f'hreflang="bn" href="{address.replace("/en", "")}"' in text
        assert value.indicator.name_en in text

    def test_an_unknown_one_is_not_found(self, client, index):
        assert client.get("/programs/figures/unknown/").status_code == 404
