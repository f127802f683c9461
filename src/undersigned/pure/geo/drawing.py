"""Boundaries as paths of an SVG drawing (SVG 2, §9.3), north at the top.

The projection is equirectangular, true along the middle parallel (Snyder, USGS Professional Paper
1395, §12): over a town, shapes and sizes are right to far less than a line's breadth.

Limits: a drawing, not a map to measure on; points are rounded to a tenth of a unit, of which the
drawing is WIDTH wide.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from undersigned.pure.geo.boundaries import Boundaries, Point, Polygon, points_of, twice_area
from undersigned.pure.geo.simplify import simplified

WIDTH = 600.0
TALLEST = 2.0  # times the width
TOLERANCE = 0.6  # units


@dataclass(frozen=True)
class Shape:
    """A ward's outline, and a point inside its largest part where a label can stand."""

    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """What an SVG element of this width and height shows; wards in their order."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def drawing(boundaries: Boundaries) -> Drawing:
    """The boundaries, projected, simplified and written as paths. Raises nothing for read ones."""
    projected, width, height = _projected(boundaries)
    shapes = [_shape(name, polygons) for name, polygons in simplified(projected, TOLERANCE).items()]
    return Drawing(math.ceil(width), math.ceil(height), tuple(shapes))


def _projected(boundaries: Boundaries) -> tuple[Boundaries, float, float]:
    xs, ys = zip(*points_of(boundaries), strict=True)
    west, north = min(xs), max(ys)
    narrowing = math.cos(math.radians((north + min(ys)) / 2))
    across, down = (max(xs) - west) * narrowing, north - min(ys)
    scale = min(WIDTH / across, WIDTH * TALLEST / down)

    def place(point: Point) -> Point:
        return ((point[0] - west) * narrowing * scale, (north - point[1]) * scale)

    placed = {
        name: tuple(
            tuple(tuple(place(point) for point in ring) for ring in polygon) for polygon in polygons
        )
        for name, polygons in boundaries.items()
    }
    return placed, across * scale, down * scale


def _shape(name: str, polygons: tuple[Polygon, ...]) -> Shape:
    path = "".join(_path(ring) for polygon in polygons for ring in polygon)
    largest = max(polygons, key=lambda polygon: twice_area(polygon[0]))
    x, y = _inside(largest)
    return Shape(name, path, round(x, 1), round(y, 1))


def _path(ring: tuple[Point, ...]) -> str:
    points = [f"{_short(x)} {_short(y)}" for x, y in ring[:-1]]
    return f"M{'L'.join(points)}Z"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _inside(polygon: Polygon) -> Point:
    """The middle of the widest stretch inside, of the lines through a few heights."""
    heights = [y for _, y in polygon[0]]
    top, span = min(heights), max(heights) - min(heights)
    stretches = [
        (end - start, start, end, top + span * part / 8)
        for part in range(2, 7)
        for start, end in _stretches(polygon, top + span * part / 8)
    ]
    _, start, end, height = max(stretches)
    return ((start + end) / 2, height)


def _stretches(polygon: Polygon, height: float) -> list[tuple[float, float]]:
    """Where a level line is inside, by the even-odd rule."""
    crossings = sorted(
        x + (height - y) * (u - x) / (v - y)
        for ring in polygon
        for (x, y), (u, v) in pairwise(ring)
        if (y <= height) != (v <= height)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))
