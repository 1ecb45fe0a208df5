"""Columns of a table: a name for machines, and words for people."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """A column. `kind` is one of KINDS; `choices` are the codes that may stand in it."""

    name: str
    label: str
    about: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def kind_label(self) -> str:
        """The kind in words of the active language."""
        return str(KINDS[self.kind])


KINDS = {
    "text": _("text"),
    "number": _("number"),
    "integer": _("whole number"),
    "date": _("day, as in 2019-12-31"),
    "boolean": _("true or false"),
    "url": _("address"),
    "code": _("code"),
}


def text(name: str, label: str, about: str) -> Column:
    """Words."""
    return Column(name, label, about, "text")


def number(name: str, label: str, about: str) -> Column:
    """A number that may have decimals."""
    return Column(name, label, about, "number")


def whole(name: str, label: str, about: str) -> Column:
    """A number without decimals."""
    return Column(name, label, about, "integer")


def day(name: str, label: str, about: str) -> Column:
    """A day."""
    return Column(name, label, about, "date")


def yes_no(name: str, label: str, about: str) -> Column:
    """True, false, or empty where nothing is known."""
    return Column(name, label, about, "boolean")


def web(name: str, label: str, about: str) -> Column:
    """A whole address."""
    return Column(name, label, about, "url")


def choice(name: str, label: str, about: str, choices: type[models.TextChoices]) -> Column:
    """One of some codes."""
    return Column(name, label, about, "code", tuple(choices.choices))
