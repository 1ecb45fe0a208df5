"""The letters: what they say, to whom, and how to leave."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from publications.models import Announcement, Subscription
from publications.updates.sending import send_due_announcements
from tests.publications.updates.announcements import (
    make_due,
    publish,
    readers,
    subject_of,
    text_of,
)


@pytest.mark.django_db
class TestLetters:
    def test_title_summary_address_why_and_how_to_leave(self, server, draft):
        (reader,) = readers()
        publish(draft)
        make_due()
        assert send_due_announcements().letters == 1
        ((address, letter, raw),) = server.letters
        assert address == letter["To"] == reader.address
        assert letter["Cc"] is letter["Bcc"] is None
        assert "কাল্পনিক ব্রিফ" in subject_of(letter)
        text = text_of(letter)
        assert "কাল্পনিক সারাংশ & আরও" in text
        assert "https://help.example/publications/brief/\n" in text
        leave = letter["List-Unsubscribe"].strip("<> \r\n")
        assert leave.startswith("https://help.example/publications/updates/leave/?s=")
        assert leave in text
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["Precedence"] == "bulk"
        assert letter["List-Id"] == "<publications-bn.help.example>"
        assert letter.get_content_type() == "text/plain"
        assert b"<img" not in raw
        # The header works as it stands, without a cookie.
        Client().post(leave.removeprefix("https://help.example"), secure=True)
        assert not Subscription.objects.exists()

    def test_in_the_language_of_the_page_to_readers_of_that_language(
        self, server, draft, english, english_home
    ):
        (bangla,) = readers()
        (in_english,) = readers(language="en")
        publish(draft)
        page = draft.copy_for_translation(english, copy_parents=True)
        page.title, page.summary = "Fictional brief", "Fictional summary"
        publish(page)
        make_due()
        assert send_due_announcements().letters == 2
        letters = {address: letter for address, letter, _raw in server.letters}
        assert subject_of(letters[in_english.address]) == "New: Fictional brief"
        text = text_of(letters[in_english.address])
        assert "https://help.example/en/publications/brief/\n" in text
        assert "asked OKUP to be told" in text
        assert "কাল্পনিক ব্রিফ" in subject_of(letters[bangla.address])

    def test_only_those_who_confirmed_before(self, server, draft):
        readers(confirmed_at=None)
        publish(draft)
        readers(confirmed_at=timezone.now() + timedelta(minutes=1))
        make_due()
        assert send_due_announcements().letters == 0
        assert Announcement.objects.get().sent_at is not None

    def test_one_letter_each_and_nobody_named_to_others(self, server, draft):
        everybody = readers(5)
        publish(draft)
        make_due()
        send_due_announcements()
        make_due()
        send_due_announcements()
        assert sorted(server.addresses) == sorted(reader.address for reader in everybody)
        for address, _letter, raw in server.letters:
            others = {reader.address for reader in everybody} - {address}
            assert not any(other.encode() in raw for other in others)

    def test_a_title_of_two_lines_makes_no_header(self, server, draft):
        readers()
        draft.title = "কাল্পনিক\nBcc: other@readers.example"
        publish(draft)
        make_due()
        send_due_announcements()
        ((_address, letter, _raw),) = server.letters
        assert letter["Bcc"] is None
