"""Notices to staff, through a real mail server in this process."""

import logging
from datetime import timedelta
from email.header import decode_header, make_header
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.users.models import UserProfile

from helpdesk.groups import CASEWORKERS, SUPERVISORS
from helpdesk.models import LocalOffice, Notice, Ticket
from helpdesk.notice_mail import CLAIMED_FOR, TRIED_FOR, send_due_notices
from helpdesk.notices import announce, announce_release
from helpdesk.taxonomy import Route, Urgency
from portal.core.models import User
from portal.core.sending_mail import LONGEST_DELAY, delay_after
from portal.privacy.models import DataKey
from portal.reference.models import District
from tests.helpdesk.mail_server import MailServer

NEW_TICKET = Notice.Kind.NEW_TICKET


@pytest.fixture
def server(settings):
    """A mail server, and a site that sends through it."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    settings.SITE_URL = "https://help.example"
    settings.DEFAULT_FROM_EMAIL = "desk@help.example"
    yield server
    server.stop()


def store_ticket(**fields) -> Ticket:
    """A request with words in it that must never be in a letter."""
    data_key = DataKey.generate()
    data_key.save()
    fields = {
        "relation": "parent",
        "language": "bn",
        "asker_name": "ZEBRANAME",
        "narrative": "ZEBRASTORY কাল্পনিক",
        **fields,
    }
    return Ticket.objects.create(data_key=data_key, submission_hash=data_key.id.hex, **fields)


def make_staff(name: str, group: str = CASEWORKERS) -> User:
    user = User.objects.create_user(name, email=f"{name}@staff.example", password="not-a-real-one")
    user.groups.add(Group.objects.get(name=group))
    return user


def make_due() -> None:
    """Let the waiting time of every notice be over."""
    Notice.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def staff(db):
    return [make_staff("rina"), make_staff("karim")]


@pytest.fixture
def tell(django_capture_on_commit_callbacks):
    """Announce something as a view does, in a transaction that is then committed."""

    def tell_it(ticket, kind=NEW_TICKET):
        with django_capture_on_commit_callbacks(execute=True):
            announce(ticket, kind)

    return tell_it


class TestLetters:
    def test_a_reference_and_a_link_and_nothing_else(self, server, staff, tell):
        ticket = store_ticket(urgency=1, is_minor=False)
        tell(ticket)
        assert sorted(server.addresses) == ["karim@staff.example", "rina@staff.example"]
        for address, letter, _raw in server.letters:
            assert letter["To"] == address
            assert letter["Cc"] is letter["Bcc"] is None
            assert letter["From"] == "desk@help.example"
            assert letter["Subject"] == f"{ticket.reference}: New request"
            assert letter.get_payload(decode=True).decode().split() == [
                ticket.reference,
                f"https://help.example/admin/help-requests/{ticket.pk}/",
            ]
            assert not letter.is_multipart()
            assert letter["Auto-Submitted"] == "auto-generated"

    def test_no_letter_names_another_person_or_a_word(self, server, staff, tell):
        tell(store_ticket())
        for address, _letter, raw in server.letters:
            other = {"rina", "karim"} - {address.partition("@")[0]}
            assert other.pop().encode() not in raw
            assert b"ZEBRA" not in raw
            assert b"parent" not in raw

    def test_every_kind_has_neutral_words(self, server, staff, tell):
        ticket = store_ticket()
        for kind in Notice.Kind.values:
            tell(ticket, kind)
        subjects = {letter["Subject"] for _address, letter, _raw in server.letters}
        assert len(subjects) == len(Notice.Kind.values)
        assert all(subject.startswith(f"{ticket.reference}: ") for subject in subjects)

    def test_who_chose_bangla_gets_a_bangla_subject(self, server, staff, tell):
        UserProfile.objects.create(user=staff[0], preferred_language="bn")
        ticket = store_ticket()
        tell(ticket)
        subjects = {
            address: str(make_header(decode_header(letter["Subject"])))
            for address, letter, _raw in server.letters
        }
        assert subjects["karim@staff.example"] == f"{ticket.reference}: New request"
        assert subjects["rina@staff.example"].startswith(f"{ticket.reference}: ")


class TestWhoIsTold:
    def test_restricted_requests_reach_supervisors_only(self, server, staff, tell):
        make_staff("shirin", SUPERVISORS)
        tell(store_ticket(restricted=True))
        assert server.addresses == ["shirin@staff.example"]

    def test_a_local_office_gets_what_is_routed_to_it(self, server, staff, tell):
        district, other = District.objects.all()[:2]
        here, there = make_staff("here"), make_staff("there")
        for name, member, of in (("A", here, district), ("B", there, other)):
            office = LocalOffice.objects.create(name=name)
            office.members.add(member)
            office.districts.add(of)
        tell(store_ticket(route=Route.LOCAL, district=district))
        assert "here@staff.example" in server.addresses
        assert "there@staff.example" not in server.addresses
        server.letters.clear()
        tell(store_ticket(route=Route.LOCAL, district=district, avoid_local=True))
        assert "here@staff.example" not in server.addresses

    def test_superusers_and_people_who_left_are_not_told(self, server, staff, tell):
        User.objects.create_superuser("boss", email="boss@staff.example", password="not-real")
        staff[0].is_active = False
        staff[0].save()
        tell(store_ticket())
        assert server.addresses == ["karim@staff.example"]

    def test_what_looks_automated_waits_for_its_release(self, server, staff, tell):
        ticket = store_ticket(quarantined=True)
        tell(ticket)
        tell(ticket, Notice.Kind.NEW_FILE)
        assert not Notice.objects.exists()
        assert not server.letters

    def test_danger_is_told_though_it_looks_automated(
        self, server, staff, tell, django_capture_on_commit_callbacks
    ):
        ticket = store_ticket(quarantined=True, urgency=Urgency.NOW)
        tell(ticket)
        assert len(server.letters) == 2
        with django_capture_on_commit_callbacks(execute=True):
            ticket.quarantined = False
            ticket.save()
            announce_release(ticket)
        assert len(server.letters) == 2, "they know of it already"
        tell(ticket, Notice.Kind.NEW_FILE)
        assert len(server.letters) == 4

    def test_a_release_is_told(self, server, staff, tell, django_capture_on_commit_callbacks):
        ticket = store_ticket(quarantined=True)
        with django_capture_on_commit_callbacks(execute=True):
            ticket.quarantined = False
            ticket.save()
            announce_release(ticket)
        assert len(server.letters) == 2

    def test_set_aside_after_it_was_told_of_waits_too(self, server, staff):
        ticket = store_ticket()
        announce(ticket, NEW_TICKET)
        Ticket.objects.update(quarantined=True)
        assert send_due_notices().sent == 0
        assert not server.letters

    def test_nobody_to_tell_is_tried_again(self, server, tell, db):
        tell(store_ticket())
        notice = Notice.objects.get()
        assert notice.sent_at is None
        make_staff("late")
        make_due()
        assert send_due_notices().sent == 1
        assert server.addresses == ["late@staff.example"]


class TestRetries:
    def test_a_server_that_is_away_loses_nothing(self, server, staff, tell, caplog):
        server.stop()
        tell(store_ticket())
        notice = Notice.objects.get()
        assert notice.sent_at is None
        assert notice.attempts == 1
        wait = notice.next_attempt_at - timezone.now()
        assert timedelta(seconds=50) < wait <= timedelta(minutes=1)
        server.start()
        assert send_due_notices().sent == 0, "it was not due yet"
        make_due()
        assert send_due_notices().sent == 1
        assert len(server.letters) == 2
        assert Notice.objects.get().sent_at is not None

    def test_who_has_it_already_gets_it_no_second_time(self, server, staff, tell):
        server.refused.add("rina@staff.example")
        tell(store_ticket())
        assert server.addresses == ["karim@staff.example"]
        for _attempt in range(2):
            make_due()
            assert send_due_notices().failed == 1
        assert server.addresses == ["karim@staff.example"]
        server.refused.clear()
        make_due()
        assert send_due_notices().sent == 1
        assert server.addresses == ["karim@staff.example", "rina@staff.example"]

    def test_one_refused_letter_holds_up_no_other_notice(self, server, staff, tell):
        server.refused.add("rina@staff.example")
        tell(store_ticket())
        tell(store_ticket())
        assert server.addresses == ["karim@staff.example"] * 2

    def test_a_full_server_is_tried_again(self, server, staff, tell):
        server.full = True
        tell(store_ticket())
        server.full = False
        make_due()
        assert send_due_notices().sent == 1
        assert len(server.letters) == 2

    def test_the_next_notice_brings_the_older_one_that_is_due(self, server, staff, tell):
        server.stop()
        tell(store_ticket())
        server.start()
        make_due()
        tell(store_ticket())
        assert len(server.letters) == 4

    def test_the_log_names_the_kind_and_the_error_alone(self, server, staff, tell, caplog):
        caplog.set_level(logging.DEBUG)
        server.refused.add("rina@staff.example")
        ticket = store_ticket()
        tell(ticket)
        ours = [r.getMessage() for r in caplog.records if r.name.startswith("helpdesk")]
        assert ours == ["A notice (new_ticket) could not be sent: SMTPRecipientsRefused"]
        # Without what the mail server of the test itself writes.
        text = " ".join(r.getMessage() for r in caplog.records if r.name != "mail.log")
        assert "staff.example" not in text
        assert ticket.reference not in text

    def test_the_waiting_grows_from_a_minute_to_six_hours(self):
        waits = [delay_after(attempts) for attempts in range(1, 12)]
        assert waits[:3] == [timedelta(minutes=minutes) for minutes in (1, 2, 4)]
        assert waits == sorted(waits)
        assert waits[-1] == delay_after(30_000) == LONGEST_DELAY == timedelta(hours=6)

    def test_after_a_week_it_is_given_up(self, server, staff):
        announce(store_ticket(), NEW_TICKET)
        Notice.objects.update(created_at=timezone.now() - TRIED_FOR)
        assert send_due_notices().sent == 0

    def test_a_killed_worker_s_claim_runs_out(self, server, staff):
        announce(store_ticket(), NEW_TICKET)
        # What a worker leaves that was killed between the claim and the letter.
        Notice.objects.update(attempts=1, next_attempt_at=timezone.now() + CLAIMED_FOR)
        assert send_due_notices().sent == 0
        Notice.objects.update(next_attempt_at=timezone.now())
        assert send_due_notices().sent == 1


def test_the_command_sends_what_is_due(server, staff):
    announce(store_ticket(), NEW_TICKET)
    out = StringIO()
    call_command("send_notices", stdout=out)
    assert "1 sent, 0 to be tried again" in out.getvalue()
    assert len(server.letters) == 2
