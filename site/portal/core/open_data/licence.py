"""What the organisation allows others to do with its tables.

It is stated once, in the settings of a room above; that room registers how to read it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Licence:
    """What the organisation allows. Without a name nothing was stated yet."""

    name: str = ""
    url: str = ""

    @property
    def words(self) -> str:
        """The licence as a line of text."""
        if not self.name:
            return _("not stated yet")
        return f"{self.name} <{self.url}>" if self.url else self.name


_readers: list[Callable[[], Licence]] = []


def register_licence(reader: Callable[[], Licence]) -> None:
    """Say where the organisation's licence is read."""
    _readers[:] = [reader]


def stated_licence() -> Licence:
    """Return the licence that the organisation states for its tables. One query."""
    return _readers[0]() if _readers else Licence()
