"""Plain rows: both languages stand in one record, so there is nothing to translate."""

from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Rows:
    """All rows of a plain model. `key` names the fields that identify a row.

    `reference` is how other items refer to a row, such as `organisation/{key}`; empty when none
    does.
    """

    model: type[models.Model]
    key: tuple[str, ...]
    rows: list[dict[str, Any]]
    reference: str = ""
