"""Boundaries of wards, read strictly from GeoJSON (RFC 7946).

Taken: a FeatureCollection of Polygons and MultiPolygons in degrees of WGS 84 (§4), one Feature for
each ward, which its property "name" names. Rings are closed and have an area (§3.1.6); heights and
all other properties are dropped, so nothing of a file is kept but names and outlines.

Limits: at most LARGEST bytes and POINTS points; no more than WIDEST degrees from end to end, and
not across the 180th meridian; rings that cross themselves or each other are not looked for.
"""

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NoReturn

Point = tuple[float, float]  # longitude and latitude, degrees
Ring = tuple[Point, ...]  # closed: the last point is the first
Polygon = tuple[Ring, ...]  # the outline, then its holes
Boundaries = dict[str, tuple[Polygon, ...]]  # by ward

LARGEST = 900_000  # bytes
POINTS = 60_000
WIDEST = 10.0  # degrees
DECIMALS = 6  # of a degree: about 0.1 m
SHORTEST = 4  # points in a closed ring (RFC 7946 §3.1.6)
NAME = "name"


class BadBoundaries(ValueError):
    """Not boundaries of these wards. `code` says why; `where` names what it is about, such as a ward."""

    def __init__(self, code: str, where: str = "") -> None:
        """Say why, and about what."""
        super().__init__(f"{code}: {where}" if where else code)
        self.code = code
        self.where = where


def read_boundaries(raw: bytes, wards: Iterable[str]) -> Boundaries:
    """The outlines of these wards, in their order. Raises BadBoundaries with one of these codes.

    large, json, collection, crs, geometry, position, degrees, ring, points, wide, name, twice,
    unknown, missing.
    """
    if len(raw) > LARGEST:
        raise BadBoundaries("large")
    found = _features(_json(raw))
    names = {_plain(ward): ward for ward in wards}
    for name in found:
        if name not in names:
            raise BadBoundaries("unknown", name)
    for name in names:
        if name not in found:
            raise BadBoundaries("missing", name)
    _refuse_vast(found)
    return {ward: found[name] for name, ward in names.items()}


def written(boundaries: Boundaries) -> bytes:
    """The boundaries as GeoJSON again, one text for one value; `read_boundaries` takes it back."""
    features = [
        {
            "type": "Feature",
            "properties": {NAME: name},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }
        for name, polygons in boundaries.items()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadBoundaries("json") from None


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _features(collection: Any) -> Boundaries:
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise BadBoundaries("collection")
    if "crs" in collection and "CRS84" not in json.dumps(collection["crs"]):
        raise BadBoundaries("crs")
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        raise BadBoundaries("collection")
    found: Boundaries = {}
    for feature in features:
        name = _name(feature)
        if name in found:
            raise BadBoundaries("twice", name)
        found[name] = _polygons(feature.get("geometry"), name)
    return found


def _name(feature: Any) -> str:
    """A feature's name; the property may be written in capitals, as some programs do."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, Mapping):
        raise BadBoundaries("name")
    named = [properties[key] for key in properties if key.lower() == NAME]
    if len(named) != 1 or not isinstance(named[0], str) or not named[0].strip():
        raise BadBoundaries("name")
    return _plain(named[0])


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _polygons(geometry: Any, name: str) -> tuple[Polygon, ...]:
    match geometry:
        case {"type": "Polygon", "coordinates": [*rings]} if rings:
            return (_polygon(rings, name),)
        case {"type": "MultiPolygon", "coordinates": [*polygons]} if polygons:
            return tuple(_polygon(rings, name) for rings in polygons)
    raise BadBoundaries("geometry", name)


def _polygon(rings: Any, name: str) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise BadBoundaries("geometry", name)
    return tuple(_ring(ring, name) for ring in rings)


def _ring(ring: Any, name: str) -> Ring:
    if not isinstance(ring, list) or len(ring) < SHORTEST:
        raise BadBoundaries("ring", name)
    points = tuple(_point(position, name) for position in ring)
    if points[0] != points[-1] or twice_area(points) == 0:
        raise BadBoundaries("ring", name)
    return points


def _point(position: Any, name: str) -> Point:
    match position:
        case [int() | float() as x, int() | float() as y] | [
            int() | float() as x,
            int() | float() as y,
            int() | float(),
        ] if not isinstance(x, bool) and not isinstance(y, bool):
            if not (abs(x) <= 180 and abs(y) <= 90):  # noqa: PLR2004 - degrees; not finite: neither
                raise BadBoundaries("degrees", name)
            return (round(float(x), DECIMALS), round(float(y), DECIMALS))
    raise BadBoundaries("position", name)


def twice_area(ring: Ring) -> float:
    """Twice the area inside a closed ring, in squares of its unit; never negative."""
    west, south = ring[0]  # from there, a level or upright line has none, however sums are rounded
    near = [(x - west, y - south) for x, y in ring]
    return abs(math.fsum(x * v - u * y for (x, y), (u, v) in pairwise(near)))


def points_of(boundaries: Boundaries) -> list[Point]:
    """Every point of every ring."""
    return [
        point
        for polygons in boundaries.values()
        for polygon in polygons
        for ring in polygon
        for point in ring
    ]


def _refuse_vast(boundaries: Boundaries) -> None:
    points = points_of(boundaries)
    if len(points) > POINTS:
        raise BadBoundaries("points")
    for axis in zip(*points, strict=True):
        if max(axis) - min(axis) > WIDEST:
            raise BadBoundaries("wide")
