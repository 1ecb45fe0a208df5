"""Compares the content with what is stored, and writes the difference."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Locale, Page

from home.demo.content import Content, fill, is_as_wanted, resolve
from home.demo.edits import Edits
from home.demo.rows import Rows
from home.demo.stored import Stored
from home.demo.translation import translate


class NoPlace(LookupError):
    """A page has no parent to stand below."""


@dataclass
class Count:
    """What became of the items of one kind."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    left_alone: list[str] = field(default_factory=list)
    # What could not be done on this machine, in English, in one line.
    remark: str = ""

    @property
    def total(self) -> int:
        """All items of the kind, those left alone included."""
        return self.new + self.updated + self.unchanged + len(self.left_alone)


class Loader:
    """Loads kinds of content one after another; later kinds may refer to earlier ones."""

    def __init__(self, overwrite: bool, report: Callable[[str, Count], None]):
        self.overwrite = overwrite
        self.report = report
        self.bangla = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        self.english = Locale.objects.get(language_code="en")
        self.edits = Edits()
        self.counts: list[Count] = []
        # (key, language) of everything loaded so far; what is not translated counts as Bangla.
        self.keys: dict[tuple[str, str], int] = {}

    # --- Plain rows --------------------------------------------------------------------
    def rows(self, name: str, kind: Rows) -> None:
        """Load all rows of a plain model."""
        count = Count()
        stored = {
            tuple(getattr(row, part) for part in kind.key): row for row in kind.model.objects.all()
        }
        with transaction.atomic():
            for unresolved in kind.rows:
                # One by one: a row may refer to one above it.
                wanted = resolve(unresolved, self.keys, "bn")
                row = stored.get(tuple(wanted[part] for part in kind.key))
                row = self._row(kind.model, row, wanted, count)
                if kind.reference:
                    self.keys[kind.reference.format(**wanted), "bn"] = row.pk
        self._done(name, count)

    def _row(self, model, row, wanted: dict, count: Count) -> models.Model:
        is_new = row is None
        if not is_new and is_as_wanted(row, wanted, {}):
            count.unchanged += 1
            return row
        if not is_new and not self.overwrite and self.edits.has_last_word(row):
            count.left_alone.append(f"{model._meta.label}: {row}")
            return row
        row = row or model()
        fill(row, wanted, {})
        row.full_clean()
        row.save()
        self._log(row, is_new)
        self._tally(count, is_new)
        return row

    # --- Snippets and pages ------------------------------------------------------------
    def snippets(self, name: str, contents: list[Content]) -> None:
        """Load all snippets of one model."""
        count = Count()
        stored = Stored(contents[0].model, self.bangla, self.english)
        for content in contents:
            bangla = stored.bangla(content) or content.model(
                locale=self.bangla, translation_key=content.translation_key
            )
            self._item(content, bangla, stored.english(bangla), count)
        self._done(name, count)

    def place(self, contents: list[Content]) -> None:
        """Make a draft of every page that is missing, so that others can refer to it."""
        if not contents:
            return
        stored = Stored(contents[0].model, self.bangla, self.english)
        for content, neighbour in _with_neighbours(contents):
            page = stored.bangla(content) or self._page_at(content)
            if page is None:
                page = self._add(content, neighbour)
            self.keys[content.key, "bn"] = page.pk

    def write(self, name: str, contents: list[Content]) -> None:
        """Write the texts of placed pages."""
        count = Count()
        stored = Stored(contents[0].model, self.bangla, self.english, contents[0].children)
        for content, neighbour in _with_neighbours(contents):
            page = stored.by_pk[self.keys[content.key, "bn"]]
            is_new = _is_new(page)
            self._item(content, page, stored.english(page), count)
            if is_new and neighbour:
                self._put_english_behind(neighbour, content)
        self._done(name, count)

    def _page_at(self, content: Content) -> Page | None:
        """A page of the same kind that stands at the address already."""
        parent = self.keys.get((content.parent_key, "bn"))
        if parent is None:
            return None
        return (
            content.model.objects.child_of(Page.objects.get(pk=parent))
            .filter(slug=content.bn["slug"])
            .first()
        )

    def _add(self, content: Content, neighbour: str | None) -> Page:
        if (content.parent_key, "bn") not in self.keys:
            raise NoPlace(f"There is no page for {content.key} to stand below.")
        page = content.model(
            **self._owners(content),
            title=content.bn["title"],
            slug=content.bn["slug"],
            locale=self.bangla,
            translation_key=content.translation_key,
            live=False,
        )
        with transaction.atomic():
            if neighbour:
                Page.objects.get(pk=self.keys[neighbour, "bn"]).add_sibling(
                    pos="right", instance=page
                )
            else:
                parent = self.keys[content.parent_key, "bn"]
                Page.objects.get(pk=parent).add_child(instance=page)
        return page

    def _owners(self, content: Content) -> dict:
        """What a page cannot be stored without, even as a draft: the country of a destination."""
        needed = {
            field.attname
            for field in content.model._meta.get_fields()
            if field.many_to_one and not field.null and field.attname in content.bn
        }
        return {name: resolve(content.bn[name], self.keys, "bn") for name in needed}

    def _put_english_behind(self, neighbour: str, content: Content) -> None:
        """Give a new English page the place of the Bangla one: translating put it last."""
        keys = self.keys.get((neighbour, "en")), self.keys[content.key, "en"]
        before, page = (Page.objects.filter(pk=key).first() for key in keys)
        if before and page.is_sibling_of(before) and page.get_prev_sibling() != before:
            page.move(before, pos="right")

    def _item(self, content: Content, bangla, english, count: Count) -> None:
        fields = resolve(content.bn, self.keys, "bn")
        rows = resolve(content.rows("bn"), self.keys, "bn")
        english_fields = resolve(content.en, self.keys, "en")
        english_rows = resolve(content.rows("en"), self.keys, "en")
        is_new = _is_new(bangla)
        bangla_stays = not is_new and _is_public(bangla) and is_as_wanted(bangla, fields, rows)
        english_stays = (
            english is not None
            and _is_public(english)
            and is_as_wanted(english, _only_english(content.model, english_fields), english_rows)
        )
        versions = [] if is_new else [version for version in (bangla, english) if version]
        if bangla_stays and english_stays:
            count.unchanged += 1
        elif not self.overwrite and any(map(self.edits.has_last_word, versions)):
            count.left_alone.append(f"{content.key.removeprefix('page')} {bangla}")
        else:
            with transaction.atomic():
                if not bangla_stays:
                    fill(bangla, fields, rows)
                    bangla = _publish(bangla)
                    if not isinstance(bangla, DraftStateMixin):
                        self._log(bangla, is_new)
                wanted_english = content.model(locale=self.english)
                fill(wanted_english, _only_english(content.model, english_fields), english_rows)
                english = translate(bangla, wanted_english, self.english)
            self._tally(count, is_new)
        self.keys[content.key, "bn"] = bangla.pk
        if english is not None:
            self.keys[content.key, "en"] = english.pk

    # --- What staff teach --------------------------------------------------------------
    def taught(self, name: str, made: Iterator[bool]) -> None:
        """Go through items that store themselves where they are missing."""
        count = Count()
        with transaction.atomic():
            for is_new in made:
                count.new += is_new
                count.unchanged += not is_new
        self._done(name, count)

    def page_at_path(self, path: str) -> int:
        """Return the key of a Bangla page loaded so far: `guidance/deciding/go-or-not`."""
        return self.keys[f"page/{path}/", "bn"]

    # --- Bookkeeping -------------------------------------------------------------------
    def _log(self, instance, is_new: bool) -> None:
        """Leave a line in the history, without a user: the next load knows its own work by it."""
        log(instance=instance, action="wagtail.create" if is_new else "wagtail.edit")

    def _tally(self, count: Count, is_new: bool) -> None:
        if is_new:
            count.new += 1
        else:
            count.updated += 1

    def _done(self, name: str, count: Count) -> None:
        self.counts.append(count)
        self.report(name, count)


