"""Subscribing to new publications, confirming and leaving, as a reader does it."""

import re
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from portal.privacy.ciphers import CannotOpenError
from portal.privacy.models import DataKey
from portal.privacy.public_forms import URL_ENCODED
from publications.models import Subscription
from publications.updates import subscribing
from publications.updates.addresses import read_address
from tests.factories.records import SubscriptionFactory

pytestmark = pytest.mark.django_db
BANGLA, ENGLISH = "/publications/updates/", "/en/publications/updates/"
ADDRESS = "reader@readers.example"


class Browser(Client):
    """Sends forms as browsers do, and checks CSRF tokens as a server does."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True)

    def send(self, path: str, data: dict, **more):
        return self.post(path, urlencode(data), content_type=URL_ENCODED, **more)


@pytest.fixture
def visitor():
    return Browser()


@pytest.fixture
def unhurried(monkeypatch):
    """Let every form be open for longer than a machine would need."""
    from publications.views import updates

    monkeypatch.setattr(updates, "FASTEST_PERSON_SECONDS", 0)


def token_of(response) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one("[name=token]")["value"]


def message_of(response) -> str:
    alert = BeautifulSoup(response.content, "html.parser").select_one("main [role=alert]")
    return " ".join(alert.get_text(" ").split()) if alert else ""


@pytest.fixture
def subscribe(visitor, unhurried, django_capture_on_commit_callbacks):
    """Fill the form in and send it, with the worker behind it."""

    def send(address=ADDRESS, language="en", path=ENGLISH, **fields):
        data = {"token": token_of(visitor.get(path)), "address": address, "language": language}
        with django_capture_on_commit_callbacks(execute=True):
            return visitor.send(path, data | fields)

    return send


def link_in(letter) -> str:
    """The path and query of a letter's link of confirmation."""
    found = urlsplit(re.search(r"\S+/updates/confirm/\S+", letter.body).group())
    return f"{found.path}?{found.query}"


