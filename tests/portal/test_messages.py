"""`manage.py messages`: finding texts, keeping translations, saying what is wrong with them."""

import gettext
import os

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext as gettext_of_site

from portal.core.management.commands.messages import (
    as_po,
    read_catalog,
    source_files,
    texts_of_file,
    texts_of_project,
    updated_catalog,
)

HEADER = """msgid ""
msgstr ""
"Language: bn\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"""
CODE = """
from django.utils.translation import gettext as _, ngettext

def words(n):
    return _("Open"), ngettext("%(n)s guide", "%(n)s guides", n) % {"n": n}, _("Call {name}")
"""


def texts(path, content: str) -> list[tuple]:
    path.write_text(content, encoding="utf-8")
    return [(text, context) for text, _comments, context in texts_of_file(path)]


def test_texts_in_python(tmp_path):
    content = """
from django.utils.translation import gettext_lazy as _
class A:
    a = _("One")
    b = pgettext_lazy("month", "May")
    c = ngettext_lazy("%(n)s day", "%(n)s days", "n")
    d = npgettext("time", "%s hour", "%s hours", 2)
    e = _("Long "
          "text")
    f = gettext_noop("Noop")
    g = _(variable)
    h = other("Not this")
    i = f"{_('In an f-string')}: {count}"
"""
    assert texts(tmp_path / "code.py", content) == [
        ("One", None),
        ("May", "month"),
        (("%(n)s day", "%(n)s days"), None),
        (("%s hour", "%s hours"), "time"),
        ("Long text", None),
        ("Noop", None),
        ("In an f-string", None),
    ]


def test_texts_in_templates(tmp_path):
    content = """{% load i18n %}
    <p title="{% translate "Title" %}">{% translate 'বাংলা' %} it's (unbalanced</p>
  {% blocktranslate trimmed count n=items|length %}
      {{ n }} guide
    {% plural %}
      {{ n }} guides
  {% endblocktranslate %}
{% if a == _("Choice") %}{{ b|default:_("Nothing") }}{% endif %}
{% translate "May" context "month" %}{% blocktranslate %}100 % of {{ x }}{% endblocktranslate %}
{% include "x.html" with text=_("Given") %}
"""
    assert texts(tmp_path / "page.html", content) == [
        ("Title", None),
        ("বাংলা", None),
        (("%(n)s guide", "%(n)s guides"), None),
        ("Choice", None),
        ("Nothing", None),
        ("May", "month"),
        ("100 %% of %(x)s", None),
        ("Given", None),
    ]


def test_the_comment_before_a_text_reaches_translators(tmp_path):
    path = tmp_path / "code.py"
    path.write_text('# Translators: a verb\n_("Open")\n')
    assert list(texts_of_file(path)) == [("Open", ["Translators: a verb"], None)]


def test_the_project_s_own_files_are_read_and_no_others():
    names = [path.as_posix() for path in source_files(read_root())]
    assert any(name.endswith("/site/portal/settings/base.py") for name in names)
    assert any("/templates/" in name and name.endswith(".html") for name in names)
    assert any("/helpdesk/" in name for name in names)
    assert not any(part in name for name in names for part in ("migrations", "/tests/", ".venv"))


def read_root():
    from django.conf import settings

    return settings.ROOT


