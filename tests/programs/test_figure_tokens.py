"""Figures inside sentences: text and table cannot drift apart."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from wagtail.models import ReferenceIndex

from portal.reference.fact_tokens import check_facts, refuse_facts
from portal.reference.shown_texts import shown
from programs.admin.figure_checks import tell_of_typed_figures
from programs.figure_checks import typed_figures
from tests.factories import pages, records

pytestmark = pytest.mark.django_db


@pytest.fixture
def value():
    return records.IndicatorValueFactory(key="reached-2099", total=224653, female=704)


def test_a_sentence_shows_the_value_of_today(value, bangla, english):
    text = "<p>{figure:reached-2099} এবং {figure:reached-2099:female}</p>"
    html = shown(text, bangla).html
    assert '<a class="figure quiet" href="/programs/figures/reached-2099/">২,২৪,৬৫৩</a>' in html
    assert ">৭০৪</a>" in html
    value.total = 5
    value.save()
    html = shown(text, english).html
    assert '<a class="figure quiet" href="/en/programs/figures/reached-2099/">5</a>' in html


@pytest.mark.parametrize("token", ["{figure:nothing}", "{figure:reached-2099:male}"])
def test_what_is_not_known_shows_no_number(value, bangla, token):
    assert shown(f"<p>{token}</p>", bangla).html == "<p>…</p>"


def test_an_unknown_figure_is_refused(value):
    check_facts("{figure:reached-2099}")
    with pytest.raises(ValidationError, match="nothing"):
        check_facts("{figure:nothing}")


def test_a_figure_of_a_hidden_programme_is_refused(bangla_home):
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    program = pages.ProgramPageFactory(parent=index, live=False)
    records.IndicatorValueFactory(key="hidden", program=program)
    with pytest.raises(ValidationError):
        check_facts("{figure:hidden}")


def test_titles_refuse_figures(bangla_home, value):
    with pytest.raises(ValidationError):
        refuse_facts("{figure:reached-2099}")
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    index.summary = "{figure:reached-2099}"
    with pytest.raises(ValidationError):
        index.full_clean()


def test_pages_show_figures_and_are_found_by_use(client, bangla_home, value):
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    program = pages.ProgramPageFactory(parent=index, slug="one")
    program.results = [("takeaway", "ফল: {figure:reached-2099}")]
    program.body = [("paragraph", "<p>মোট {figure:reached-2099} জন</p>")]
    program.save_revision().publish()
    text = client.get("/programs/one/").content.decode()
    assert text.count(">২,২৪,৬৫৩</a>") == 2
    assert ReferenceIndex.get_references_to(value).exists()


class TestTypedByHand:
    @pytest.fixture
    def program(self, bangla_home):
        index = pages.ProgramIndexPageFactory(parent=bangla_home)
        program = pages.ProgramPageFactory(parent=index, slug="one")
        records.IndicatorValueFactory(key="own", program=program, total=66016, female=412)
        return program

    @pytest.mark.parametrize(
        ("text", "token"),
        [
            ("৬৬,০১৬ জন", "{figure:own}"),
            ("66,016 people", "{figure:own}"),
            ("66016", "{figure:own}"),
            ("নারী ৪১২ জন", "{figure:own:female}"),
        ],
    )
    def test_is_told_with_what_to_write(self, program, text, token):
        program.body = [("paragraph", f"<p>{text}।</p>")]
        assert [figure.token for figure in typed_figures(program)] == [token]

    @pytest.mark.parametrize("text", ["{figure:own}", "৬৬,০১৭ জন", "৪১২৫", "1,412", "২০১৯"])
    def test_other_numbers_are_let_be(self, program, text):
        program.results = [("takeaway", text)]
        assert typed_figures(program) == []

    def test_an_editor_is_told_after_saving(self, client, program):
        program.body = [("paragraph", "<p>66,016</p>")]
        program.save_revision().publish()
        request = RequestFactory().post("/", HTTP_ACCEPT="text/html")
        SessionMiddleware(lambda _request: None).process_request(request)
        MessageMiddleware(lambda _request: None).process_request(request)
        tell_of_typed_figures(request, program)
        assert ["{figure:own}" in str(message) for message in get_messages(request)] == [True]
        with pytest.raises(CommandError):
            call_command("check_figures")
