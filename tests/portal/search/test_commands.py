"""Commands and checks of the search."""

from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections

from portal.search.checks import check_letters_are_known
from portal.search.index_writer import remove_everything
from portal.search.models import Entry
from portal.search.results import answer
from portal.search.views_found import write_views

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_database_from_before_the_index_gets_it(write):
    write("কাল্পনিক দালাল")
    remove_everything()
    assert answer("দালাল", "bn").results == []
    run("index_public_site", "--if-empty", "--verbosity=0")
    assert [result.title for result in answer("দালাল", "bn").results] == ["কাল্পনিক দালাল"]


def test_an_index_that_is_there_is_left_alone(write):
    write("কাল্পনিক দালাল")
    Entry.objects.update(title="অন্য")
    run("index_public_site", "--if-empty", "--verbosity=0")
    assert Entry.objects.filter(title="অন্য").exists()
    run("index_public_site", "--verbosity=0")
    assert not Entry.objects.filter(title="অন্য").exists()


def test_parts_of_the_site_are_found_in_the_language_of_now(write):
    """The first migrations may have run before the translations were compiled."""
    write("কাল্পনিক দালাল")
    write_views()
    form = Entry.objects.filter(suffix="help/", language="bn")
    form.update(title="Ask for help")
    run("index_public_site", "--if-empty", "--verbosity=0")
    assert form.get().title == "সাহায্য চাই"


def test_what_was_deleted_behind_its_back_leaves_the_index(write):
    guide = write("কাল্পনিক দালাল")
    entry = Entry.objects.get(page=guide)
    entry.pk, entry.object_id = None, "999999"
    entry.save()
    run("index_public_site", "--verbosity=0")
    assert not Entry.objects.filter(object_id="999999").exists()
    assert Entry.objects.filter(page=guide).exists()


def test_the_database_of_the_tests_is_right():
    assert check_letters_are_known(None, databases=["default"]) == []


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="DATABASE_URL is not PostgreSQL")
def test_a_database_that_knows_no_bangla_is_reported():
    settings = connection.settings_dict
    name = f"{settings['NAME']}_plain"
    link = psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or 5432,
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )
    with link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}"')
        link.execute(
            f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LC_CTYPE 'C'"
            " LC_COLLATE 'C'"
        )
        try:
            connections["default"].cursor().close()
            plain = connections.create_connection("default")
            plain.settings_dict = {**settings, "NAME": name}
            connections["plain"] = plain
            (error,) = check_letters_are_known(None, databases=["plain"])
            assert error.id == "search.E001"
            plain.close()
        finally:
            del connections["plain"]
            link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
