"""`manage.py messages {extract,check,compile}`: the interface's texts in Bangla.

English texts stand in the code, their translations in `locale/bn/LC_MESSAGES/django.po`. Babel
does the work, so that no gettext has to be installed.
"""

import ast
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ["Translators"]
# Bangla uses its first form for 0 and for 1.
PLURAL_FORMS = "nplurals=2; plural=(n > 1);"
EMPTY_CATALOG = f"""# Bangla texts of the interface. `make messages` brings the list up to date.
msgid ""
msgstr ""
"Language: bn\\n"
"Plural-Forms: {PLURAL_FORMS}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
# Header lines that differ from run to run, or that Babel invents.
DROPPED_HEADERS = re.compile(
    r'^"(?:Project-Id-Version|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|'
    r'Report-Msgid-Bugs-To|Generated-By): [^"]*"\n',
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Command(BaseCommand):
    """Three tasks: `extract` for translators, `check` for reviews, `compile` for every start."""

    help = "Collect, check or compile the translations of the interface."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("task", choices=["extract", "check", "compile"])

    def handle(self, *args, task, **options):
        getattr(self, task)(settings.LOCALE_PATHS[0])

    def extract(self, folder: Path):
        """Bring the .po file in step with the code. Translations are kept, never guessed."""
        path = source_path(folder)
        catalog = updated_catalog(read_catalog(path), texts_of_project())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_po(catalog), encoding="utf-8")
        missing = sum(not is_translated(message) for message in catalog if message.id)
        self.stdout.write(f"{path}: {len(catalog)} texts, {missing} of them to translate.")

    def check(self, folder: Path):
        """Raise CommandError when a text has no sound translation, or a translation no text."""
        problems = list(problems_of(texts_of_project(), read_catalog(source_path(folder))))
        if problems:
            listed = "\n".join(problems)
            raise CommandError(f"{listed}\n{len(problems)} problems. See `make messages`.")
        self.stdout.write("Every text of the interface is translated.")

    def compile(self, folder: Path):
        """Write what Django reads, where it is missing or older than its source."""
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
                continue
            # Replaced in one step: a server that starts now reads the old file or the new one.
            unfinished = target.with_suffix(f".{os.getpid()}")
            with source.open("rb") as po, unfinished.open("wb") as mo:
                write_mo(mo, read_po(po))
            unfinished.replace(target)
            # What this process has read before, or found missing, is read anew.
            translation_file_changed(self, file_path=target)
            self.stdout.write(f"{target}: compiled.")


def source_path(folder: Path) -> Path:
    """Return the .po file of the interface's Bangla texts."""
    return folder / "bn" / "LC_MESSAGES" / "django.po"


def read_catalog(path: Path) -> Catalog:
    """Read a .po file; one that does not exist yet has the project's header and no text."""
    content = path.read_text(encoding="utf-8") if path.exists() else EMPTY_CATALOG
    return read_po(io.BytesIO(content.encode()), abort_invalid=True)


def texts_of_project() -> Catalog:
    """Return every text that the project's own code and templates mark for translation."""
    catalog = Catalog()
    for path in source_files(settings.ROOT):
        name = path.relative_to(settings.ROOT).as_posix()
        for text, comments, context in texts_of_file(path):
            catalog.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def source_files(root: Path) -> list[Path]:
    """Return the Python files and templates of the project's own apps, in a stable order."""
    folders = {Path(app.path) for app in apps.get_app_configs()} | {root / "site" / "portal"}
    own = [
        folder
        for folder in folders
        if folder.is_relative_to(root) and "site-packages" not in folder.parts
    ]
    files = {
        path
        for folder in own
        for path in folder.rglob("*")
        if (path.suffix == ".py" and "migrations" not in path.parts)
        or (path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts)
    }
    return sorted(files)


def texts_of_file(path: Path) -> Iterator[tuple]:
    """Yield (text or (singular, plural), comments, context) for each marked text of a file.

    Raises SyntaxError when a module or template cannot be read; of a template it names the file.
    """
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        content += calls_in_f_strings(content)
    else:
        # Django turns a template into calls between filler. Its indentation means nothing here,
        # but would to a reader of Python.
        calls = templatize(content, origin=str(path))
        content = "\n".join(line.lstrip() for line in calls.splitlines())
    found = extract("python", io.BytesIO(content.encode()), KEYWORDS, COMMENT_TAGS)
    for _line, text, comments, context in found:
        yield text, comments, context


def calls_in_f_strings(content: str) -> str:
    """Return the calls inside the f-strings of a module, a line each.

    To Babel 2.18 an f-string is a single word before Python 3.12.
    """
    f_strings = (node for node in ast.walk(ast.parse(content)) if isinstance(node, ast.JoinedStr))
    calls = (node for text in f_strings for node in ast.walk(text) if isinstance(node, ast.Call))
    return "".join(f"\n{ast.unparse(call)}" for call in calls)


def updated_catalog(catalog: Catalog, texts: Catalog) -> Catalog:
    """Return the catalog with exactly these texts; what was removed is kept as obsolete."""
    for message in catalog.obsolete.values():
        # A text that comes back finds its translation again.
        catalog[message.id] = message
    catalog.obsolete.clear()
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    for key in [key for key, message in catalog.obsolete.items() if not is_translated(message)]:
        del catalog.obsolete[key]
    return catalog


def as_po(catalog: Catalog) -> str:
    """Return the catalog as text that changes only where its texts change."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, sort_by_file=True, include_lineno=False)
    return DROPPED_HEADERS.sub("", buffer.getvalue().decode()).rstrip("\n") + "\n"


def is_translated(message: Message) -> bool:
    """Whether every form of a message has a translation."""
    return all(forms_of(message.string)) if message.string else False


def forms_of(text) -> tuple[str, ...]:
    """Return the forms of a text or translation, whether it has plurals or not."""
    return tuple(text) if isinstance(text, list | tuple) else (text,)


def problems_of(texts: Catalog, catalog: Catalog) -> Iterator[str]:
    """Yield one line for everything that is wrong with the translations."""
    if catalog.plural_forms.rstrip(";") != PLURAL_FORMS.rstrip(";"):
        yield f"Plural-Forms must be: {PLURAL_FORMS}"
    for text in texts:
        if not text.id:
            continue
        message = catalog.get(text.id, text.context)
        problem = "is missing" if message is None else problem_of(message, text)
        if problem:
            files = ", ".join(dict.fromkeys(name for name, _line in text.locations))
            yield f"{forms_of(text.id)[0]!r} {problem} ({files})"
    for message in catalog:
        if message.id and texts.get(message.id, message.context) is None:
            yield f"{forms_of(message.id)[0]!r} is not used any more"


def problem_of(message: Message, text: Message) -> str:
    """Return what is wrong with one translation, or an empty text."""
    if message.fuzzy:
        return "is marked fuzzy"
    if not is_translated(message):
        return "is not translated"
    if len(forms_of(message.id)) != len(forms_of(text.id)):
        return "has changed its plural"
    originals = forms_of(message.id)
    expected = {name for form in originals for name in PLACEHOLDER.findall(form)}
    has_percent = any("%" in form for form in originals)
    for form in forms_of(message.string):
        if set(PLACEHOLDER.findall(form)) != expected:
            return f"has other placeholders in its translation {form!r}"
        if has_percent and "%" in PLACEHOLDER.sub("", form).replace("%%", ""):
            return f"has a single % in its translation {form!r}: write %%"
    return ""
