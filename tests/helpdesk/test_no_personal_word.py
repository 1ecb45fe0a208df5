"""No personal word stands anywhere in the clear: database, its log, logs, caches, e-mails.

Known words go through every sealed field and every page; then everything that is kept is
searched for them, in every encoding in which they might hide.
"""

import base64
import json
import re
import secrets
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from modelsearch import index
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry, ReferenceIndex

from helpdesk.groups import SUPERVISORS
from helpdesk.models import Attachment, CaseNote, Consent, Message, Ticket
from helpdesk.notices import announce
from helpdesk.taxonomy import Purpose, Recipient, Subject
from portal.core.models import User
from portal.privacy.models import DataKey
from programs.models import StoryConsent, StoryPage
from publications.models import Subscription
from tests.committed_database import (  # noqa: F401
    MANAGE,
    ROOT,
    process_environment,
    transactional_db,
)
from tests.factories.records import StoryConsentFactory, SubscriptionFactory
from tests.helpdesk.conftest import Journey, code_of
from tests.helpdesk.files.samples import picture
from tests.helpdesk.mail_server import MailServer
from tests.helpdesk.own_page import Visit
from tests.helpdesk.personal_words import (
    Words,
    findings,
    opened_texts,
    sealed_fields,
    server_folder,
    stored_places,
    written_log,
)

# Forms of a ticket's page that bring no words, or that would end the test.
WITHOUT_WORDS = ("erase/", "status/", "close/")


@pytest.fixture
def words():
    return Words()