class TestTheForm:
    @pytest.mark.parametrize(("path", "language"), [(BANGLA, "bn"), (ENGLISH, "en")])
    def test_the_page_s_language_is_chosen_and_no_cookie_set(self, visitor, path, language):
        response = visitor.get(path)
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select_one("[name=language][checked]")["value"] == language
        assert not response.cookies
        assert response["Cache-Control"] == "no-store"

    def test_a_letter_goes_to_the_address_and_nothing_is_confirmed(self, subscribe):
        response = subscribe()
        assert response.status_code == 200
        assert not response.cookies
        (letter,) = mail.outbox
        assert letter.to == [ADDRESS]
        assert not (letter.cc or letter.bcc)
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        assert Subscription.objects.get().confirmed_at is None

    @pytest.mark.parametrize("language", ["bn", "en"])
    def test_the_letter_is_in_the_language_that_was_chosen(self, subscribe, language):
        subscribe(language=language, path=BANGLA)
        prefix = "/en" if language == "en" else ""
        assert link_in(mail.outbox[0]).startswith(f"{prefix}/publications/updates/confirm/")

    def test_known_and_unknown_addresses_get_the_same_answer(self, subscribe):
        SubscriptionFactory(reader="known@readers.example")
        answers = {
            subscribe(address).content.decode().replace(address, "")
            for address in ("known@readers.example", "unknown@readers.example")
        }
        assert len(answers) == 1
        assert len(mail.outbox) == 2

    @pytest.mark.parametrize(
        "typed",
        ["", "reader", "reader@", "@readers.example", "a b@readers.example", "reader@readers"]
        + ["a@x.example, b@x.example", "পাঠক@readers.example", "a@" + "x" * 300 + ".example"],
    )
    def test_what_is_no_address_is_said_and_kept(self, subscribe, typed):
        response = subscribe(typed, language="bn")
        assert response.status_code == 422
        page = BeautifulSoup(response.content, "html.parser")
        assert message_of(response)
        assert page.select_one("[name=address]")["value"] == typed
        assert page.select_one("[name=language][checked]")["value"] == "bn"
        assert not mail.outbox
        assert not Subscription.objects.exists()

    def test_an_unknown_language_is_refused(self, subscribe):
        assert subscribe(language="xx").status_code == 422
        assert not Subscription.objects.exists()

    def test_a_damaged_or_missing_token_loses_nothing(self, subscribe):
        for token in ("damaged", ""):
            response = subscribe(token=token)
            assert response.status_code == 422
            assert ADDRESS in response.content.decode()
        assert not Subscription.objects.exists()

    def test_a_form_of_another_site_is_refused(self, visitor):
        token = token_of(visitor.get(ENGLISH))
        response = visitor.send(
            ENGLISH,
            {"token": token, "address": ADDRESS, "language": "en"},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert response.status_code == 403
        assert not Subscription.objects.exists()

    def test_other_kinds_of_content_are_no_form(self, visitor):
        response = visitor.post(ENGLISH, "{}", content_type="application/json")
        assert response.status_code == 400
        assert message_of(response)


class TestPrograms:
    def test_haste_is_asked_once_more_and_then_taken(self, visitor):
        data = {"address": ADDRESS, "language": "en"}
        first = visitor.send(ENGLISH, data | {"token": token_of(visitor.get(ENGLISH))})
        assert first.status_code == 422
        assert "once more" in message_of(first)
        assert not Subscription.objects.exists()
        second = visitor.send(ENGLISH, data | {"token": token_of(first)})
        assert second.status_code == 200
        assert Subscription.objects.exists()

    def test_who_fills_in_the_hidden_field_is_asked_once_more_and_then_taken(self, subscribe):
        first = subscribe(website="https://spam.example")
        assert first.status_code == 422
        assert not Subscription.objects.exists()
        second = subscribe(website="https://spam.example", token=token_of(first))
        assert second.status_code == 200

    def test_one_letter_to_one_address_in_some_hours(self, subscribe):
        for _time in range(3):
            assert subscribe().status_code == 200
        assert len(mail.outbox) == 1
        long_ago = timezone.now() - subscribing.ASKED_AGAIN_AFTER
        Subscription.objects.update(last_asked_at=long_ago)
        subscribe(ADDRESS.upper())
        assert len(mail.outbox) == 2
        assert Subscription.objects.count() == 1

    def test_beyond_the_letters_of_an_hour_it_says_later_and_stores_nothing(
        self, subscribe, monkeypatch
    ):
        monkeypatch.setattr(subscribing, "LETTERS_AN_HOUR", 2)
        for number in range(2):
            assert subscribe(f"reader{number}@readers.example").status_code == 200
        response = subscribe()
        assert response.status_code == 429
        assert response["Retry-After"] == "3600"
        assert "in an hour" in message_of(response)
        assert ADDRESS in response.content.decode()
        assert Subscription.objects.count() == 2
        Subscription.objects.update(last_asked_at=timezone.now() - timedelta(hours=1))
        assert subscribe().status_code == 200


class TestConfirming:
    @pytest.fixture
    def link(self, subscribe):
        subscribe()
        return link_in(mail.outbox[0])

    def test_opening_the_link_does_nothing_and_the_button_confirms(self, visitor, link):
        for _time in range(2):
            page = visitor.get(link)
            assert page.status_code == 200
        assert Subscription.objects.get().confirmed_at is None
        action = BeautifulSoup(page.content, "html.parser").select_one("main form")["action"]
        done = visitor.post(action)
        assert done.status_code == 200
        assert not done.cookies
        found = Subscription.objects.get()
        assert found.confirmed_at is not None
        assert (found.address, found.language) == (ADDRESS, "en")

    def test_twice_is_as_good_as_once(self, visitor, link):
        visitor.post(link)
        confirmed_at = Subscription.objects.get().confirmed_at
        assert visitor.post(link).status_code == 200
        assert Subscription.objects.get().confirmed_at == confirmed_at

    def test_after_three_days_the_link_says_so(self, visitor, link, monkeypatch):
        import time

        real = time.time
        monkeypatch.setattr(time, "time", lambda: real() + 3 * 86_400 + 60)
        for answer in (visitor.get(link), visitor.post(link)):
            assert answer.status_code == 410
            assert "three days" in answer.content.decode()
        assert Subscription.objects.get().confirmed_at is None

    def test_a_broken_link_says_so(self, visitor, link):
        for path in (link[:-3], link + "x", f"{ENGLISH}confirm/"):
            answer = visitor.get(path)
            assert answer.status_code == 404
            assert "whole link" in answer.content.decode()

    def test_after_its_address_was_erased_it_says_so(self, visitor, link):
        Subscription.objects.all().delete()
        assert visitor.post(link).status_code == 410

    def test_subscribing_again_changes_the_language_only_when_confirmed(
        self, visitor, link, subscribe
    ):
        visitor.post(link)
        Subscription.objects.update(last_asked_at=None)
        subscribe(language="bn")
        assert Subscription.objects.get().language == "en"
        visitor.post(link_in(mail.outbox[1]))
        assert Subscription.objects.get().language == "bn"
        assert Subscription.objects.count() == 1


class TestLeaving:
    @pytest.fixture
    def reader(self):
        return SubscriptionFactory(reader=ADDRESS)

    @pytest.fixture
    def link(self, reader):
        return f"{ENGLISH}leave/?s={subscribing.leaving_code(reader.uid)}"

    def test_opening_does_nothing_the_button_erases_address_and_key(self, visitor, reader, link):
        assert visitor.get(link).status_code == 200
        assert Subscription.objects.exists()
        done = visitor.post(link)
        assert done.status_code == 200
        assert "erased" in done.content.decode()
        assert not Subscription.objects.exists()
        assert not DataKey.objects.filter(pk=reader.data_key_id).exists()

    def test_mail_programs_leave_with_one_post_from_anywhere(self, reader, link):
        response = Client(enforce_csrf_checks=True).post(
            link,
            {"List-Unsubscribe": "One-Click"},
            headers={"Origin": "https://webmail.example", "Sec-Fetch-Site": "cross-site"},
        )
        assert response.status_code == 200
        assert not Subscription.objects.exists()

    def test_again_is_as_good_as_once(self, visitor, link):
        visitor.post(link)
        assert visitor.post(link).status_code == visitor.get(link).status_code == 200

    def test_a_link_of_somebody_s_making_does_nothing(self, visitor, reader):
        for code in ("", "x", reader.uid.hex, reader.uid.hex + "0" * 32):
            for answer in (
                visitor.get(f"{ENGLISH}leave/?s={code}"),
                visitor.post(f"{ENGLISH}leave/?s={code}"),
            ):
                assert answer.status_code == 404
        assert Subscription.objects.exists()

    def test_who_lost_the_link_gets_it_by_subscribing_again(self, visitor, subscribe):
        assert f'href="{ENGLISH}"' in visitor.get(f"{ENGLISH}leave/").content.decode()
        subscribe()
        assert "/leave/" not in mail.outbox[0].body
        visitor.post(link_in(mail.outbox[0]))
        Subscription.objects.update(last_asked_at=None)
        subscribe()
        found = urlsplit(re.search(r"\S+/updates/leave/\S+", mail.outbox[1].body).group())
        visitor.post(f"{found.path}?{found.query}")
        assert not Subscription.objects.exists()

    def test_links_work_after_the_master_key_was_changed(self, visitor, reader, link, settings):
        settings.FIELD_ENCRYPTION_KEYS = ["t3:" + "F" * 43 + "=", *settings.FIELD_ENCRYPTION_KEYS]
        call_command("rotate_keys")
        settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
        assert Subscription.objects.get().address == ADDRESS
        visitor.post(link)
        assert not Subscription.objects.exists()


class TestForgetting:
    def test_unconfirmed_ones_go_with_their_keys(self, capsys):
        old, new = timezone.now() - timedelta(days=4, minutes=1), timezone.now()
        gone = SubscriptionFactory(asked_at=old, confirmed_at=None)
        SubscriptionFactory(asked_at=new, confirmed_at=None)
        SubscriptionFactory(asked_at=old, confirmed_at=old)
        call_command("forget_subscriptions")
        assert "1 addresses" in capsys.readouterr().out
        assert Subscription.objects.count() == DataKey.objects.count() == 2
        assert not DataKey.objects.filter(pk=gone.data_key_id).exists()


class TestAddresses:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("  Reader@Readers.Example ", "Reader@readers.example"),
            ("mailto:reader@readers.example", "reader@readers.example"),
            ("<reader@readers.example>", "reader@readers.example"),
            ("reader১২@readers.example", "reader12@readers.example"),
            ("reader＠readers．example", "reader@readers.example"),
            ("reader@কাল্পনিক.বাংলা", "reader@xn--p5ba0dh3b6dk3i.xn--54b7fta0cc"),
            ("reader@xn--54b7fta0cc.example", "reader@xn--54b7fta0cc.example"),
            ("o'reader+news@readers.example", "o'reader+news@readers.example"),
        ],
    )
    def test_what_people_type(self, typed, read):
        with translation.override("en"):
            assert read_address(typed) == read

    def test_an_address_is_sealed_and_opens_with_its_key_alone(self):
        reader = SubscriptionFactory(reader=ADDRESS)
        stored = Subscription.objects.filter(pk=reader.pk).values_list("address", flat=True)[0]
        assert ADDRESS.encode() not in bytes(stored)
        again = Subscription.objects.get(pk=reader.pk)
        assert again.address == ADDRESS
        again.data_key.destroy()
        with pytest.raises(CannotOpenError):
            _ = Subscription.objects.get(pk=reader.pk).address
