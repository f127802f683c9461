"""What about a voter's row keeps a rule from accepting it: a person must look."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

# What rolls call voters who may vote; inactive ones may, once they confirm where they live.
IN_FORCE = {"", "a", "active", "act", "i", "inactive", "in"}


class Doubt(StrEnum):
    REGISTERED_AFTER = "registered_after"
    STATUS = "status"


def doubts_of(row: Mapping[str, Any], *, signed_on: date) -> list[Doubt]:
    """Why the voter of this row might not have been entitled to sign on that day; empty if nothing speaks for it."""
    found = []
    if (registered := str(row.get("registered") or "")) and registered[:10] > signed_on.isoformat():
        found.append(Doubt.REGISTERED_AFTER)
    if str(row.get("status") or "").strip().casefold() not in IN_FORCE:
        found.append(Doubt.STATUS)
    return found