@pytest.fixture
def desk(transactional_db, settings):  # noqa: F811
    """A help desk as on a server: tasks in the database, letters through a mail server."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    yield server
    server.stop()


@pytest.fixture
def supervisor(desk):
    user = User.objects.create_user("shirin", email="shirin@staff.example", password="not-real")
    user.groups.add(Group.objects.get(name=SUPERVISORS))
    return user


def make_ticket(**fields) -> Ticket:
    data_key = DataKey.generate()
    data_key.save()
    return Ticket(data_key=data_key, submission_hash=data_key.id.hex, language="bn", **fields)


def story_of_its_own() -> StoryPage:
    """A story below no page: one that had it as a child would keep counting it afterwards."""
    story = StoryPage(
        title="x", slug="x", name_shown="x", locale=Locale.objects.get(language_code="bn")
    )
    return StoryPage.add_root(instance=story)


# How to make a row of each model that seals something; its sealed fields are filled by the test.
MAKERS = {
    Ticket: lambda ticket, user: ticket,
    Consent: lambda ticket, user: Consent(
        ticket=ticket, purpose=Purpose.REFER, recipient=Recipient.POLICE, given=True
    ),
    Message: lambda ticket, user: Message(ticket=ticket, thread=Subject.ASKER),
    CaseNote: lambda ticket, user: CaseNote(ticket=ticket, author=user),
    Attachment: lambda ticket, user: Attachment(
        ticket=ticket,
        content_type="image/jpeg",
        size=1,
        original=secrets.token_hex(8),
        submission_hash=secrets.token_hex(16),
    ),
    StoryConsent: lambda ticket, user: StoryConsentFactory.build(story=story_of_its_own()),
    Subscription: lambda ticket, user: SubscriptionFactory.build(),
}


def test_every_sealed_model_is_known_here():
    assert set(sealed_fields()) == set(MAKERS), "write a maker for the new model"


def test_no_sealed_model_is_indexed_or_shown_by_its_words():
    for model in sealed_fields():
        assert not issubclass(model, index.Indexed)
        assert not ReferenceIndex.model_is_indexable(model), model


def test_every_sealed_field_of_every_model(desk, supervisor, words, tmp_path):
    log_file = tmp_path / "log"
    told = []
    with written_log(log_file):
        ticket = make_ticket(relation="parent")
        for model, names in sealed_fields().items():
            row = MAKERS[model](ticket, supervisor)
            for name in names:
                label = f"{model.__name__}{name}"
                setattr(row, name, f"{words.text(label)} {words.phone} {words.passport} " * 9)
            row.save()
            told += [str(row), repr(row), f"{row}"]
            log(row, "wagtail.edit", user=supervisor)
            again = model.objects.get(pk=row.pk)
            told += [str(again), repr(again), repr(again.__dict__)]
            for name in names:
                assert words.latin in getattr(again, name)
        announce(ticket, "new_ticket")
        cache.set("ticket", repr(Ticket.objects.get()))
    assert ModelLogEntry.objects.exists()
    opened = opened_texts()
    assert all(word in opened for word in words.used)
    assert findings(words, [("str and repr", "\n".join(told).encode())]) == []
    assert findings(words, [*stored_places(), ("log", log_file.read_bytes())]) == []


def test_after_erasure_nothing_opens_and_nothing_shows(desk, supervisor, words):
    from helpdesk.erasure import erase

    ticket = make_ticket(relation="parent", narrative=words.text("story"))
    ticket.save()
    erase(ticket, supervisor)
    with pytest.raises(ValueError, match="erased"):
        _ = Ticket.objects.get().narrative
    assert Ticket.objects.get().data_key.wrapped is None
    assert findings(words, stored_places()) == []


# --- Through the pages -------------------------------------------------------------------


def word_for(name: str, words: Words) -> str:
    """What is typed into a field: a number where only a number is taken."""
    if "phone" in name:
        return f"+880{words.phone}"
    if "passport" in name:
        return words.passport
    return words.text(name)


def text_names(page) -> set[str]:
    """The names of all fields of a page into which one can type."""
    found = BeautifulSoup(page.content, "html.parser").select(
        "textarea, input[type=text], input[type=tel], input:not([type])"
    )
    return {field["name"] for field in found if field.get("name")}


def fill(form: Tag, words: Words) -> dict:
    """Fill a form of the admin in: words wherever one can type, every box ticked."""
    data = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type", "")
        if field.name == "select":
            options = [o["value"] for o in field.select("option") if o.get("value")]
            data[name] = options[:1]
        elif field.name == "textarea" or kind in ("text", "tel", ""):
            data[name] = field.get("value") or word_for(name, words)
        elif kind == "radio":
            data.setdefault(name, field["value"])
        elif kind == "checkbox" and name != "is_minor":
            data.setdefault(name, []).append(field.get("value", "on"))
        elif kind not in ("checkbox", "file"):
            data[name] = field.get("value", "")
    return data


def ask(words: Words) -> str:
    """Go through the form as a mother does, with a mistake on the way. Returns the code."""
    journey = Journey(Client(enforce_csrf_checks=True))
    names = set()
    answers = {
        "relation": "parent",
        "problems": ["not_paid", "cheated"],
        "channel": "call",
        "phone": f"+880{words.phone}",
        "refer_to": ["mission"],
    }
    for name in ("asker_name", "upazila", "code_word", "cover_sentence", "withhold", "narrative"):
        answers[name] = words.text(name)
    # Not refused: a number too short, a damaged token, an address that is none.
    journey.walk_to('name="phone"', **{**answers, "phone": "12"})
    journey.send(**{**answers, "phone": "12"})
    assert journey.page.status_code == 422
    journey.client.post("/help/", {"token": "damaged", **answers})
    journey.client.get(f"/help/{words.text('address').split()[0]}/?q={words.bangla}")
    journey.walk(**answers)
    journey.send("back")
    journey.walk(**answers)
    for page in journey.pages:
        names |= text_names(page)
    assert names - {"website"} <= set(answers), "a new question: give it a word"
    return code_of(journey.send("send"))


def come_back(code: str, words: Words) -> None:
    """Write, send a file and change the plan, as the holder of a code does."""
    visit = Visit(code)
    assert visit.status == 200
    visit.press("reply")
    visit.press("send-reply", body=words.text("reply"))
    visit.press("files")
    # Its end is no part of the picture: the original keeps it, sealed.
    content = picture() + words.text("content").encode() * 50
    name = f"{words.latin}file {words.bangla}.jpg"
    visit.press("send-file", file=SimpleUploadedFile(name, content, "image/jpeg"))
    assert Attachment.objects.exists()
    visit.press("home")
    visit.press("plan")
    plan = {"channel": "imo", "phone": f"+880{words.phone}"}
    for field in text_names(visit.page) - {"phone"}:
        plan[field] = words.text(f"new{field}")
    visit.press("save-plan", **plan)
    assert visit.status == 200


def work_on_it(client: Client, ticket: Ticket, words: Words) -> None:
    """Fill in every form of the ticket's page, and look for its number."""
    address = f"/admin/help-requests/{ticket.pk}/"
    page = client.get(address)
    assert words.latin in page.content.decode()
    soup = BeautifulSoup(page.content, "html.parser")
    forms = [
        (form["action"], fill(form, words))
        for form in soup.select(f'form[action^="{address}"]')
        if not form["action"].endswith(WITHOUT_WORDS)
    ]
    assert {action.removeprefix(address) for action, _data in forms} >= {"message/", "note/"}
    for action, data in forms:
        assert client.post(action, data).status_code in (200, 302), action
    found = client.post("/admin/help-requests/find/", {"number": f"+880{words.phone}"})
    assert found.status_code in (200, 302)