@pytest.fixture
def project(tmp_path, settings, monkeypatch):
    """A small project of one file, and its folder of translations."""
    module = "portal.core.management.commands.messages"
    settings.ROOT = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.setattr(f"{module}.source_files", lambda root: [tmp_path / "code.py"])
    (tmp_path / "code.py").write_text(CODE)
    (tmp_path / "locale" / "bn" / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def po(project):
    return project / "locale" / "bn" / "LC_MESSAGES" / "django.po"


def translate(po, **changes: str) -> None:
    """Write sound translations; a keyword replaces the one of that name."""
    strings = {
        "open": "খুলুন",
        "one": "%(n)s টি নির্দেশিকা",
        "many": "%(n)s টি নির্দেশিকা",
        "call": "{name}-কে কল করুন",
    } | changes
    po.write_text(
        HEADER
        + f"""
msgid "Open"
msgstr "{strings["open"]}"

msgid "%(n)s guide"
msgid_plural "%(n)s guides"
msgstr[0] "{strings["one"]}"
msgstr[1] "{strings["many"]}"

msgid "Call {{name}}"
msgstr "{strings["call"]}"
{changes.get("more", "")}""",
        encoding="utf-8",
    )


def test_extract_makes_a_file_that_stays_the_same(project, po, capsys):
    call_command("messages", "extract")
    first = po.read_text()
    (project / "code.py").write_text(f"# another line\n\n{CODE}")
    call_command("messages", "extract")
    assert po.read_text() == first
    assert "#: code.py\n" in first
    assert '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"' in first
    assert "Date" not in first
    assert "3 texts, 3 of them to translate" in capsys.readouterr().out


def test_extract_keeps_translations_and_never_guesses(project, po):
    translate(po)
    (project / "code.py").write_text('_("Open")\n_("Open it")\n')
    call_command("messages", "extract")
    text = po.read_text()
    assert 'msgid "Open"\nmsgstr "খুলুন"' in text
    assert 'msgid "Open it"\nmsgstr ""' in text
    assert '#~ msgid "Call {name}"' in text
    assert "fuzzy" not in text


def test_a_text_that_comes_back_finds_its_translation(project, po):
    translate(po)
    (project / "code.py").write_text("")
    call_command("messages", "extract")
    (project / "code.py").write_text(CODE)
    call_command("messages", "extract")
    call_command("messages", "check")
    assert "#~" not in po.read_text()


def test_a_removed_text_without_translation_leaves_nothing(project, po):
    call_command("messages", "extract")
    (project / "code.py").write_text("")
    call_command("messages", "extract")
    assert "Open" not in po.read_text()


def test_sound_translations_pass(po, capsys):
    translate(po)
    call_command("messages", "check")
    assert "Every text" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"open": ""}, "'Open' is not translated (code.py)"),
        ({"many": ""}, "'%(n)s guide' is not translated"),
        ({"one": "একটি নির্দেশিকা"}, "'%(n)s guide' has other placeholders"),
        ({"many": "%(m)s টি"}, "'%(n)s guide' has other placeholders"),
        ({"call": "{nam}-কে কল করুন"}, "'Call {name}' has other placeholders"),
        ({"many": "%(n)s টি 100%"}, "has a single %"),
        ({"more": '\nmsgid "Gone"\nmsgstr "নেই"\n'}, "'Gone' is not used any more"),
    ],
)
def test_check_says_what_is_wrong(po, changes, problem):
    translate(po, **changes)
    with pytest.raises(CommandError) as caught:
        call_command("messages", "check")
    assert problem in str(caught.value)
    assert "\n1 problems." in str(caught.value)


def test_check_finds_what_is_missing_fuzzy_or_counted_otherwise(project, po):
    translate(po)
    content = po.read_text().replace('\nmsgid "Open"', '\n#, fuzzy\nmsgid "Open"')
    po.write_text(content.replace("(n > 1)", "(n != 1)"))
    (project / "code.py").write_text(CODE + '_("New")\n')
    with pytest.raises(CommandError) as caught:
        call_command("messages", "check")
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("Plural-Forms must be")
    assert lines[1] == "'Open' is marked fuzzy (code.py)"
    assert lines[2] == "'New' is missing (code.py)"


def test_obsolete_translations_do_not_count_as_used_or_unused(po):
    translate(po, more='\n#~ msgid "Gone"\n#~ msgstr "নেই"\n')
    call_command("messages", "check")


def test_compile_writes_what_gettext_reads_and_only_when_needed(po, capsys):
    translate(po)
    call_command("messages", "compile")
    compiled = po.with_suffix(".mo")
    with compiled.open("rb") as file:
        bangla = gettext.GNUTranslations(file)
    assert bangla.gettext("Open") == "খুলুন"
    assert bangla.ngettext("%(n)s guide", "%(n)s guides", 0) == "%(n)s টি নির্দেশিকা"
    assert capsys.readouterr().out.endswith("compiled.\n")
    call_command("messages", "compile")
    assert capsys.readouterr().out == ""
    os.utime(compiled, (1, 1))
    call_command("messages", "compile")
    assert capsys.readouterr().out.endswith("compiled.\n")
    assert {path.name for path in po.parent.iterdir()} == {"django.po", "django.mo"}


def test_what_was_read_before_is_read_anew_after_compiling(po):
    """One process compiles, migrates and writes texts into the database at the first start."""
    with translation.override("bn"):
        assert gettext_of_site("Open") == "Open"
    translate(po)
    call_command("messages", "compile")
    with translation.override("bn"):
        assert gettext_of_site("Open") == "খুলুন"


def test_what_is_not_translated_is_shown_in_english(po):
    translate(po, open="", many="")
    call_command("messages", "compile")
    with po.with_suffix(".mo").open("rb") as file:
        bangla = gettext.GNUTranslations(file)
    assert bangla.gettext("Open") == "Open"
    assert bangla.ngettext("%(n)s guide", "%(n)s guides", 5) == "%(n)s guides"


def test_the_whole_project_can_be_extracted(tmp_path):
    catalog = updated_catalog(read_catalog(tmp_path / "none.po"), texts_of_project())
    (tmp_path / "once.po").write_text(as_po(catalog))
    again = updated_catalog(read_catalog(tmp_path / "once.po"), texts_of_project())
    assert len(catalog) > 100
    assert as_po(again) == as_po(catalog)
