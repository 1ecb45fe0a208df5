"""What editors are told about their texts, where they are told it, and what it costs."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from guidance.content_checks import content_findings, findings_of
from guidance.models import CountryNote, GuidePage, GuideRecording
from guidance.text_checks import (
    bijoy_problems,
    digit_problems,
    figure_problems,
    is_well_formed_phone,
    sentence_problems,
    token_problems,
)
from portal.core.models import CustomMedia
from portal.reference.models import Fact
from tests.factories import pages, people, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(bangla_home):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    return pages.StagePageFactory(parent=index, slug="deciding")


@pytest.fixture
def guide(stage):
    return make_guide(stage, slug="sound-guide")


def make_guide(stage, **changes):
    texts = {
        "why": "এতে কাজ সহজ হয়।",
        "body": [
            ("checklist", {"items": ["কাগজ নিয়েছি"]}),
            ("warning", "<p>টাকা দেওয়ার আগে রসিদ চান।</p>"),
        ],
        "who_to_ask": [("paragraph", "<p>জেলা অফিসে জিজ্ঞেস করুন।</p>")],
        "sources": [("source", {"name": "কাল্পনিক দপ্তর", "year": "2099", "url": ""})],
    }
    return pages.GuidePageFactory(parent=stage, **{**texts, **changes})


def said(page, severity=None) -> str:
    """All findings of a page as it is stored, in English, except the missing recording."""
    page = type(page).objects.get(pk=page.pk)
    with translation.override("en"):
        return "\n".join(
            str(finding)
            for finding in content_findings(page)
            if severity in (None, finding.severity) and "no recording" not in str(finding)
        )


class TestFigures:
    @pytest.mark.parametrize(
        "text",
        [
            "ফি ৪,০২৫ টাকা।",
            "খরচ ৳৫০০।",
            "৩ থেকে ৫ লাখ লাগে।",
            "Pay Tk 4,025 only.",
            "It costs 2 lakh.",
            "BDT 500",
            "১৬১৩৫ নম্বরে ফোন করুন।",
            "হটলাইন ০০০০০।",
            "Call 16135 at once.",
            "৯৯৯-এ ফোন করুন।",
            "+880 9610 102030",
            "০১৭০০-০০০০০০ এই মানুষকে বলুন।",
            "১০ শতাংশ ছাড়",
            "10% less",
            "বয়স ১৮ বছর না হলে যাবেন না।",
            "২৫ বছর বয়সের নিচে নয়।",
            "You must be aged 25.",
            "৩০ দিনের মধ্যে জানান।",
            "It takes 3 months.",
        ],
    )
    def test_one_typed_by_hand_is_an_error(self, text):
        problems = list(figure_problems(text))
        assert [problem.severity for problem in problems] == ["error"]
        assert problems[0].excerpt

    @pytest.mark.parametrize(
        "text",
        [
            "২০২৫ সালের ১ এপ্রিল চালু হয়েছে।",
            "৫ বছরের না ১০ বছরের পাসপোর্ট, ঠিক করেছি",
            "এগুলো ৪৮ পাতার পাসপোর্টের।",
            "৬৪ জেলায় অফিস আছে, ফোন করে যান।",
            "২০২১-২০২৪ সালে কমিটি ছিল।",
            "২০২৫ সালে ফোন এসেছিল।",
            "২০২৪ সালে সেখানে ৪০ জন পুরুষের জায়গা ছিল।",
            "ফোনে ১১০টি ছবি আছে।",
            "তিন সেট কপি করুন।",
            "ধারা ২৯ দেখুন।",
            "On 1 April 2025 the government started it.",
            "All 64 districts have an office.",
            "Act number 48 of 2013",
            "Ask on 14 September 2024.",
            "School certificate (class 5 at least)",
            "In 2018 the High Commission asked workers to phone.",
            "ফি {fact:passport-fee-48-5-regular} দিন।",
            "{fact:probash-bondhu-16135} নম্বরে ফোন করুন।",
        ],
    )
    def test_dates_counts_and_facts_are_none(self, text):
        assert list(figure_problems(text)) == []


class TestLetters:
    @pytest.mark.parametrize(
        ("text", "language", "severities"),
        [
            ("২০২৫ সালে", "bn", []),
            ("2025 সালে", "bn", ["warning"]),
            ("২0২৫ সালে", "bn", ["error"]),
            ("G2G আর COVID-19", "bn", []),
            ("{fact:passport-fee-48} টাকা", "bn", []),
            ("In 2025", "en", []),
            ("In ২০২৫", "en", ["warning"]),
        ],
    )
    def test_digits_of_the_wrong_script(self, text, language, severities):
        assert [found.severity for found in digit_problems(text, language)] == severities

    def test_bijoy(self):
        assert list(bijoy_problems("Avwg evsjv‡`k ‡_‡K we‡`k hv‡ev"))
        assert not list(bijoy_problems("আমি বিদেশ যাব"))
        assert not list(bijoy_problems("Médecins Sans Frontières, São Tomé: “§ 29”"))

    @pytest.mark.parametrize(
        ("words", "language", "count"),
        [(20, "bn", 0), (21, "bn", 1), (25, "en", 0), (26, "en", 1)],
    )
    def test_long_sentences(self, words, language, count):
        word, stop = ("কথা", "।") if language == "bn" else ("word", ".")
        sentence = " ".join([word] * words) + stop
        assert len(list(sentence_problems(f"{sentence} {sentence}", language))) == count * 2

    @pytest.mark.parametrize("number", ["16135", "+8809610102030", "01700000000", "70635278"])
    def test_numbers_that_can_be_dialled(self, number):
        assert is_well_formed_phone(number)

    @pytest.mark.parametrize("number", ["০৯৬১০", "+880 9610", "0170000", "09610-102030", "+88"])
    def test_numbers_that_cannot(self, number):
        assert not is_well_formed_phone(number)

    @pytest.mark.parametrize("text", ["{fact: fee}", "{Fact:fee}", "{fact:fee", "[fact:fee]"])
    def test_mistyped_facts(self, text):
        assert [found.severity for found in token_problems(text)] == ["error"]

    def test_a_well_typed_fact(self):
        assert not list(token_problems("{fact:fee} দিন"))
        assert list(token_problems("{fact:fee} দিন", allowed=False))


class TestFacts:
    def test_a_sound_guide(self, guide):
        reference.FactFactory(key="fee")
        guide.why = "ফি {fact:fee}।"
        guide.save()
        assert said(guide) == ""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"publish_rule": "no"}, "Error: why it matters: This dated fact is held back"),
            ({"live": False}, "Error: why it matters: This dated fact is not published"),
            ({"check_again_by": date(2020, 1, 1)}, "Warning: why it matters: The check of this"),
        ],
    )
    def test_one_in_a_sentence(self, guide, changes, expected):
        fact = reference.FactFactory(key="fee")
        guide.why = "ফি {fact:fee}।"
        guide.save()
        Fact.objects.filter(pk=fact.pk).update(**changes)
        assert said(guide).startswith(expected)

    def test_an_unknown_one(self, guide):
        # The form refuses it; a fact may be deleted afterwards.
        GuidePage.objects.filter(pk=guide.pk).update(why="ফি {fact:no-such-fact}।")
        assert "does not exist in this language" in said(guide, "error")
        assert "{fact:no-such-fact}" in said(guide)

    def test_a_box_that_is_due_soon_and_one_that_is_gone(self, guide):
        soon = timezone.localdate() + timedelta(days=10)
        fact = reference.FactFactory(check_again_by=soon)
        guide.costs = [("fact", fact)]
        guide.save()
        assert "is due on" in said(guide, "warning")
        Fact.objects.filter(pk=fact.pk).delete()
        assert "was deleted" in said(guide, "error")

    def test_an_english_page_needs_the_english_fact(self, guide, english, english_home):
        reference.FactFactory(key="fee")
        translated = guide.copy_for_translation(english, copy_parents=True)
        translated.title, translated.summary = "A guide", "Do it."
        translated.why = "The fee is {fact:fee} and {fact:feee}."
        translated.save()
        found = said(translated, "error")
        assert "{fact:fee}" in found and "{fact:feee}" in found
        assert "still in Bangla" in said(translated, "warning")

    def test_a_line_that_cannot_be_dialled(self, guide):
        reference.HotlineFactory(key="line", value="0961 0102030")
        guide.why = "{fact:line}"
        guide.save()
        assert "cannot be dialled" in said(guide, "error")


class TestPages:
    def test_what_is_missing(self, stage):
        bare = pages.GuidePageFactory(parent=stage, summary="")
        found = said(bare)
        for part in ["No source", "one sentence", "why this matters", "checklist", "no warning"]:
            assert part in found
        assert "who to ask" in found

    def test_the_page_itself_is_overdue(self, guide):
        guide.check_again_by = timezone.localdate() - timedelta(days=1)
        guide.save()
        assert "The check of this page was due" in said(guide, "warning")

    def test_recordings(self, guide):
        def lacks_one():
            with translation.override("en"):
                return any("no recording" in str(each) for each in content_findings(guide))

        assert lacks_one()
        media = CustomMedia.objects.create(title="x", file="x.mp3", type="audio", duration=1)
        recording = GuideRecording.objects.create(guide=guide, recording=media)
        guide.last_published_at = timezone.now()
        guide.save()
        recording.recorded_on = timezone.localdate()
        recording.save()
        assert said(guide) == ""
        assert not lacks_one()
        recording.recorded_on -= timedelta(days=1)
        recording.save()
        assert "words have changed since" in said(guide)

    def test_notes_on_countries(self, guide):
        country = reference.CountryFactory()
        note = CountryNote.objects.create(
            guide=guide, country=country, locale=guide.locale, text="<p>ফি ৫০০ টাকা।</p>"
        )
        assert "Money typed by hand" in said(note, "error")
        assert "No source" in said(note, "error")

    def test_many_pages_take_no_more_queries_than_one(self, stage):
        fact = reference.FactFactory()

        def cost(count):
            guides = [
                make_guide(stage, why=f"{{fact:{fact.key}}}", costs=[("fact", fact)])
                for _number in range(count)
            ]
            found = list(
                GuidePage.objects.filter(pk__in=[one.pk for one in guides]).select_related(
                    "locale"
                )
            )
            with CaptureQueriesContext(connection) as queries:
                list(findings_of(found))
            return len(queries)

        assert cost(1) == cost(6) <= 2


@pytest.fixture
def admin(client):
    client.force_login(people.SuperuserFactory())
    return client


class TestWhereTheyStand:
    @pytest.fixture
    def wrong(self, stage):
        fact = reference.FactFactory(key="no-such-fact")
        guide = make_guide(stage, why="ফি {fact:no-such-fact} আর ৫০০ টাকা।")
        guide.save_revision().publish()
        fact.delete()
        return guide

    def test_beside_the_editor(self, admin, wrong):
        page = admin.get(reverse("wagtailadmin_pages:edit", args=[wrong.pk])).content.decode()
        assert 'data-side-panel="content-checks"' in page
        assert "{fact:no-such-fact}" in page
        assert "Money typed by hand: ৫০০ টাকা" in page

    def test_after_saving(self, admin, wrong):
        from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

        empty = streamfield([])
        form = {
            "title": wrong.title,
            "slug": wrong.slug,
            "summary": wrong.summary,
            "why": "ফি ৭০০ টাকা।",
            **{
                name: empty
                for name in [*GuidePage.text_fields, "related", "sources"]
                if name != "body"
            },
            "body": streamfield([("warning", rich_text("<p>সাবধান</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
        address = reverse("wagtailadmin_pages:edit", args=[wrong.pk])
        answer = admin.post(address, nested_form_data(form), follow=True)
        page = answer.content.decode()
        assert "the content checks find 2 errors" in page
        assert "৭০০ টাকা" in page

    def test_on_a_preview_and_nowhere_else(self, admin, client, wrong):
        preview = reverse("wagtailadmin_pages:view_draft", args=[wrong.pk])
        shown = admin.get(preview).content.decode()
        assert "no-such-fact" in shown
        assert "৫০০ টাকা" in shown
        live = client.get(wrong.get_url())
        assert live.status_code == 200
        assert "no-such-fact" not in live.content.decode()

    def test_in_the_report(self, admin, wrong):
        address = reverse("content_checks")
        page = admin.get(address).content.decode()
        assert "Money typed by hand" in page
        assert reverse("wagtailadmin_pages:edit", args=[wrong.pk]) in page
        assert "no recording" in page
        errors = admin.get(address, {"severity": "error"}).content.decode()
        assert "Money typed by hand" in errors and "no recording" not in errors
        english = admin.get(address, {"language": "en"}).content.decode()
        assert "Money typed by hand" not in english

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_as_a_table(self, admin, wrong, form):
        answer = admin.get(reverse("content_checks"), {"export": form})
        content = b"".join(answer.streaming_content)
        assert answer.status_code == 200
        assert (b"Money typed by hand" in content) == (form == "csv")

    def test_strangers_see_no_report(self, client, wrong):
        assert client.get(reverse("content_checks")).status_code == 302
        client.force_login(people.UserFactory())
        assert client.get(reverse("content_checks")).status_code == 302

    def test_for_a_machine(self, wrong):
        output = StringIO()
        with pytest.raises(CommandError, match="2 errors"):
            call_command("check_content", stdout=output, skip_checks=False)
        assert "Money typed by hand" in output.getvalue()
        GuidePage.objects.get(pk=wrong.pk).unpublish()
        call_command("check_content", stdout=output, skip_checks=False)