def record_a_call(client: Client, words: Words) -> None:
    """Write down a request by telephone."""
    address = "/admin/help-requests/new/"
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    data = fill(soup.select_one(f'form[action="{address}"]'), words)
    data |= {"channel": "call", "problems": ["not_paid"], "subproblems": []}
    response = client.post(address, data)
    assert response.status_code == 200
    assert re.search(r"H-[0-9A-Z]{4}-[0-9A-Z]{4}", response.content.decode())


def test_words_through_every_page(desk, supervisor, words, tmp_path, settings):
    log_file, worker_log = tmp_path / "log", tmp_path / "worker-log"
    with written_log(log_file):
        come_back(ask(words), words)
        ticket = Ticket.objects.get()
        client = Client()
        client.force_login(supervisor)
        work_on_it(client, ticket, words)
        record_a_call(client, words)
    assert Ticket.objects.count() == 2

    tasks = list(DBTaskResult.objects.values("task_path", "args_kwargs"))
    assert {task["task_path"] for task in tasks} >= {"helpdesk.tasks.deliver_notices"}
    environment = process_environment(
        Path(settings.VAR_DIR), EMAIL_URL=f"smtp://127.0.0.1:{desk.port}"
    )
    with worker_log.open("wb") as out:
        subprocess.run(
            [*MANAGE, "db_worker", "--batch", "--no-startup-delay", "--verbosity", "3"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
            timeout=120,
            check=True,
        )
    assert desk.letters, "no notice was sent"

    opened = opened_texts().casefold()
    arrived = [word for word in words.used if word in opened]
    # What was typed into an address or a refused page is kept nowhere, and need not open.
    assert set(words.used) - set(arrived) <= {f"{words.latin}address", f"{words.latin}content"}
    assert words.phone in opened
    assert words.passport.casefold() in opened
    letters = [(f"letter to {to}", raw) for to, _letter, raw in desk.letters]
    kept = [("log", log_file.read_bytes()), ("worker's log", worker_log.read_bytes())]
    assert findings(words, [*stored_places(), *letters, *kept]) == []


# --- The search itself -------------------------------------------------------------------


LEAKS = {
    "as it is": lambda text: text.encode(),
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "JSON": lambda text: json.dumps({"story": text}).encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one byte on": lambda text: base64.b64encode(b"x" + text.encode()),
    "base64, two bytes on": lambda text: base64.b64encode(b"xy" + text.encode()),
    "hexadecimal": lambda text: text.encode().hex().encode(),
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
@pytest.mark.parametrize("script", ["latin", "bangla", "phone"])
def test_the_search_finds_what_is_not_sealed(desk, words, leak, script):
    """As if the field were an ordinary one: its column gets the words by SQL."""
    text = f"dear team, {getattr(words, script)} ..."
    ticket = make_ticket(relation="parent", narrative="sealed")
    ticket.save()

    def leaks_into() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE helpdesk_ticket SET narrative = %s WHERE id = %s", [leak(text), ticket.pk]
            )
        return {line.partition(": ")[0] for line in findings(words, stored_places())}

    found = leaks_into()
    assert "table helpdesk_ticket" in found
    if connection.vendor == "sqlite":
        assert any(name.endswith(("-wal", ".sqlite3")) for name in found)
    elif server_folder() is not None:
        assert any("/base/" in name for name in found)
        # Tests beside this one may let the server delete the log before it is read.
        assert any("/pg_wal/" in name for name in found) or any(
            "/pg_wal/" in name for _ in range(2) for name in leaks_into()
        )


def test_the_search_reads_log_labels_tasks_and_caches(desk, words):
    ticket = make_ticket(relation="parent")
    ticket.save()
    log(ticket, "wagtail.edit")
    ModelLogEntry.objects.update(label=words.text("label"))
    DBTaskResult.objects.create(
        args_kwargs={"args": [words.text("task")], "kwargs": {}},
        task_path="none",
        backend_name="none",
        queue_name="none",
        finished_at=timezone.now(),
    )
    cache.set("key", words.text("cache"))
    places = {line.partition(":")[0] for line in findings(words, stored_places())}
    assert places >= {
        f"table {ModelLogEntry._meta.db_table}",
        f"table {DBTaskResult._meta.db_table}",
        "cache default",
        "dumpdata",
    }


def test_the_search_reads_the_log(words, tmp_path):
    import logging

    with written_log(tmp_path / "log"):
        logging.getLogger("helpdesk.some.view").debug("%s", words.text("one"))
        logging.getLogger("django.db.backends").debug("%s", words.text("two"))
    text = (tmp_path / "log").read_bytes()
    assert b"one" in text
    assert b"two" in text
    assert findings(words, [("log", text)])


def test_every_table_of_the_product_is_read(desk, words):
    read = {place for place, _content in stored_places()}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            assert f"table {model._meta.db_table}" in read
