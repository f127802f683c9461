"""Fewer points in the same outlines, without gaps between neighbours.

Outlines are rings of GeoJSON (RFC 7946 §3.1.6). They are cut where more than two lines meet, as in
TopoJSON; each line between two such points is simplified once, by Douglas and Peucker (1973), in
one direction whoever walks it. Neighbours share the line, so they share what is left of it.

Limits: neighbours whose common line does not have the same points on both sides may show slivers
of at most twice the tolerance; a line may come to cross another that is nearer than the tolerance.
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from undersigned.pure.geo.boundaries import SHORTEST, Boundaries, Point, Polygon, Ring, twice_area

Meetings = Mapping[Point, set[Point]]


def simplified(boundaries: Boundaries, tolerance: float) -> Boundaries:
    """The outlines with every left-out point within `tolerance` (in their unit) of what is left.

    Rings that shrink to nothing are left out, but for a ward's largest, which stays as it was.
    """
    meetings = _meetings(boundaries)
    return {
        name: _simplified(polygons, meetings, tolerance) for name, polygons in boundaries.items()
    }


def _simplified(
    polygons: tuple[Polygon, ...], meetings: Meetings, tolerance: float
) -> tuple[Polygon, ...]:
    done = []
    for polygon in polygons:
        rings = tuple(_ring(ring, meetings, tolerance) for ring in polygon)
        if _stands(rings[0]):
            done.append((rings[0], *(ring for ring in rings[1:] if _stands(ring))))
    largest = max(polygons, key=lambda polygon: twice_area(polygon[0]))
    return tuple(done) or (largest,)


def _stands(ring: Ring) -> bool:
    return len(ring) >= SHORTEST and twice_area(ring) > 0


def _meetings(boundaries: Boundaries) -> Meetings:
    """Each point and its neighbours; where there are more than two, lines meet."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for polygons in boundaries.values():
        for ring in (ring for polygon in polygons for ring in polygon):
            for one, other in pairwise(ring):
                neighbours[one].add(other)
                neighbours[other].add(one)
    return neighbours


def _ring(ring: Ring, meetings: Meetings, tolerance: float) -> Ring:
    """One ring, simplified line by line; one that meets no other begins at its smallest point."""
    open_ring = ring[:-1]
    ends = [place for place, point in enumerate(open_ring) if len(meetings[point]) > 2]  # noqa: PLR2004
    start = ends[0] if ends else open_ring.index(min(open_ring))
    turned = (*open_ring[start:], *open_ring[:start], open_ring[start])
    cuts = [(end - start) % len(open_ring) for end in ends or [start]]
    if len(cuts) == 1:  # a ring that comes back to where it began: its farthest point cuts it
        cuts.append(_farthest(turned))
    points: list[Point] = []
    for one, other in zip(sorted(cuts), [*sorted(cuts)[1:], len(open_ring)], strict=True):
        points.extend(_line(turned[one : other + 1], tolerance)[:-1])
    return (*points, points[0])


def _farthest(ring: Ring) -> int:
    x, y = ring[0]
    distances = [((u - x) ** 2 + (v - y) ** 2, (u, v)) for u, v in ring]
    return distances.index(max(distances))


def _line(line: Ring, tolerance: float) -> Ring:
    """Douglas–Peucker, without recursion, from the smaller end, so that both sides get the same."""
    if line[0] > line[-1]:
        return _line(line[::-1], tolerance)[::-1]
    kept = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        distance, place = max(
            ((_distance(line[at], line[first], line[last]), at) for at in range(first + 1, last)),
            default=(0.0, first),
        )
        if distance > tolerance:
            kept.add(place)
            todo += [(first, place), (place, last)]
    return tuple(line[at] for at in sorted(kept))


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the stretch between two others."""
    x, y = point[0] - start[0], point[1] - start[1]
    u, v = end[0] - start[0], end[1] - start[1]
    length = u * u + v * v
    along = min(max((x * u + y * v) / length, 0.0), 1.0) if length else 0.0
    return float(((x - along * u) ** 2 + (y - along * v) ** 2) ** 0.5)
