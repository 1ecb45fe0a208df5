"""What a code shows, and what it never shows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpdesk.models import Attachment, CaseLogEntry, Consent, Message, Receipt
from helpdesk.models.log import write_log
from helpdesk.taxonomy import Outcome, Purpose, Status, Subject
from helpdesk.views.own_request import OPEN_PURPOSE
from portal.privacy.tokens import make_token
from tests.helpdesk.own_page import (
    SECRETS,
    WORKER_HERSELF,
    Visit,
    give_worker_a_code,
    make_request,
    without_tokens,
)

pytestmark = pytest.mark.django_db
ACTS = ["home", "reply", "files", "plan", "consents", "ending"]


def say(ticket, author, body="উত্তর", thread=Subject.ASKER) -> Message:
    message = Message(ticket=ticket, thread=thread, author=author, body=body)
    message.save()
    return message


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.NEW, "Nobody has begun"),
        (Status.IN_PROGRESS, "Somebody is working on it"),
        (Status.WAITING, "waiting for their answer"),
        (Status.CLOSED, "It is closed"),
    ],
)
def test_the_status_stands_in_words(status, words):
    ticket, code = make_request()
    ticket.status, ticket.outcome = status, Outcome.INFORMED
    ticket.save(update_fields=["status", "outcome"])
    page = Visit(code).html
    assert words in page
    assert ("Questions were answered" in page) == (status == Status.CLOSED)


def test_no_page_repeats_what_was_told(caseworker):
    ticket, code = make_request(
        **SECRETS, place="abroad_work", country="SA", channel="call", problems=["no_news"]
    )
    message = Message(ticket=ticket, thread=Subject.ASKER, body="নিজের লেখা কথা")
    message.save()
    visit = Visit(code)
    for act in ACTS:
        page = visit.press(act).content.decode()
        told = [*SECRETS.values(), "+8801712345678", "1712345678", "নিজের লেখা কথা"]
        told += [ticket.reference, "No news", "Saudi", "At the place of work"]
        for words in told:
            assert words not in page, (act, words)
        # An empty plan has the safest answers chosen; nothing else may stand in a field.
        chosen = re.findall(r'value="([^"]*)"[^>]* checked', page)
        assert chosen in ([], ["none", "me_only"]), act


def test_staff_s_messages_stand_newest_first_and_count_as_read(caseworker):
    ticket, code = make_request()
    say(ticket, caseworker, "পুরোনো কথা")
    say(ticket, caseworker, "নতুন <b>কথা</b>\nদুই")
    page = Visit(code).html
    assert page.index("নতুন &lt;b&gt;") < page.index("পুরোনো কথা")
    assert "নতুন &lt;b&gt;কথা&lt;/b&gt;<br>দুই" in page
    assert not Message.objects.filter(read_at=None).exists()


def test_own_messages_are_not_marked_as_read_by_coming_back():
    ticket, code = make_request()
    Message(ticket=ticket, thread=Subject.ASKER, body="কথা").save()
    assert "You wrote to us on" in Visit(code).html
    assert Message.objects.get().read_at is None


def test_each_code_opens_its_own_thread(caseworker):
    ticket, asker_code = make_request()
    worker_code = give_worker_a_code(ticket)
    say(ticket, caseworker, "মাকে", Subject.ASKER)
    unread = say(ticket, caseworker, "মেয়েকে", Subject.WORKER)
    asker = Visit(asker_code).html
    assert "মাকে" in asker
    assert "মেয়েকে" not in asker
    unread.refresh_from_db()
    assert unread.read_at is None
    worker = Visit(worker_code).html
    assert "মেয়েকে" in worker
    assert "মাকে" not in worker


def test_an_asker_s_pages_are_the_same_whatever_the_worker_did(caseworker):
    ticket, code = make_request()
    visit = Visit(code)

    def pages():
        return [without_tokens(visit.press(act)) for act in ACTS]

    before = pages()
    worker = Visit(give_worker_a_code(ticket))
    worker.press("reply")
    worker.press("send-reply", body="আমি বেঁচে আছি")
    worker.press("give", given=["hold:", "contact:", "refer:mission"])
    worker.press("withdraw:refer:mission")
    worker.press("close", sure="on")
    worker.press("erase", sure="on")
    say(ticket, caseworker, "মেয়েকে", Subject.WORKER)
    Attachment.objects.create(
        ticket=ticket, sent_by=Subject.WORKER, submission_hash="a" * 64, content_type="x", size=1
    )
    Consent.objects.get_or_create(
        ticket=ticket, subject=Subject.WORKER, purpose=Purpose.STORY, defaults={"given": True}
    )
    write_log(ticket, CaseLogEntry.Act.DISCLOSURE_DECIDED, actor=caseworker)
    assert worker.status == 200
    assert ticket.messages.filter(thread=Subject.WORKER).count() == 2
    assert pages() == before
    visit.press("close", sure="on")
    assert "ask back" in visit.html


def test_a_worker_s_page_does_not_show_the_asker_s_side(caseworker):
    ticket, asker_code = make_request()
    worker_code = give_worker_a_code(ticket)
    before = without_tokens(Visit(worker_code).page)
    asker = Visit(asker_code)
    asker.press("send-reply", body="কথা")
    asker.press("erase", sure="on")
    say(ticket, caseworker)
    assert without_tokens(Visit(worker_code).page) == before


def test_a_code_for_the_status_only_opens_nothing_else(caseworker):
    ticket, code = make_request()
    say(ticket, caseworker, "মাকে")
    Receipt.objects.update(reach=Receipt.Reach.STATUS)
    visit = Visit(code)
    assert "Nobody has begun" in visit.html
    for act in [*ACTS, "send-reply", "save-plan", "erase", "withdraw:statistics:"]:
        token = make_token(OPEN_PURPOSE, {"receipt": Receipt.objects.get().pk})
        visit.press(act, token=token, body="কথা", sure="on", channel="none")
        assert "Nobody has begun" in visit.html
        assert "মাকে" not in visit.html
        assert 'name="act" value="reply"' not in visit.html
        assert "<textarea" not in visit.html
    assert ticket.messages.count() == 1
    assert not ticket.log.filter(act=CaseLogEntry.Act.ERASURE_WISHED).exists()


def test_files_that_arrived_are_counted():
    ticket, code = make_request()
    assert "file" not in Visit(code).html.partition("<main")[2].partition("Messages")[0]
    for number in range(2):
        Attachment.objects.create(
            ticket=ticket, submission_hash=f"{number:064}", content_type="image/jpeg", size=1
        )
    assert "2 files from you have reached us" in Visit(code).html


def test_a_damaged_message_does_not_hide_the_others(caseworker):
    ticket, code = make_request()
    say(ticket, caseworker, "ভালো কথা")
    broken = say(ticket, caseworker, "নষ্ট")
    Message.objects.filter(pk=broken.pk).update(body=b"\x01\x04data" + b"0" * 40)
    page = Visit(code).html
    assert "ভালো কথা" in page
    assert "This message cannot be shown" in page


def test_three_times_the_messages_take_as_many_queries(caseworker):
    ticket, code = make_request()
    visit = Visit(code)
    counts = []
    for messages in (3, 6):
        for _message in range(messages):
            say(ticket, caseworker)
            Message(ticket=ticket, thread=Subject.ASKER, body="কথা").save()
        with CaptureQueriesContext(connection) as queries:
            visit.press("home")
        # Now and then a page tidies up after others.
        asked = [query["sql"] for query in queries if "DELETE" not in query["sql"]]
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10, asked


def test_leaving_leads_to_an_empty_page_for_a_code():
    _ticket, code = make_request(**{**WORKER_HERSELF})
    visit = Visit(code)
    assert 'href="/en/help/code/"' in visit.html
    assert code not in visit.client.get("/en/help/code/").content.decode()
