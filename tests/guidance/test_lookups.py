"""Situations, questions, words and free sessions, as readers meet them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guidance.models import FreeSession, GlossaryPage
from portal.reference.models import District, GlossaryTerm
from tests.factories import pages, records, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.GuidanceIndexPageFactory(parent=bangla_home)


@pytest.fixture
def guide(index):
    return pages.GuidePageFactory(
        parent=pages.StagePageFactory(parent=index, slug="deciding"), slug="guide"
    )


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_situation_is_a_door_of_guidance_and_if_chosen_of_the_home_page(client, index):
    pages.SituationPageFactory(parent=index, slug="already-paid", door="টাকা দিয়েছি")
    assert "টাকা দিয়েছি" in text_of(client, "/guidance/")
    assert "টাকা দিয়েছি" not in text_of(client, "/")
    pages.SituationPageFactory(parent=index, slug="soon", door="যাচ্ছি", on_home_page=True)
    assert "যাচ্ছি" in text_of(client, "/")


def test_a_situation_shows_its_guides_in_order(client, index, guide):
    situation = pages.SituationPageFactory(parent=index, slug="already-paid")
    situation.related = [("guide", guide)]
    situation.body = [("fact", reference.FactFactory(value="4025"))]
    situation.save()
    text = text_of(client, "/guidance/already-paid/")
    assert guide.get_url() in text
    assert "৪,০২৫" in text


class TestQuestions:
    @pytest.fixture
    def questions(self, index, guide):
        parent = pages.QuestionIndexPageFactory(parent=index)
        return [
            pages.QuestionPageFactory(parent=parent, slug=f"q-{n}", title=f"প্রশ্ন {n}?", guide=page)
            for n, page in enumerate([guide, None, guide], start=1)
        ]

    def test_all_stand_in_the_list_by_stage(self, client, questions):
        text = text_of(client, "/guidance/questions/")
        assert all(question.get_url() in text for question in questions)

    def test_people_also_ask_first_about_the_same_guide(self, questions):
        assert questions[0].also_asked() == [questions[2], questions[1]]

    def test_it_leads_to_its_guide_and_the_guide_to_it(self, client, questions, guide):
        assert guide.get_url() in text_of(client, "/guidance/questions/q-1/")
        text = text_of(client, guide.get_url())
        assert "প্রশ্ন 1?" in text
        assert "প্রশ্ন 2?" not in text

    def test_a_withdrawn_question_is_asked_no_more(self, client, questions, guide):
        questions[0].unpublish()
        assert "প্রশ্ন 1?" not in text_of(client, guide.get_url())
        assert questions[2].also_asked() == [questions[1]]


class TestWords:
    @pytest.fixture(autouse=True)
    def words(self, index):
        pages.GlossaryPageFactory(parent=index)
        reference.GlossaryTermFactory(
            key="iqama", term="ইকামা", also="আকামা", explanation="থাকার অনুমতি।"
        )

    def test_every_word_has_an_address(self, client, settings):
        assert 'href="/guidance/words/iqama/"' in text_of(client, "/guidance/words/")
        text = text_of(client, "/guidance/words/iqama/")
        assert "<h1>ইকামা</h1>" in text
        assert "থাকার অনুমতি।" in text
        assert "আকামা" in text
        assert f'rel="canonical" href="{settings.SITE_URL}/guidance/words/iqama/"' in text
        assert '<meta property="og:title" content="ইকামা">' in text

    def test_every_word_is_in_the_sitemap(self, client, settings):
        loc = f"<loc>{settings.SITE_URL}/guidance/words/iqama/</loc>"
        assert loc in text_of(client, "/sitemap.xml")
        GlossaryTerm.objects.update(live=False)
        assert loc not in text_of(client, "/sitemap.xml")

    def test_no_word_is_in_the_sitemap_while_their_page_is_not_public(self, client):
        GlossaryPage.objects.get().unpublish()
        assert "/guidance/words/" not in text_of(client, "/sitemap.xml")

    @pytest.mark.parametrize("rest", ["nothing/", "iqama/more/", "IQAMA/"])
    def test_unknown_words_are_not_found(self, client, rest):
        assert client.get(f"/guidance/words/{rest}").status_code == 404

    def test_a_word_is_explained_below_the_text_that_uses_it(self, client, guide):
        guide.why = "ইকামার মেয়াদ দেখুন।"
        guide.save()
        text = text_of(client, guide.get_url())
        assert 'href="#word-iqama">ইকামার</a>' in text
        assert 'id="word-iqama"' in text
        assert 'href="#w-iqama"' in text


class TestFreeSessions:
    @pytest.fixture(autouse=True)
    def sessions_page(self, index):
        return pages.FreeSessionsPageFactory(parent=index)

    def session(self, days: int, **values) -> FreeSession:
        district = District.objects.get(name_en="Manikganj")
        texts = {
            f"{name}_{code}": f"{name}-{code}"
            for name in ("title", "venue")
            for code in ("bn", "en")
        }
        values = {"starts_at": timezone.now() + timedelta(days=days)} | values
        return FreeSession.objects.create(district=district, **texts, **values)

    def test_what_is_to_come_is_shown_in_its_district(self, client):
        self.session(2)
        assert "title-bn" in text_of(client, "/guidance/free-sessions/")
        assert "title-bn" in text_of(client, "/guidance/free-sessions/near/manikganj/")
        assert "title-bn" not in text_of(client, "/guidance/free-sessions/near/coxs-bazar/")

    def test_what_is_over_or_hidden_is_not(self, client):
        self.session(-1)
        self.session(2, is_shown=False)
        assert "title-bn" not in text_of(client, "/guidance/free-sessions/")
        self.session(-1, ends_at=timezone.now() + timedelta(hours=1))
        assert "title-bn" in text_of(client, "/guidance/free-sessions/")

    def test_who_advises_there(self, client):
        records.ProviderFactory(name_bn="কাছের অফিস", area_en="Manikganj only")
        records.ProviderFactory(name_bn="দূরের অফিস", area_en="Sylhet")
        records.ProviderFactory(name_bn="সব জেলার অফিস", area_en="All 64 districts")
        records.ProviderFactory(name_bn="গোপন অফিস", area_en="Manikganj", publish_rule="no")
        text = text_of(client, "/guidance/free-sessions/near/manikganj/")
        assert text.index("কাছের অফিস") < text.index("সব জেলার অফিস")
        assert "দূরের অফিস" not in text
        assert "গোপন অফিস" not in text

    def test_an_unknown_district_is_not_found(self, client):
        assert client.get("/guidance/free-sessions/near/atlantis/").status_code == 404
