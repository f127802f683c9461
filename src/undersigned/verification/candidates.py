"""What reviewers see of the rows of the roll that may be a line's signer, as it is sealed with the line.

A confidential row is a candidate like any other, so that its voter counts; nothing that it says is kept or shown.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from undersigned.journal.sealed import seal, unseal
from undersigned.verification.models import Line

CANDIDATES = "candidates"
# What is kept of a row of the roll.
COLUMNS = (
    *("last", "first", "middle", "suffix", "born"),
    *("number", "street", "unit", "city", "postcode", "line_address"),
    *("ward", "precinct", "status", "registered"),
)


@dataclass(frozen=True)
class Reason:
    """One comparison of signer and voter: the level that it reached, and what it adds (bits)."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True)
class Likely:
    """A row of the roll that may be the signer, with an empty `row` if confidential; `by_hand` if a person found it."""

    voter: str
    weight: float
    reasons: tuple[Reason, ...] = ()
    row: Mapping[str, str] = field(default_factory=dict)
    confidential: bool = False
    by_hand: bool = False


def shown(row: Mapping[str, Any]) -> dict[str, str]:
    """What is kept of a row of the roll: nothing of a confidential one."""
    if row["confidential"]:
        return {}
    return {name: str(row[name]) for name in COLUMNS if row.get(name)}


def seal_candidates(line: Line, candidates: Sequence[Likely]) -> bytes:
    """The candidates, best first, sealed with the line."""
    plain = json.dumps([_plain(candidate) for candidate in candidates], separators=(",", ":"))
    return seal({CANDIDATES: plain}, to="rolls", ref=line.ref)


def candidates_of(line: Line) -> list[Likely]:
    """The candidates of a line, best first; none if it has none, or they are destroyed. Raises NotOpened."""
    if not line.sealed:
        return []
    found = json.loads(unseal(line.sealed, of="rolls", ref=line.ref)[CANDIDATES])
    return [
        Likely(**{**facts, "reasons": tuple(Reason(*reason) for reason in facts["reasons"])})
        for facts in found
    ]


def _plain(candidate: Likely) -> dict[str, Any]:
    reasons = [(it.comparison, it.level, round(it.weight, 2)) for it in candidate.reasons]
    return {**vars(candidate), "row": dict(candidate.row), "reasons": reasons}
