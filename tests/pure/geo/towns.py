"""Made-up wards: a square cut into four, whose common borders wind."""

import json
import math
from typing import Any

Feature = dict[str, Any]


def feature(name: str, *rings: list[list[float]]) -> Feature:
    """A ward of one polygon."""
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def collection(*features: Feature, **more: Any) -> bytes:
    """A file of these wards."""
    return json.dumps({"type": "FeatureCollection", "features": features} | more).encode()


def square(west: float, south: float, size: float = 1.0) -> list[list[float]]:
    """A closed ring of four corners."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def winding(start: list[float], end: list[float], steps: int = 40) -> list[list[float]]:
    """A wavy line from start to end, both included."""
    (x, y), (u, v) = start, end
    line = []
    for step in range(steps + 1):
        part = step / steps
        off = 0.03 * math.sin(part * math.pi) * math.sin(part * 25)
        line.append([x + part * (u - x) + off * (v - y), y + part * (v - y) - off * (u - x)])
    return line


def two_wards() -> bytes:
    """West and East, with one winding border between them, walked in opposite directions."""
    border = winding([0.05, 0.0], [0.05, 0.1])
    west = [[0.0, 0.1], [0.0, 0.0], *border, [0.0, 0.1]]
    east = [[0.1, 0.0], [0.1, 0.1], *border[::-1], [0.1, 0.0]]
    return collection(feature("West", west), feature("East", east))
