"""Growth over time, drawn without script or inline style: a curve in a box of 1000 by 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

WIDTH, HEIGHT = 1000, 100
TOPS = (10, 12, 16, 20, 30, 40, 50, 60, 80, 100)  # tenths of a power of ten


@dataclass(frozen=True)
class Chart:
    """What ui/chart.html draws: curve and area as SVG paths, the scale, the first and last day."""

    title: str
    curve: str
    area: str
    scale: tuple[int, int, int]
    first: date
    last: date
    points: tuple[tuple[date, int], ...]

    @property
    def by_time(self) -> bool:
        """Whether the points are moments, not days."""
        return isinstance(self.first, datetime)


def growth_chart(title: str, points: Sequence[tuple[date, int]]) -> Chart | None:
    """A chart of running totals, by day or by hour, oldest first; None for fewer than two points.

    >>> growth_chart("Signatures", [(date(2026, 3, 1), 0), (date(2026, 3, 2), 40)]).curve
    'M0 100H1000V20'
    """
    if len(points) < 2:  # noqa: PLR2004 - one point is no line
        return None
    top = round_up(max(total for _when, total in points))
    at = [(_x(when, points), HEIGHT - HEIGHT * total / top) for when, total in points]
    # A running total stands still until the next one is known: steps, not slopes.
    steps = "".join(f"H{_short(x)}V{_short(y)}" for _, (x, y) in pairwise(at))
    curve = f"M0 {_short(at[0][1])}{steps}"
    return Chart(
        title=title,
        curve=curve,
        area=f"{curve}V{HEIGHT}H0Z",
        scale=(top, top // 2, 0),
        first=points[0][0],
        last=points[-1][0],
        points=tuple(points),
    )


def round_up(number: int) -> int:
    """A round top of the scale, not far above, whose half is whole.

    >>> [round_up(n) for n in (0, 3, 7, 41, 1089, 1204)]
    [2, 4, 8, 50, 1200, 1600]
    """
    size = 1
    while number > 10 * size:
        size *= 10
    tops = (size * step // 10 for step in TOPS)
    return next(top for top in tops if top >= max(number, 1) and top % 2 == 0)


def _x(when: date, points: Sequence[tuple[date, int]]) -> float:
    span = _seconds(points[0][0], points[-1][0])
    return WIDTH * _seconds(points[0][0], when) / span if span else 0.0


def _seconds(start: date, end: date) -> float:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return (end - start).total_seconds()
    return (end - start).days * 86_400.0


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
