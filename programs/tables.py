"""Tables of indicator values as reports print them: target, achieved, women, men, people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from programs.models.indicators import Indicator
from programs.models.values import IndicatorValue


@dataclass(frozen=True)
class Row:
    """One line: a value, and the people at its events where they were counted beside it.

    `people` is the value itself where it counts people. `program_title` is empty for what the
    whole organisation did.
    """

    value: IndicatorValue
    people: IndicatorValue
    program_title: str = ""

    @property
    def counts_events(self) -> bool:
        """Whether the people are another number than the one achieved."""
        return self.people is not self.value

    @property
    def percent_of_target(self) -> int | None:
        """How much of the target was reached, in per cent; more than a hundred is possible."""
        return round(100 * self.value.total / self.value.target) if self.value.target else None

    @property
    def percent_of_whole(self) -> int | None:
        """Which part of the whole it is, in per cent."""
        return round(100 * self.value.total / self.value.out_of) if self.value.out_of else None

    @property
    def notes(self) -> list[str]:
        """What must be said beside the numbers, in the active language, each once."""
        return list(dict.fromkeys(filter(None, (self.value.note, self.people.note))))

    @property
    def disagreements(self) -> list[tuple[Decimal, Decimal]]:
        """(sum of the parts, printed total) where the two differ."""
        return [
            (value.sum_of_parts, value.total)
            for value in dict.fromkeys((self.value, self.people))
            if not value.parts_add_up
        ]


@dataclass
class Table:
    """The rows of one level, with the columns that at least one of them fills.

    A long page shows a table that `is_folded` only when its reader opens it.
    """

    level: str
    rows: list[Row] = field(default_factory=list)
    is_folded: bool = False

    def _any(self, name: str, of_people: bool = False) -> bool:
        return any(
            getattr(row.people if of_people else row.value, name) is not None for row in self.rows
        )

    @property
    def has_target(self) -> bool:
        """Whether anything was aimed at."""
        return self._any("target")

    @property
    def has_sexes(self) -> bool:
        """Whether women or men were counted."""
        return self._any("female", True) or self._any("male", True)

    @property
    def has_other(self) -> bool:
        """Whether somebody's sex was another one, or not recorded."""
        return self._any("other", True)

    @property
    def has_out_of(self) -> bool:
        """Whether a value is a part of something."""
        return self._any("out_of")

    @property
    def has_people(self) -> bool:
        """Whether events and the people at them stand in one row."""
        return any(row.counts_events for row in self.rows)

    @property
    def has_programs(self) -> bool:
        """Whether rows belong to programmes that must be named."""
        return any(row.program_title for row in self.rows)

    @property
    def is_of_outcomes(self) -> bool:
        """Whether it says what changed, and not what was done."""
        return self.level == Indicator.Level.OUTCOME


def rows_of(
    values: Iterable[IndicatorValue], program_titles: dict[int, str] | None = None
) -> list[Row]:
    """Return values as rows, the people at events beside the events they were at.

    `program_titles` are by the key of the programme that values refer to. No query: indicators
    must have been loaded with the values.
    """
    values = list(values)
    titles = program_titles or {}
    by_event = {
        (value.indicator.participants_of_id, *_scope(value)): value
        for value in values
        if value.indicator.participants_of_id
    }
    paired: set[int] = set()
    rows = []
    for value in values:
        people = by_event.get((value.indicator_id, *_scope(value)))
        if people is not None:
            paired.add(people.pk)
        rows.append(Row(value, people or value, titles.get(value.program_id, "")))
    return [row for row in rows if row.value.pk not in paired]


def _scope(value: IndicatorValue) -> tuple:
    """What two values must share to stand in one row."""
    return (
        value.program_id,
        value.period_start,
        value.period_end,
        value.district_id,
        value.age_band,
        value.disability,
    )


def tables_of(rows: Iterable[Row]) -> list[Table]:
    """Return rows in one table a level, outcomes before outputs; empty ones are left out."""
    tables = {level: Table(level) for level in Indicator.Level.values}
    for row in rows:
        tables[row.value.indicator.level].rows.append(row)
    return [table for table in tables.values() if table.rows]
