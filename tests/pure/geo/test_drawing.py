"""What is drawn: right proportions, labels inside, and no gap where two wards meet."""

import math
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.pure.geo.towns import collection, feature, square, two_wards

from undersigned.pure.geo.boundaries import Boundaries, points_of, read_boundaries, twice_area
from undersigned.pure.geo.drawing import drawing
from undersigned.pure.geo.simplify import simplified

TOLERANCE = 0.0005


def wards() -> Boundaries:
    return read_boundaries(two_wards(), ["West", "East"])


def test_two_wards_share_what_is_left_of_their_border() -> None:
    before, after = wards(), simplified(wards(), TOLERANCE)
    west, east = set(points_of({"": after["West"]})), set(points_of({"": after["East"]}))
    border = {point for point in points_of(before) if 0.01 < point[0] < 0.09}
    assert len(border) == 41
    assert west & border == east & border
    assert 2 < len(west & border) < 41
    areas = [
        sum(twice_area(polygons[0][0]) for polygons in one.values()) for one in (before, after)
    ]
    assert math.isclose(areas[0], areas[1], rel_tol=1e-9)  # what one loses the other gains


def test_an_island_inside_a_ward_fills_its_hole_exactly() -> None:
    lake = [[math.cos(step / 9) / 10, math.sin(step / 9) / 10] for step in range(56)]
    lake.append(lake[0])
    outer = feature("Shore", square(-1, -1, 2), lake[20:-1] + lake[:21])  # begun elsewhere
    found = read_boundaries(collection(outer, feature("Island", lake)), ["Shore", "Island"])
    after = simplified(found, 0.003)
    hole, island = after["Shore"][0][1], after["Island"][0][0]
    assert set(hole) == set(island)
    assert 4 < len(island) < 40


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=30, unique=True))
def test_every_point_left_out_is_near_what_is_left(points: list[tuple[float, float]]) -> None:
    ring = (*points, points[0])
    (polygon,) = simplified({"A": ((ring,),)}, 0.05)["A"]
    kept = polygon[0]
    assert set(kept) <= set(ring)
    for point in ring:
        assert min(math.dist(point, near) for near in _along(kept)) < 0.05 + 0.02


def _along(ring: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Points on the lines of a ring, close to each other."""
    return [
        (x + (u - x) * step / 100, y + (v - y) * step / 100)
        for (x, y), (u, v) in pairwise(ring)
        for step in range(101)
    ]


def test_a_tiny_part_goes_but_a_tiny_ward_stays() -> None:
    parts = [[square(0, 0)], [square(2, 2, 0.001)]]
    town = feature("Town") | {"geometry": {"type": "MultiPolygon", "coordinates": parts}}
    tiny = feature("Tiny", square(3, 3, 0.001))
    after = simplified(read_boundaries(collection(town, tiny), ["Town", "Tiny"]), 0.01)
    assert [len(polygons) for polygons in after.values()] == [1, 1]


def test_a_square_far_north_is_drawn_as_narrow_as_it_is() -> None:
    found = drawing(read_boundaries(collection(feature("A", square(10, 59.5))), ["A"]))
    assert (found.width, found.height) == (600, 1200)  # a degree at 60° N is half as wide as tall


def test_north_is_up_and_east_is_right() -> None:
    raw = collection(feature("NE", square(1, 1)), feature("SW", square(0, 0)))
    shapes = {shape.name: shape for shape in drawing(read_boundaries(raw, ["NE", "SW"])).shapes}
    assert shapes["NE"].x > shapes["SW"].x
    assert shapes["NE"].y < shapes["SW"].y


def test_a_label_stands_inside_even_where_the_middle_is_outside() -> None:
    horseshoe = [[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3], [0, 0]]
    (shape,) = drawing(
        read_boundaries(collection(feature("U", [list(map(float, p)) for p in horseshoe])), ["U"])
    ).shapes
    in_arm = shape.x < 200 or shape.x > 400
    assert in_arm or shape.y > 400


def test_a_path_holds_closed_rings_within_the_drawing() -> None:
    found = drawing(wards())
    for shape in found.shapes:
        assert re.fullmatch(r"(M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){2,}Z)+", shape.path)
        numbers = [float(number) for number in re.findall(r"[\d.]+", shape.path)]
        assert max(numbers[::2]) <= found.width
        assert max(numbers[1::2]) <= found.height
