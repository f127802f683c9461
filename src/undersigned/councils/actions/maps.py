"""The map of a council's wards: one at a time, with an outline for each ward."""

import hashlib
from datetime import datetime

from django.db import transaction

from undersigned.councils.events import WardMapRemoved, WardMapSet
from undersigned.councils.models import Council, WardMap
from undersigned.journal.announce import announce
from undersigned.pure.geo.boundaries import read_boundaries, written


class NoMap(Exception):
    """The council has no map of its wards that could be removed."""


def set_map(*, council: Council, raw: bytes, source: str, at: datetime, by: str) -> WardMap:
    """Take the outlines of the council's wards from a GeoJSON file, in place of any before.

    Names and outlines alone are kept, whatever else the file holds. `source` says whose outlines they are. Raises
    BadBoundaries (pure/geo/boundaries.py), with the reason, unless there is exactly one outline for each ward.
    """
    with transaction.atomic():
        Council.objects.select_for_update().get(pk=council.pk)  # the wards stay while we look
        wards = list(council.wards.values_list("name", flat=True))
        geojson = written(read_boundaries(raw, wards))
        made, _ = WardMap.objects.update_or_create(
            council=council,
            defaults={"geojson": geojson.decode(), "source": source, "made_at": at},
        )
        sha256 = hashlib.sha256(geojson).hexdigest()
        announce(WardMapSet(council=council.pk, sha256=sha256), at=at, by=by)
    return made


def remove_map(*, council: Council, at: datetime, by: str) -> None:
    """Take the map of the wards off the site. Raises NoMap."""
    with transaction.atomic():
        if not drop_map(council=council, at=at, by=by):
            raise NoMap


def drop_map(*, council: Council, at: datetime, by: str) -> bool:
    """Whether there was a map, which is gone now; within the caller's transaction."""
    gone, _ = WardMap.objects.filter(council=council).delete()
    if gone:
        announce(WardMapRemoved(council=council.pk), at=at, by=by)
    return bool(gone)
