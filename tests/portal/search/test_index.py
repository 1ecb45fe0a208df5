"""The index follows what is published, changed, withdrawn and deleted; its words are counted."""

import pytest
from django.core.management import call_command
from django.db.models import Count
from wagtail.models import PageViewRestriction

from directory.models import Provider
from guidance.models import CountryNote
from portal.search.models import Entry, Posting, Word
from portal.search.results import answer, load_texts
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db


def found(query: str, language: str = "bn") -> list[str]:
    return [result.title for result in answer(query, language).results]


def assert_words_are_counted() -> None:
    """Every word counts its postings, and none is kept without."""
    counts = dict(Posting.objects.values_list("word").annotate(Count("entry")))
    assert dict(Word.objects.values_list("pk", "entry_count")) == counts


def test_a_page_comes_and_goes(write):
    guide = write("কাল্পনিক দালাল")
    assert found("দালাল") == ["কাল্পনিক দালাল"]
    assert_words_are_counted()
    guide.title = "কাল্পনিক দুলাল"
    guide.save_revision().publish()
    assert found("দুলাল") == ["কাল্পনিক দুলাল"]
    assert not Word.objects.filter(text="দালাল").exists()
    assert_words_are_counted()
    guide.unpublish()
    assert found("দুলাল") == []
    assert_words_are_counted()
    guide.save_revision().publish()
    assert found("দুলাল") == ["কাল্পনিক দুলাল"]
    guide.delete()
    assert found("দুলাল") == []
    assert_words_are_counted()


def test_a_draft_is_not_found(stage):
    pages.GuidePageFactory(parent=stage, title="কাল্পনিক খসড়া", live=False)
    assert found("খসড়া") == []


def test_what_is_private_is_not_found(write):
    guide = write("কাল্পনিক গোপন")
    assert found("গোপন") == ["কাল্পনিক গোপন"]
    PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert found("গোপন") == []


def test_a_moved_page_has_its_new_address(write, stage):
    guide = write("কাল্পনিক ঠিকানা")
    other = pages.StagePageFactory(parent=stage.get_parent(), slug="abroad", title="বিদেশে")
    guide.move(other, "last-child")
    (result,) = answer("ঠিকানা", "bn").results
    assert result.url == "/guidance/abroad/" + guide.slug + "/"


def test_a_common_word_counts_each_entry_once(write):
    for number in range(3):
        write(f"কাল্পনিক বেতন {number}", summary="বেতন বেতনের বেতন")
    assert_words_are_counted()
    assert Word.objects.get(text="বেতন", language="bn").entry_count == 3


def test_each_language_has_its_own_words(write, english_stage, english):
    guide = write("কাল্পনিক পাসপোর্ট")
    translated = guide.copy_for_translation(english)
    translated.title = "Fictional passports"
    translated.save_revision().publish()
    assert found("passport", "en") == ["Fictional passports"]
    assert found("পাসপোর্ট") == ["কাল্পনিক পাসপোর্ট"]


def test_a_page_that_repeats_the_other_language_is_found_there_alone(client, english_home):
    page = pages.StandardPageFactory(parent=english_home, title="Fictional passport")
    other = pages.StandardPageFactory(parent=page, title="Fictional passport page")
    other.alias_of = page
    other.save()
    assert found("fictional passport", "en") == ["Fictional passport"]


def test_facts_are_found_and_never_quoted(write):
    fact = reference.FactFactory(key="fee-here", value="4025", label="নিবন্ধনের ফি")
    write("কাল্পনিক ফি", body=[("paragraph", "দিতে হয় {fact:fee-here} মাত্র।"), ("fact", fact)])
    for query in ("4025", "৪,০২৫", "৪০২৫ টাকা", "নিবন্ধনের ফি"):
        (result,) = answer(query, "bn").results
        assert result.title == "কাল্পনিক ফি"
    entry = Entry.objects.get(title="কাল্পনিক ফি")
    assert "৪,০২৫" not in entry.text
    assert "{fact" not in entry.text
    assert "দিতে হয় … মাত্র" in entry.text


def test_a_fact_that_is_held_back_finds_nothing(write):
    write("এক", body=[("fact", reference.FactFactory(value="777", publish_rule="no"))])
    write("দুই", body=[("fact", reference.FactFactory(value="777", live=False))])
    assert found("777") == []


def test_words_of_the_glossary_have_their_own_address(stage, english_stage):
    pages.GlossaryPageFactory(parent=stage.get_parent(), slug="words", title="শব্দ")
    reference.GlossaryTermFactory(key="iqama", term="ইকামা", also="আকামা", explanation="থাকার কার্ড।")
    (result,) = answer("আকামা", "bn").results
    assert (result.title, result.url, result.kind) == ("ইকামা", "/guidance/words/iqama/", "glossary")


def test_a_note_on_a_country_is_found_at_the_step_for_it(write):
    guide = write("কাল্পনিক ধাপ")
    country = reference.CountryFactory(iso2="XA", name="কল্পদেশ")
    note = CountryNote.objects.create(
        guide=guide, country=country, locale=country.locale, text="<p>সেখানে আঙুলছাপ লাগে।</p>"
    )
    (result,) = answer("আঙুলছাপ", "bn").results
    assert result.url == f"{guide.get_url()}in/xa/"
    assert result.title == "কল্পদেশ: কাল্পনিক ধাপ"
    load_texts([result])
    assert result.excerpt == "সেখানে আঙুলছাপ লাগে।"
    note.unpublish()
    assert found("আঙুলছাপ") == []


def test_a_provider_is_found_in_both_languages_unless_held_back(
    bangla_home, english_home, english
):
    page = pages.DirectoryIndexPageFactory(parent=bangla_home, slug="directory", title="কোথায়")
    page.copy_for_translation(english).save_revision().publish()
    provider = Provider.objects.create(
        key="fictional-office",
        name_bn="কাল্পনিক অফিস",
        name_en="Fictional bureau",
        kind="ngo",
        services_bn="আইনের সাহায্য",
        services_en="Legal aid",
        publish_rule="yes",
    )
    result = answer("কাল্পনিক অফিস", "bn").results[0]
    assert (result.title, result.kind) == ("কাল্পনিক অফিস", "provider")
    assert result.url == "/directory/#fictional-office"
    assert found("bureaus", "en") == ["Fictional bureau"]
    provider.publish_rule = "no"
    provider.save()
    assert "কাল্পনিক অফিস" not in found("কাল্পনিক অফিস")


def test_the_help_form_is_found():
    call_command("update_index", backend_name="public", verbosity=0)
    assert "/help/" in [result.url for result in answer("সাহায্য চাই", "bn").results]
    assert "/en/help/" in [result.url for result in answer("ask for help", "en").results]


def test_a_rebuilt_index_is_the_same(write):
    for number in range(3):
        write(f"কাল্পনিক দালাল {number}", summary="টাকা নিয়ে ঘোরায়।")

    def contents():
        rows = Posting.objects.values_list("entry__title", "word__text", "weight")
        return sorted(row for row in rows if row[0].startswith("কাল্পনিক"))

    before = contents()
    call_command("update_index", backend_name="public", verbosity=0)
    assert contents() == before
    assert_words_are_counted()
