"""“Did this help?”: what is counted, what is masked, and what a reader is told."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guidance import feedback as rules
from guidance.models import Feedback, GuidanceIndexPage, StagePage
from guidance.urls import urlpatterns
from tests.factories import pages
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.GuidanceIndexPageFactory(parent=bangla_home)


@pytest.fixture
def guide(index):
    stage = pages.StagePageFactory(parent=index, slug="deciding")
    return pages.GuidePageFactory(parent=stage, slug="cost", title="কাল্পনিক খরচ")


@pytest.fixture
def english_guide(guide, english_home, english):
    for page in (guide.get_parent().get_parent(), guide.get_parent(), guide):
        copy = page.specific.copy_for_translation(english)
        copy.title = "A fictional page"
        copy.save_revision().publish()
    return copy


def address(page, language: str = "bn") -> str:
    path = f"/guidance/feedback/{page.translation_key}/"
    return path if language == "bn" else f"/en{path}"


def send(client, to: str, headers: dict | None = None, **data):
    return client.post(
        to, urlencode(data), content_type="application/x-www-form-urlencoded", headers=headers
    )


def token_in(response) -> str:
    return response.content.decode().split('name="answer" value="')[1].split('"')[0]


def sign_in(client, group: str):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)


class TestTheForm:
    def test_a_guide_asks_without_token_cookie_or_script(self, client, guide):
        response = client.get(guide.get_url())
        page = response.content.decode()
        form = page.split('<section class="feedback">')[1].split("</section>")[0]
        assert f'method="post" action="{address(guide)}"' in form
        assert 'value="yes"' in form
        assert 'value="no"' in form
        assert "csrf" not in form
        assert not response.cookies

    def test_it_costs_no_query(self, client, guide):
        with CaptureQueriesContext(connection) as queries:
            client.get(guide.get_url())
        assert not [query for query in queries if "guidance_feedback" in query["sql"]]

    def test_pages_cannot_hide_behind_it(self, index):
        first_parts = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns}
        assert "feedback" in first_parts
        assert first_parts <= GuidanceIndexPage.reserved_child_slugs
        with pytest.raises(ValidationError):
            pages.StagePageFactory(parent=index, slug="feedback")
        elsewhere = pages.StagePageFactory(parent=index, slug="deciding")
        assert pages.GuidePageFactory(parent=elsewhere, slug="feedback").pk

    def test_an_editor_is_told(self, client, index):
        sign_in(client, "Moderators")
        add = reverse("wagtailadmin_pages:add", args=["guidance", "stagepage", index.pk])
        sent = {
            "title": "x",
            "slug": "feedback",
            "stage": "deciding",
            "door": "x",
            "intro": "null",
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
        }
        page = client.post(add, sent).content.decode()
        assert "used by the site itself" in page
        assert not StagePage.objects.exists()


class TestAnswers:
    @pytest.mark.parametrize(("pressed", "helped"), [("yes", True), ("no", False)])
    def test_one_is_counted_and_nothing_else_kept(self, client, guide, pressed, helped):
        response = send(client, address(guide), helped=pressed)
        assert response.status_code == 200
        assert not response.cookies
        assert response["Cache-Control"] == "no-store"
        answer = Feedback.objects.get()
        assert (answer.page_key, answer.helped) == (guide.translation_key, helped)
        assert (answer.language, answer.sentence) == ("bn", "")
        assert answer.day == timezone.localdate()
        page = response.content.decode()
        assert f'href="{guide.get_url()}"' in page
        assert ('class="btn help" href="/help/"' in page) == (not helped)

    def test_in_english(self, client, english_guide):
        response = send(client, address(english_guide, "en"), helped="no")
        page = response.content.decode()
        assert "Thank you" in page
        assert 'href="/en/help/"' in page
        assert english_guide.get_url() in page
        assert Feedback.objects.get().language == "en"

    def test_words_that_are_still_bangla_count_for_bangla(self, client, english_guide, guide):
        type(english_guide).objects.filter(pk=english_guide.pk).update(alias_of=guide)
        send(client, address(guide, "en"), helped="yes")
        assert Feedback.objects.get().language == "bn"

    def test_a_sentence_comes_along(self, client, guide):
        send(client, address(guide), helped="no", sentence="খরচ\u200b বুঝি\x00 নাই\r\nভাই")
        assert Feedback.objects.get().sentence == "খরচ বুঝি নাই ভাই"

    def test_a_later_sentence_is_no_second_answer(self, client, guide):
        token = token_in(send(client, address(guide), helped="no"))
        for sentence in ("প্রথম", "ফোন ০১৭১২-৩৪৫৬৭৮"):
            response = send(client, address(guide), answer=token, sentence=sentence)
            assert response.status_code == 200
        answer = Feedback.objects.get()
        assert (answer.helped, answer.sentence) == (False, "ফোন •••")

    def test_a_double_tap_counts_once(self, client, guide):
        first = send(client, address(guide), helped="no", sentence="খরচ বুঝি নাই")
        second = send(client, address(guide), helped="no", sentence="খরচ বুঝি নাই")
        assert (first.status_code, second.status_code) == (200, 200)
        assert Feedback.objects.get().sentence == "খরচ বুঝি নাই"
        # A sentence that is sent after a double tap belongs to the one answer.
        for _tap in range(2):
            response = send(client, address(guide), helped="yes")
        send(client, address(guide), answer=token_in(response), sentence="ভালো")
        assert Feedback.objects.filter(helped=True).get().sentence == "ভালো"

    def test_a_second_tap_while_the_first_is_being_saved(self, client, guide, monkeypatch):
        monkeypatch.setattr(rules.cache, "set", lambda *args, **kwargs: None)
        send(client, address(guide), helped="no")
        response = send(client, address(guide), helped="no")
        assert response.status_code == 200
        assert 'class="btn help" href="/help/"' in response.content.decode()
        assert 'name="answer"' not in response.content.decode()
        assert Feedback.objects.count() == 1

    def test_people_who_say_the_same_later_or_by_another_form_count(
        self, client, guide, monkeypatch
    ):
        send(client, address(guide), helped="yes", form="a")
        send(client, address(guide), helped="yes", form="b")
        assert Feedback.objects.count() == 2
        monkeypatch.setattr(rules, "SECONDS_OF_ONE_TAP", 0)
        for _person in range(2):
            send(client, address(guide), helped="yes", form="c")
        assert Feedback.objects.count() == 4

    def test_without_a_cache_every_tap_counts(self, client, guide, monkeypatch):
        monkeypatch.setattr(rules.cache, "add", lambda *args, **kwargs: None)
        monkeypatch.setattr(rules.cache, "get", lambda *args, **kwargs: None)
        for _tap in range(2):
            assert send(client, address(guide), helped="yes").status_code == 200
        assert Feedback.objects.count() == 2

    def test_a_token_is_for_one_page(self, client, guide):
        other = pages.GuidePageFactory(parent=guide.get_parent(), slug="other")
        token = token_in(send(client, address(guide), helped="no"))
        response = send(client, address(other), answer=token, sentence="আমার কথা")
        assert response.status_code == 422
        assert "আমার কথা" in response.content.decode()
        assert Feedback.objects.get().sentence == ""

    def test_an_old_token_loses_nothing(self, client, guide, monkeypatch):
        token = token_in(send(client, address(guide), helped="no"))
        monkeypatch.setattr(rules, "SECONDS_TO_ADD", -1)
        response = send(client, address(guide), answer=token, sentence="আমার কথা")
        assert response.status_code == 422
        assert "আমার কথা" in response.content.decode()


class TestBadInput:
    @pytest.mark.parametrize("helped", ["", "maybe"])
    def test_neither_yes_nor_no(self, client, guide, helped):
        response = send(client, address(guide), helped=helped, sentence="আমার কথা")
        assert response.status_code == 422
        assert "আমার কথা" in response.content.decode()
        assert not Feedback.objects.exists()

    def test_a_long_sentence_is_given_back_and_the_answer_counts(self, client, guide):
        response = send(client, address(guide), helped="no", sentence="ক" * 301)
        assert response.status_code == 422
        page = response.content.decode()
        assert "ক" * 301 in page
        assert Feedback.objects.get().sentence == ""
        send(client, address(guide), answer=token_in(response), sentence="ক" * 300)
        assert Feedback.objects.get().sentence == "ক" * 300

    def test_a_text_without_end_is_not_looked_through(self, client, guide, monkeypatch):
        """Masking a megabyte would keep the whole process busy."""
        monkeypatch.setattr(rules, "masked", lambda text: pytest.fail("looked through"))
        response = send(client, address(guide), helped="no", sentence="a" * 1_000_000)
        assert response.status_code == 422
        assert Feedback.objects.get().sentence == ""

    @pytest.mark.parametrize("language", ["bn", "en"])
    def test_another_website(self, client, english_guide, language):
        response = send(
            client,
            address(english_guide, language),
            headers={"Sec-Fetch-Site": "cross-site"},
            helped="yes",
            sentence="my words",
        )
        assert response.status_code == 403
        assert "my words" in response.content.decode()
        assert not Feedback.objects.exists()

    def test_reading_the_address(self, client, guide):
        response = client.get(address(guide))
        assert response.status_code == 405
        assert response["Allow"] == "POST"
        assert guide.get_url() in response.content.decode()

    def test_a_file_is_not_read(self, client, guide):
        assert client.post(address(guide), {"helped": "yes"}).status_code == 400
        assert not Feedback.objects.exists()

    def test_unknown_pages(self, client, guide):
        assert send(client, f"/guidance/feedback/{uuid4()}/", helped="yes").status_code == 404
        assert send(client, address(guide.get_parent()), helped="yes").status_code == 404
        # Nobody has made the English page yet.
        assert send(client, address(guide, "en"), helped="yes").status_code == 404
        guide.unpublish()
        assert send(client, address(guide), helped="yes").status_code == 404

    def test_a_flood(self, client, guide, monkeypatch):
        monkeypatch.setattr(rules, "MAX_SENTENCES_A_DAY", 2)
        for number in range(4):
            response = send(client, address(guide), helped="no", sentence=f"ক{number}")
        assert response.status_code == 429
        assert "ক3" in response.content.decode()
        assert Feedback.objects.count() == 4
        assert Feedback.objects.exclude(sentence="").count() == 2


class TestMasking:
    @pytest.mark.parametrize(
        "number",
        [
            "01712345678",
            "০১৭১২৩৪৫৬৭৮",
            "০১৭১২-৩৪৫ ৬৭৮",
            "+880 1712-345678",
            "+৮৮০১৭১২৩৪৫৬৭৮",
            "(0171) 234-5678",
            "017_1234_5678",
            "0171\u200b2345678",
            "00966 50 123 4567",
            "50123456",
            "1990123456789",
            "1234567890",
            "১৯৯০ ১২৩৪ ৫৬৭৮ ৯০১২৩",
            "AB1234567",
            "a 01234567",
            "A123456",
            "017,123,45,678",
            "salma@example.org",
            "salma @ example.org",
            "1,711,223,344",
            "01711....223344",
            "①②③④⑤⑥⑦⑧",
        ],
    )
    def test_what_leads_to_a_person(self, number):
        sentence = rules.clean_sentence(f"আমার নম্বর{number}")
        assert sentence.endswith(rules.MASK)
        assert not any(letter.isdecimal() for letter in sentence)

    @pytest.mark.parametrize(
        "harmless",
        [
            "৩,৫০,০০০ টাকা চেয়েছে",
            "12,50,000 taka",
            "৫০,০০০-৬০,০০০ টাকা",
            "16135 নম্বরে ধরে না",
            "২০২৬ সালে ৩ মাস",
            "350000 taka",
        ],
    )
    def test_what_does_not(self, harmless):
        assert rules.clean_sentence(harmless) == harmless


def test_sentences_are_forgotten_and_answers_stay(guide):
    today = timezone.localdate()
    for days in (10, 729, 731):
        Feedback.objects.create(
            page_key=guide.translation_key,
            language="bn",
            helped=False,
            sentence=f"{days}",
            day=today - timedelta(days=days),
        )
    rules.add_sentence(rules.save_answer(guide.translation_key, "bn", True), "নতুন")
    assert Feedback.objects.count() == 4
    kept = Feedback.objects.exclude(sentence="").values_list("sentence", flat=True)
    assert set(kept) == {"নতুন", "10", "729"}


class TestForEditors:
    def answers(self, page, yes: int, no: int, language: str = "bn", days: int = 0):
        Feedback.objects.bulk_create(
            Feedback(
                page_key=page.translation_key,
                language=language,
                helped=helped,
                day=timezone.localdate() - timedelta(days=days),
            )
            for helped in [True] * yes + [False] * no
        )

    def test_the_score_beside_the_page(self, client, guide):
        self.answers(guide, yes=3, no=1)
        self.answers(guide, yes=0, no=5, language="en")
        self.answers(guide, yes=100, no=0, days=91)
        rules.add_sentence(rules.save_answer(guide.translation_key, "bn", False), "খরচ বুঝি নাই")
        sign_in(client, "Editors")
        page = client.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()
        assert "<td>3</td><td>2</td><td>60 %</td>" in page
        assert "<td>0</td><td>5</td><td>0 %</td>" in page
        assert "খরচ বুঝি নাই" in page

    @pytest.mark.parametrize("group", ["Editors", "Moderators"])
    def test_the_worst_pages_first(self, client, guide, group):
        better = pages.GuidePageFactory(parent=guide.get_parent(), title="কাল্পনিক ভালো পাতা")
        unheard = pages.GuidePageFactory(parent=guide.get_parent(), title="কাল্পনিক নীরব পাতা")
        self.answers(better, yes=9, no=1)
        self.answers(guide, yes=2, no=4)
        self.answers(guide, yes=1, no=5, language="en")
        self.answers(unheard, yes=0, no=9)
        Feedback.objects.bulk_create(
            Feedback(page_key=uuid4(), language="bn", helped=False, day=timezone.localdate())
            for _number in range(10)
        )
        sign_in(client, group)
        report = reverse("guidance_worst_pages")
        page = client.get(report).content.decode()
        assert page.index(guide.title) < page.index(better.title)
        assert unheard.title not in page
        assert reverse("wagtailadmin_pages:edit", args=[guide.pk]) in page
        assert report in client.get(reverse("wagtailadmin_home")).content.decode()
        table = client.get(report, {"export": "csv"}).getvalue().decode().splitlines()
        assert table[1:] == ["কাল্পনিক খরচ,25,3,9", "কাল্পনিক ভালো পাতা,90,9,1"]

    def test_others_do_not_see_the_report(self, client):
        sign_in(client, "Help desk caseworkers")
        assert client.get(reverse("guidance_worst_pages")).status_code == 302
        assert client.get(reverse("guidance_due_checks")).status_code == 302