def _is_new(instance: models.Model) -> bool:
    """Whether an object is not stored, or is one of our drafts that has no text yet."""
    if instance.pk is None:
        return True
    is_draft = isinstance(instance, DraftStateMixin) and not instance.live
    return is_draft and not instance.first_published_at and not instance.latest_revision_id


def _is_public(instance: models.Model) -> bool:
    return not isinstance(instance, DraftStateMixin) or instance.live


def _publish(instance: models.Model) -> models.Model:
    """Save an object, publish it where that exists, and return it as it is stored now."""
    if isinstance(instance, DraftStateMixin):
        if instance.pk is None:
            instance.live = False
            instance.save()
        instance.save_revision().publish()
    else:
        instance.full_clean()
        instance.save()
    return type(instance).objects.get(pk=instance.pk)


def _only_english(model: type[models.Model], fields: dict) -> dict:
    """The fields that say whether an English version is as wanted.

    Slugs and many-to-many fields follow the Bangla version in wagtail-localize's own way: a slug
    gets a number when it is taken, and an emptied relation is not copied.
    """
    return {
        name: value
        for name, value in fields.items()
        if name != "slug" and not model._meta.get_field(name).many_to_many
    }


def _with_neighbours(contents: list[Content]) -> Iterator[tuple[Content, str | None]]:
    """Each page with the key of the one before it below the same parent, if there is one."""
    last: dict[str, str] = {}
    for content in contents:
        yield content, last.get(content.parent_key)
        last[content.parent_key] = content.key
