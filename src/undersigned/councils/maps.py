"""A council's wards, drawn: what `councils/ward_map.html` shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from undersigned.councils.models import Council, WardMap
from undersigned.pure.geo.boundaries import BadBoundaries, read_boundaries
from undersigned.pure.geo.drawing import Drawing, drawing


@dataclass(frozen=True)
class Outline:
    """One ward of a drawing: its number in the list beside it, what it says when asked, and its shade, 0 to 4."""

    number: int
    words: str
    shade: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class DrawnWards:
    """A drawing of all wards of a council, and whose outlines they are."""

    width: int
    height: int
    outlines: tuple[Outline, ...]
    source: str
    made_at: datetime


def drawn_wards(
    council: Council,
    *,
    words: Mapping[str, str] | None = None,
    shades: Mapping[str, str] | None = None,
) -> DrawnWards | None:
    """The council's wards, numbered in their order; None without a map. One query beside the wards'.

    `words` and `shades` say more of a ward than its name, by name.
    """
    found = WardMap.objects.filter(council=council).first()
    if found is None:
        return None
    names = tuple(ward.name for ward in council.wards.all())
    try:
        drawn = _drawing(found.geojson, names)
    except BadBoundaries:  # the wards changed behind the site's back; `undersigned fsck` says so
        return None
    outlines = tuple(
        Outline(
            number=number,
            words=(words or {}).get(shape.name, shape.name),
            shade=(shades or {}).get(shape.name, "0"),
            path=shape.path,
            x=shape.x,
            y=shape.y,
        )
        for number, shape in enumerate(drawn.shapes, start=1)
    )
    return DrawnWards(drawn.width, drawn.height, outlines, found.source, found.made_at)


@lru_cache(maxsize=8)  # the largest takes half a second to simplify
def _drawing(geojson: str, names: tuple[str, ...]) -> Drawing:
    return drawing(read_boundaries(geojson.encode(), names))
