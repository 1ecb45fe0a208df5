"""Bars and lines drawn on the server: every number stands beside its drawing as text."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# The drawing of a trend, in units of its view box.
WIDTH, HEIGHT, MARGIN = 300, 90, 6


@dataclass(frozen=True)
class Bar:
    """A labelled bar; `percent` is its length, the longest has 100. `href` leads to its figure."""

    label: str
    value: Decimal
    percent: float
    href: str


def bars(rows: Iterable[tuple[str, Decimal, str]]) -> list[Bar]:
    """Return (label, value, href) as bars, the longest first."""
    rows = sorted(rows, key=lambda row: -row[1])
    longest = rows[0][1] if rows else 0
    return [
        Bar(label, value, round(float(100 * value / longest), 1) if longest else 0, href)
        for label, value, href in rows
    ]


@dataclass(frozen=True)
class TargetBar:
    """A value beside its own target: each is drawn on a scale of the greater of the two.

    `percent` is the length of the bar, `mark` where the target stands, both in per cent.
    """

    value: object
    percent: float
    mark: float


def target_bars(values: Iterable) -> list[TargetBar]:
    """Return values that have a target above zero as bars, in their order."""
    drawn = []
    for value in filter(lambda value: value.target, values):
        whole = max(value.total, value.target)
        drawn.append(
            TargetBar(
                value=value,
                percent=round(float(100 * value.total / whole), 1),
                mark=round(float(100 * value.target / whole), 1),
            )
        )
    return drawn


@dataclass(frozen=True)
class TrendPoint:
    """A value in its year, and where it stands in the drawing."""

    value: object
    year: int
    x: float
    y: float


@dataclass(frozen=True)
class Trend:
    """An indicator over years. `line` is the points of an SVG polyline; the axis begins at 0."""

    indicator: object
    points: list[TrendPoint]
    line: str
    width: int = WIDTH
    height: int = HEIGHT


def trend(indicator, values: list) -> Trend:
    """Return values of one indicator, each of another year, as a line."""
    years = [value.period_end.year for value in values]
    first, span = min(years), max(max(years) - min(years), 1)
    highest = max(value.total for value in values) or 1
    across, up = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    points = [
        TrendPoint(
            value=value,
            year=year,
            x=round(MARGIN + across * (year - first) / span, 1),
            y=round(HEIGHT - MARGIN - up * float(value.total / highest), 1),
        )
        for value, year in zip(values, years, strict=True)
    ]
    return Trend(indicator, points, " ".join(f"{point.x},{point.y}" for point in points))
