"""Coming back: the code, the token of an open request, and what anybody can send there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.erasure import erase
from helpdesk.models import CaseLogEntry, Consent, Message, Receipt, ShownPage
from helpdesk.models.log import verify_chain
from helpdesk.receipt_codes import derive_code, group_code
from portal.core.numerals import to_bangla_digits
from portal.privacy.tokens import make_token
from tests.helpdesk.own_page import Visit, database_away, make_request, without_tokens

pytestmark = pytest.mark.django_db
UNKNOWN = derive_code("f" * 32)


@pytest.mark.parametrize(
    "write",
    [
        str,
        group_code,
        lambda code: to_bangla_digits(group_code(code).replace(" ", "-")),
        lambda code: f" {to_bangla_digits(code)}\u200d\n",
    ],
)
def test_the_code_opens_however_it_is_written(write):
    _ticket, code = make_request()
    assert "Where your request stands" in Visit(write(code)).html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Please count them"),
        ("12", "Please count them"),
        ("১২৩৪", "Please count them"),
        ("\x00" * 20, "Please count them"),
        ("😭" * 90, "Please count them"),
        ("4827 1903 5561 2083", "One digit is wrong"),
    ],
)
def test_a_mistyped_code_is_said_to_be_one_without_asking_the_database(typed, words):
    visit = Visit()
    with database_away():
        visit.press("open", code=typed)
    assert visit.status == 422
    assert words in visit.html


def test_a_mistyped_code_stays_to_be_put_right():
    assert 'value="4827 1903 5561 2083"' in Visit("4827 1903 5561 2083").html


def _revoke(ticket, _supervisor):
    ticket.receipts.update(revoked_at=timezone.now())


def _expire(ticket, _supervisor):
    ticket.receipts.update(expires_at=timezone.now())


def _destroy_key_only(ticket, _supervisor):
    ticket.data_key.destroy()


@pytest.mark.parametrize("end", [_revoke, _expire, erase, _destroy_key_only])
def test_codes_that_open_nothing_get_one_answer_with_as_many_queries(end, supervisor):
    ticket, code = make_request()
    end(ticket, supervisor)
    answers = []
    for typed in (UNKNOWN, code):
        visit = Visit()
        with CaptureQueriesContext(connection) as queries:
            visit.press("open", code=typed)
        answers.append((visit.status, without_tokens(visit.page), len(queries)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert code not in answers[1][1]
    assert not CaseLogEntry.objects.filter(act=CaseLogEntry.Act.CODE_USED).exists()


def test_a_code_that_is_revoked_meanwhile_closes_the_open_page():
    ticket, code = make_request()
    visit = Visit(code)
    _revoke(ticket, None)
    visit.press("send-reply", body="কথা")
    assert visit.status == 404
    assert not Message.objects.exists()


def test_opening_is_logged():
    ticket, code = make_request()
    Visit(code)
    assert ticket.log.filter(act=CaseLogEntry.Act.CODE_USED, detail="asker").count() == 1
    assert verify_chain(ticket)


def test_the_receipt_s_page_opens_the_request_without_the_code():
    _ticket, _code = make_request()
    visit = Visit()
    visit.press("files", token=make_token("help-open", {"receipt": Receipt.objects.get().pk}))
    assert 'type="file"' in visit.html


def test_a_page_in_bangla_is_in_bangla():
    _ticket, code = make_request()
    visit = Visit(to_bangla_digits(code), path="/help/code/")
    assert '<html lang="bn"' in visit.html
    assert "Where your request stands" not in visit.html


def test_the_other_language_is_a_button_that_keeps_the_request_open():
    _ticket, code = make_request()
    visit = Visit(code, path="/help/code/")
    assert 'formaction="/en/help/code/"' in visit.html
    visit.press("home", path="/en/help/code/")
    assert "Where your request stands" in visit.html


def test_every_tap_gives_thirty_minutes_more(later):
    _ticket, code = make_request()
    visit = Visit(code)
    for _tap in range(3):
        later(minutes=29)
        visit.press("home")
        assert visit.status == 200
    later(minutes=31)
    visit.press("home")
    assert visit.status == 422
    assert "more than 30 minutes" in visit.html


def test_words_that_came_too_late_are_there_again_after_the_same_code_only(later):
    _ticket, code = make_request()
    _other, other_code = make_request()
    visit = Visit(code)
    visit.press("reply")
    later(minutes=31)
    visit.press("send-reply", body="দেরিতে লেখা কথা")
    assert visit.status == 422
    assert "দেরিতে" not in visit.html
    assert not Message.objects.exists()
    asked_again = visit.token
    visit.press("open", code=UNKNOWN)
    assert "দেরিতে" not in visit.html
    visit.press("open", code=code)
    assert "দেরিতে লেখা কথা</textarea>" in visit.html
    visit.press("send-reply", body="দেরিতে লেখা কথা")
    assert Message.objects.get().body == "দেরিতে লেখা কথা"
    stranger = Visit()
    stranger.press("open", token=asked_again, code=other_code)
    assert "Where your request stands" in stranger.html
    assert "দেরিতে" not in stranger.html


def test_a_reply_whose_answer_was_lost_is_not_asked_for_again(later):
    _ticket, code = make_request()
    visit = Visit(code)
    visit.press("reply")
    form = visit.token
    visit.press("send-reply", body="একই কথা")
    later(minutes=40)
    visit.press("send-reply", token=form, body="একই কথা")
    visit.press("open", code=code)
    assert "Your message has reached us" in visit.html
    assert Message.objects.count() == 1


def _somebody_presses_back():
    """All pages so far were sent longer ago than a double tap takes."""
    ShownPage.objects.update(shown_at=timezone.now() - timedelta(minutes=2))


def test_sending_the_page_with_the_code_again_opens_nothing():
    _ticket, code = make_request()
    visit = Visit()
    form = visit.token
    visit.press("open", code=code)
    visit.press("open", token=form, code=code)
    assert visit.status == 200, "a double tap"
    _somebody_presses_back()
    visit.press("open", token=form, code=code)
    assert visit.status == 422
    assert "Where your request stands" not in visit.html
    assert code not in visit.html


def test_sending_a_page_of_the_request_again_shows_nothing():
    _ticket, code = make_request()
    visit = Visit(code)
    page = visit.token
    visit.press("consents")
    _somebody_presses_back()
    for act in ("home", "consents", "ending", "close"):
        visit.press(act, token=page, sure="on")
        assert visit.status == 422
        assert "type your code again" in visit.html


def test_a_reply_that_is_sent_again_is_not_lost_and_shows_nothing():
    _ticket, code = make_request()
    visit = Visit(code)
    visit.press("reply")
    form = visit.token
    visit.press("send-reply", body="প্রথম")
    _somebody_presses_back()
    for body in ("প্রথম", "দ্বিতীয়"):
        visit.press("send-reply", token=form, body=body)
        assert visit.status == 200
        assert "Your message has reached us" in visit.html
        assert "Messages" not in visit.html
    assert {message.body for message in Message.objects.all()} == {"প্রথম", "দ্বিতীয়"}


@pytest.mark.parametrize("act", ["open", "wait", "home", "send-reply"])
@pytest.mark.parametrize("token", ["", "x", "AQ", "é", "0" * 300_000])
def test_a_damaged_token_is_said_to_be_one(act, token):
    _ticket, code = make_request()
    visit = Visit()
    page = visit.client.post(visit.path, {"act": act, "token": token, "code": code, "body": "x"})
    assert page.status_code == 422
    assert "did not come through whole" in page.content.decode()


def test_a_token_of_another_form_opens_nothing():
    make_request()
    visit = Visit()
    token = make_token("help-code", {"receipt": Receipt.objects.get().pk})
    visit.press("home", token=token)
    assert visit.status == 422


def test_another_site_s_form_is_refused():
    _ticket, code = make_request()
    visit = Visit()
    page = visit.client.post(
        visit.path, {"token": visit.token, "code": code}, headers={"sec-fetch-site": "cross-site"}
    )
    assert page.status_code == 403


def test_the_code_waits_in_the_form_while_the_database_is_away(caplog):
    _ticket, code = make_request()
    visit = Visit()
    with database_away():
        visit.press("open", code=code)
    assert visit.status == 503
    assert int(visit.page["Retry-After"]) > 0
    assert f'value="{code}"' in visit.html
    assert "words that may not be logged" not in caplog.text
    visit.press("open", code=code)
    assert "Where your request stands" in visit.html


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("home", {}),
        ("consents", {}),
        ("withdraw:statistics:", {}),
        ("give", {"given": ["refer:mission", "story:"]}),
        ("close", {"sure": "on"}),
        ("erase", {"sure": "on"}),
    ],
)
def test_an_act_waits_in_the_page_while_the_database_is_away(act, fields):
    _ticket, code = make_request()
    visit = Visit(code)
    with database_away():
        visit.press(act, **fields)
    assert visit.status == 503
    assert int(visit.page["Retry-After"]) > 0
    assert f'name="act" value="{act}"' in visit.html
    for name, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            assert f'name="{name}" value="{value}"' in visit.html
    visit.press(act, **fields)
    assert visit.status == 200


WORDS = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0980, max_codepoint=0x09FF),
        st.characters(max_codepoint=0x1F),
        st.sampled_from("\u200b\u200c\u200d\u202e\ufeff০১২৩৪৫৬৭৮৯0123456789 -:<>&\"'"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)
ACTS = st.one_of(
    st.sampled_from(
        ["", "open", "wait", "home", "reply", "send-reply", "files", "send-file", "plan"]
        + ["save-plan", "consents", "withdraw:refer:mission", "withdraw:", "give", "ending"]
        + ["close", "erase"]
    ),
    WORDS,
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    act=ACTS,
    code=WORDS,
    body=st.one_of(WORDS, WORDS.map(lambda words: words * 200)),
    token=st.one_of(st.just("good"), st.just("code"), WORDS),
    more=st.dictionaries(
        st.sampled_from(["channel", "phone", "given", "sure", "safe_times", "code_word"]), WORDS
    ),
)
def test_whatever_is_sent_gets_a_page_and_leaves_no_half_rows(db, act, code, body, token, more):
    ticket, right = make_request()
    visit = Visit(right)
    own = visit.token
    token = {"good": own, "code": Visit().token}.get(token, token)
    page = visit.client.post(
        visit.path, {"act": act, "code": code, "body": body, "token": token, **more}
    )
    assert page.status_code in (200, 403, 404, 422)
    assert "<h1" in page.content.decode()
    assert verify_chain(ticket)
    received = ticket.log.filter(act=CaseLogEntry.Act.MESSAGE_RECEIVED).count()
    assert ticket.messages.count() == received == ticket.notices.filter(kind="new_message").count()
    assert not Consent.objects.filter(ticket=ticket).exclude(subject="asker").exists()
