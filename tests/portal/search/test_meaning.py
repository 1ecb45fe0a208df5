"""Words that mean the same and best answers: what staff teach the search, it knows at once."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.search.models import BestBet, BestBetQuery, SynonymGroup, SynonymPhrase
from portal.search.models.meaning import MAX_PHRASE_WORDS
from tests.factories.people import SuperuserFactory

pytestmark = pytest.mark.django_db

WAGES = ("বেতন", "মজুরি", "মাসের টাকা", "salary", "monthly pay", "betontaka")


@pytest.fixture
def admin(client):
    client.force_login(SuperuserFactory())
    return client


def address(model, view: str, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def group_form(*texts: str | SynonymPhrase, initial: int = 0, **fields) -> dict:
    """What a browser sends; a stored phrase goes with its key."""
    items = [
        {"text": text.text, "id": text.pk} if isinstance(text, SynonymPhrase) else {"text": text}
        for text in texts
    ]
    return nested_form_data({"phrases": inline_formset(items, initial=initial), **fields})


def bet_form(page, *texts: str) -> dict:
    queries = inline_formset([{"text": text} for text in texts])
    return nested_form_data({"page": page.pk, "queries": queries})


class TestGroup:
    @pytest.fixture
    def pages(self, write, same, english_stage):
        write("কাল্পনিক বেতন")
        write("কাল্পনিক মজুরি")
        write("কাল্পনিক মাসের টাকা")
        write("Fictional salary", parent=english_stage)
        write("Fictional monthly pay", parent=english_stage)
        same(*WAGES)

    @pytest.mark.parametrize("phrase", WAGES)
    def test_every_phrase_finds_the_pages_with_the_others(self, titles, pages, phrase):
        assert set(titles(phrase)) >= {"কাল্পনিক বেতন", "কাল্পনিক মজুরি", "কাল্পনিক মাসের টাকা"}
        assert set(titles(phrase, "/en/search/")) >= {"Fictional salary", "Fictional monthly pay"}

    @pytest.mark.parametrize(
        "query",
        [
            pytest.param("মজুরির", id="with an ending"),
            pytest.param("মাসের টাকার", id="phrase with an ending"),
            pytest.param("salaries", id="English plural"),
            pytest.param("mojuri", id="sounds so in Latin letters"),
            pytest.param("maser taka", id="phrase that sounds so"),
            pytest.param("মযুরি", id="misspelt, sounds so"),
            pytest.param("MONTHLY   Pay!", id="other signs"),
            pytest.param("amar salary dey nai", id="inside a question"),
        ],
    )
    def test_a_phrase_is_recognised(self, titles, pages, query):
        assert "কাল্পনিক বেতন" in titles(query)

    def test_without_the_group_another_word_finds_nothing_of_it(self, titles, pages):
        SynonymGroup.objects.all().delete()
        for query in ("মজুরি", "salary"):
            assert "কাল্পনিক মাসের টাকা" not in titles(query)

    def test_half_a_phrase_is_not_the_phrase(self, titles, pages):
        assert "কাল্পনিক বেতন" not in titles("মাসের")

    def test_the_typed_word_itself_comes_first(self, titles, pages):
        assert titles("মজুরি")[0] == "কাল্পনিক মজুরি"
        assert titles("বেতন")[0] == "কাল্পনিক বেতন"


class TestLongestPhrase:
    @pytest.fixture
    def pages(self, write, same):
        write("কাল্পনিক প্রবেশপত্র")
        write("কাল্পনিক আজাদ")
        same("ভিসা", "প্রবেশপত্র")
        same("ফ্রি ভিসা", "আজাদ")

    def test_it_wins(self, titles, pages):
        assert titles("ভিসা")[0] == "কাল্পনিক প্রবেশপত্র"
        for query in ("ফ্রি ভিসা", "ফ্রি ভিসার"):
            assert titles(query)[0] == "কাল্পনিক আজাদ"
            assert "কাল্পনিক প্রবেশপত্র" not in titles(query)

    def test_phrases_side_by_side_both_count(self, titles, pages):
        assert set(titles("ভিসা আজাদ")) == {"কাল্পনিক প্রবেশপত্র", "কাল্পনিক আজাদ"}


class TestChanges:
    def test_a_new_phrase_counts_at_once(self, titles, write, same):
        write("কাল্পনিক জাহাজ")
        group = same("জাহাজ", "লঞ্চ")
        assert titles("steamer") == []
        group.phrases.add(SynonymPhrase(text="steamer"))
        group.save()
        assert titles("steamer") == ["কাল্পনিক জাহাজ"]

    def test_an_edited_phrase_counts_at_once(self, admin, titles, write, same):
        write("কাল্পনিক জাহাজ")
        group = same("জাহাজ", "লঞ্চ")
        ship, launch = group.phrases.order_by("pk")
        launch.text = "steamer"
        answer = admin.post(
            address(SynonymGroup, "edit", group.pk), group_form(ship, launch, initial=2)
        )
        assert answer.status_code == 302
        assert titles("steamer") == ["কাল্পনিক জাহাজ"]
        assert titles("লঞ্চ") == []

    def test_a_deleted_group_counts_no_more(self, titles, write, same):
        write("কাল্পনিক জাহাজ")
        group = same("জাহাজ", "steamer")
        assert titles("steamer") == ["কাল্পনিক জাহাজ"]
        group.delete()
        assert titles("steamer") == []


class TestRefusedPhrase:
    @pytest.mark.parametrize("text", ["মজুরি", " মজুরি।", "SALARY", "৫ টাকা", "5 টাকা"])
    def test_one_of_another_group_names_that_group(self, same, text):
        same("মজুরি", "salary", "5 টাকা")
        other = same("কাজ")
        with pytest.raises(ValidationError) as refused:
            SynonymPhrase(group=other, text=text).full_clean()
        assert "মজুরি = salary = 5 টাকা" in str(refused.value.message_dict["text"])

    @pytest.mark.parametrize("text", ["", "  ", "।", "!!", "\u200c"])
    def test_one_without_a_word(self, same, text):
        with pytest.raises(ValidationError) as refused:
            SynonymPhrase(group=same("কাজ"), text=text).full_clean()
        assert "text" in refused.value.message_dict

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("ক" * 61, id="letters"),
            pytest.param("ক " * (MAX_PHRASE_WORDS + 1), id="words"),
            # Stored as two letters each.
            pytest.param("\u09df" * 60, id="letters when it is folded"),
        ],
    )
    def test_one_that_is_too_long(self, same, text):
        with pytest.raises(ValidationError) as refused:
            SynonymPhrase(group=same("কাজ"), text=text).full_clean()
        assert "text" in refused.value.message_dict

    def test_its_own_group_may_keep_it(self, same):
        phrase = same("মজুরি").phrases.get()
        phrase.full_clean()

    def test_a_new_group_in_the_admin_says_where_it_stands(self, admin, same):
        same("মজুরি", "salary")
        answer = admin.post(address(SynonymGroup, "add"), group_form("কাজের টাকা", "মজুরি"))
        assert answer.status_code == 200
        assert "মজুরি = salary" in answer.content.decode()
        assert SynonymGroup.objects.count() == 1

    def test_an_edited_group_in_the_admin_says_where_it_stands(self, admin, same):
        same("মজুরি", "salary")
        group = same("কাজ")
        answer = admin.post(
            address(SynonymGroup, "edit", group.pk),
            group_form(group.phrases.get(), "Salary", initial=1),
        )
        assert answer.status_code == 200
        assert "মজুরি = salary" in answer.content.decode()
        assert [phrase.text for phrase in group.phrases.all()] == ["কাজ"]

    @pytest.mark.parametrize("again", ["মজুরি", "মজুরি।", " মজু\u200cরি"])
    def test_the_same_phrase_twice_in_one_form(self, admin, again):
        answer = admin.post(address(SynonymGroup, "add"), group_form("মজুরি", again))
        assert answer.status_code == 200
        assert "stands here twice" in answer.content.decode()
        assert not SynonymGroup.objects.exists()

    def test_what_is_deleted_in_the_form_does_not_stand_twice(self, admin):
        form = group_form("মজুরি", "মজুরি")
        form["phrases-1-DELETE"] = "on"
        assert admin.post(address(SynonymGroup, "add"), form).status_code == 302
        assert SynonymPhrase.objects.get().text == "মজুরি"

    def test_a_group_without_a_phrase(self, admin):
        answer = admin.post(address(SynonymGroup, "add"), group_form("", " "))
        assert answer.status_code == 200
        assert not SynonymGroup.objects.exists()


def test_danger_is_said_in_the_form(admin, client):
    form = group_form("কাল্পনিক ঝড়", "fictional storm", is_danger="on")
    assert admin.post(address(SynonymGroup, "add"), form).status_code == 302
    assert SynonymGroup.objects.get().is_danger
    for path, query in (("/search/", "কাল্পনিক ঝড়ে"), ("/en/search/", "fictional storms")):
        assert client.get(path, {"q": query}).context["found"].is_danger
    group = SynonymGroup.objects.get()
    form = group_form(*group.phrases.order_by("pk"), initial=2)
    assert admin.post(address(SynonymGroup, "edit", group.pk), form).status_code == 302
    assert not client.get("/search/", {"q": "কাল্পনিক ঝড়ে"}).context["found"].is_danger


class TestBestAnswer:
    @pytest.fixture
    def guide(self, write):
        write("বেতন বেতন", summary="বেতন বেতন বেতন")
        return write("কাল্পনিক উত্তর")

    @pytest.fixture
    def translated(self, guide, english_stage, english):
        page = guide.copy_for_translation(english)
        page.title = "Fictional answer"
        page.save_revision().publish()
        return page

    def best(self, client, query: str, path: str = "/search/") -> str:
        best = client.get(path, {"q": query}).context["found"].best
        return best.title if best else ""

    def test_each_language_gives_its_own_page(self, admin, client, guide, translated):
        form = bet_form(guide, "বেতন", "salary")
        assert admin.post(address(BestBet, "add"), form).status_code == 302
        for query in ("বেতন", "salary", "Salary?", "beton"):
            assert self.best(client, query) == "কাল্পনিক উত্তর"
            assert self.best(client, query, "/en/search/") == "Fictional answer"
        response = client.get("/en/search/", {"q": "salary"})
        assert response.context["found"].results[0].url == translated.get_url()

    def test_the_english_page_may_be_chosen(self, admin, client, guide, translated):
        assert admin.post(address(BestBet, "add"), bet_form(translated, "বেতন")).status_code == 302
        assert self.best(client, "বেতন") == "কাল্পনিক উত্তর"
        assert self.best(client, "বেতন", "/en/search/") == "Fictional answer"

    def test_only_the_whole_question_has_it(self, admin, client, guide):
        admin.post(address(BestBet, "add"), bet_form(guide, "বেতন"))
        assert self.best(client, "বেতন") == "কাল্পনিক উত্তর"
        assert self.best(client, "বেতন পাই না") == ""

    def test_without_a_translation_english_has_none(self, admin, client, guide, english_stage):
        admin.post(address(BestBet, "add"), bet_form(guide, "বেতন"))
        assert self.best(client, "বেতন", "/en/search/") == ""

    @pytest.mark.parametrize("again", ["বেতন", "বেতন?"])
    def test_a_question_that_has_one_is_refused(self, admin, guide, write, again):
        admin.post(address(BestBet, "add"), bet_form(guide, "বেতন", "salary"))
        answer = admin.post(address(BestBet, "add"), bet_form(write("কাল্পনিক আরেক"), again))
        assert answer.status_code == 200
        assert "কাল্পনিক উত্তর" in answer.content.decode()
        assert BestBetQuery.objects.count() == 2

    def test_a_question_twice_in_one_form_is_refused(self, admin, guide):
        answer = admin.post(address(BestBet, "add"), bet_form(guide, "বেতন", "বেতন"))
        assert answer.status_code == 200
        assert "stands here twice" in answer.content.decode()
        assert not BestBet.objects.exists()

    def test_a_group_and_a_best_answer_may_have_the_same_words(self, admin, guide, same):
        same("বেতন", "salary")
        assert admin.post(address(BestBet, "add"), bet_form(guide, "বেতন")).status_code == 302
