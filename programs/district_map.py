"""The map of Bangladesh's 64 districts, shaded by a number, drawn on the server."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.reference.models import District

# Made by `manage.py draw_district_map`.
OUTLINES = Path(__file__).parent / "data" / "district_outlines.json"
SHADES = 4


@dataclass(frozen=True)
class Shape:
    """A district on the map: its outline, its number and how dark it is, 0 (nothing) to 4.

    `district` is nothing where there is no work.
    """

    district: District | None
    outline: str
    number: int
    shade: int


@dataclass(frozen=True)
class DistrictMap:
    """The drawing: `shapes` are all districts, `steps` the lowest number of each shade."""

    width: int
    height: int
    shapes: list[Shape]
    steps: list[int]


@cache
def outlines() -> dict:
    """Return the drawing's width, height and the outline of each district by its code."""
    return json.loads(OUTLINES.read_text("utf-8"))


def district_map(numbers: dict[District, int]) -> DistrictMap:
    """Return the map of all districts with a number for some of them."""
    drawing = outlines()
    by_code = {str(district.code): (district, number) for district, number in numbers.items()}
    steps = _steps(sorted({number for number in numbers.values() if number > 0}))
    shapes = []
    for code, outline in drawing["outlines"].items():
        district, number = by_code.get(code, (None, 0))
        shade = sum(number >= step for step in steps)
        shapes.append(Shape(district, outline, number, shade))
    return DistrictMap(drawing["width"], drawing["height"], shapes, steps)


def _steps(different: list[int]) -> list[int]:
    """Return where each shade begins: at most four, with about as many numbers in each."""
    if len(different) <= SHADES:
        return different
    return [different[place * len(different) // SHADES] for place in range(SHADES)]
