"""Boundaries are read strictly: what is not wards in degrees is refused, with the reason."""

import json
from typing import Any

import pytest
from tests.pure.geo.towns import collection, feature, square, two_wards

from undersigned.pure.geo.boundaries import (
    LARGEST,
    POINTS,
    BadBoundaries,
    read_boundaries,
    written,
)


def test_wards_are_read_in_the_councils_order() -> None:
    raw = collection(feature("South", square(0, 0)), feature("North", square(0, 1)))
    found = read_boundaries(raw, ["North", "South"])
    assert list(found) == ["North", "South"]
    assert found["South"] == ((((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)),),)


def test_a_ward_of_several_parts_with_a_hole_is_read_whole() -> None:
    parts = [[square(0, 0, 3), square(1, 1)], [square(5, 5)]]
    ward = feature("A") | {"geometry": {"type": "MultiPolygon", "coordinates": parts}}
    assert [len(polygon) for polygon in read_boundaries(collection(ward), ["A"])["A"]] == [2, 1]


def test_heights_and_other_properties_are_dropped() -> None:
    ring = [[*point, 12.5] for point in square(0, 0)]
    ward = feature("A", ring)
    ward["properties"] |= {"contact": "Somebody Sample"}
    raw = written(read_boundaries(collection(ward), ["A"]))
    assert b"Sample" not in raw
    assert b"12.5" not in raw


def test_a_name_in_capitals_and_with_odd_spaces_is_found() -> None:
    ward = feature("x", square(0, 0)) | {
        "properties": {"NAME": " Sto\u0308ckach \u00a0West ", "ID": 7}
    }
    assert list(read_boundaries(collection(ward), ["St\u00f6ckach West"])) == ["St\u00f6ckach West"]


def test_what_was_written_reads_the_same() -> None:
    found = read_boundaries(two_wards(), ["West", "East"])
    assert read_boundaries(written(found), ["West", "East"]) == found
    assert written(read_boundaries(written(found), ["West", "East"])) == written(found)


def test_a_byte_order_mark_and_the_old_name_of_wgs_84_are_no_reason_to_refuse() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    raw = b"\xef\xbb\xbf" + collection(feature("A", square(0, 0)), crs=crs)
    assert list(read_boundaries(raw, ["A"])) == ["A"]


def changed(geometry: Any) -> bytes:
    return collection(feature("A") | {"geometry": geometry})


CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2264"}}
A = feature("A", square(0, 0))
BAD: list[tuple[str, bytes, str]] = [
    ("large", b" " * (LARGEST + 1), ""),
    ("json", b"", ""),
    ("json", b"\xff", ""),
    ("json", b"[" * 100_000, ""),
    ("json", collection(A).replace(b"[0, 0]", b"[NaN, 0]"), ""),
    ("collection", b"[]", ""),
    ("collection", json.dumps(A).encode(), ""),
    ("collection", collection(), ""),
    ("collection", b'{"type": "FeatureCollection", "features": {}}', ""),
    ("crs", collection(A, crs=CRS), ""),
    ("name", collection({"type": "Feature"}), ""),
    ("name", b'{"type": "FeatureCollection", "features": [7]}', ""),
    ("name", collection(A | {"properties": {"ward": "A"}}), ""),
    ("name", collection(A | {"properties": {"name": 3}}), ""),
    ("name", collection(A | {"properties": {"name": "A", "NAME": "B"}}), ""),
    ("twice", collection(A, A), "A"),
    ("geometry", collection({"type": "Feature", "properties": {"name": "A"}}), "A"),
    ("geometry", changed({"type": "Point", "coordinates": [0, 0]}), "A"),
    ("geometry", changed({"type": "Polygon", "coordinates": []}), "A"),
    ("geometry", changed({"type": "MultiPolygon", "coordinates": [[]]}), "A"),
    ("geometry", changed({"type": "MultiPolygon", "coordinates": [7]}), "A"),
    ("ring", changed({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}), "A"),
    ("ring", changed({"type": "Polygon", "coordinates": [7]}), "A"),
    ("ring", collection(feature("A", square(0, 0)[:-1])), "A"),
    ("ring", collection(feature("A", [[0, 0], [1, 1], [2, 2], [0, 0]])), "A"),
    ("ring", collection(feature("A", [[0.1, 51.3], [0.2, 51.3], [0.4, 51.3], [0.1, 51.3]])), "A"),
    ("ring", collection(feature("A", [[51.3, 0.1], [51.3, 0.2], [51.3, 0.4], [51.3, 0.1]])), "A"),
    ("position", collection(feature("A", [["0", 0], *square(0, 0)[1:]])), "A"),
    ("position", collection(feature("A", [[True, 0], *square(0, 0)[1:]])), "A"),
    ("position", collection(feature("A", [[0], *square(0, 0)[1:]])), "A"),
    ("degrees", collection(feature("A", square(2_030_000, 800_000))), "A"),
    ("degrees", collection(feature("A", square(0, 89.5))), "A"),
    ("wide", collection(feature("A", square(0, 0, 10.1))), ""),
    ("points", collection(feature("A", [[0, 0]] * POINTS + square(0, 0))), ""),
    ("unknown", collection(A, feature("B", square(1, 0))), "B"),
]


@pytest.mark.parametrize(
    ("code", "raw", "where"), BAD, ids=[f"{n} {c[0]}" for n, c in enumerate(BAD)]
)
def test_anything_else_is_refused_with_its_reason(code: str, raw: bytes, where: str) -> None:
    with pytest.raises(BadBoundaries) as refused:
        read_boundaries(raw, ["A"])
    assert (refused.value.code, refused.value.where) == (code, where)


def test_a_ward_without_an_outline_is_missed() -> None:
    with pytest.raises(BadBoundaries, match="missing: B"):
        read_boundaries(collection(A), ["A", "B"])
