"""What goes into a linkage and what comes out."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import duckdb

from undersigned.pure.linkage.bands import Candidate
from undersigned.pure.linkage.score import Reason

__all__ = ["Candidate", "Engine", "Linked", "Reason", "RollRows", "Signer"]

Engine: TypeAlias = Literal["builtin", "splink"]

# A connection with a view `roll`: voter, last, first, middle, suffix, born, number, street, unit,
# city, postcode, line_address, all text (empty: missing); other columns are left alone.
RollRows: TypeAlias = duckdb.DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Signer:
    """A signature's line as written. Name and address in one line each, or split, or both."""

    line: int
    name: str = ""
    address: str = ""
    city: str = ""
    postcode: str = ""
    born: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    number: str = ""
    street: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """What the roll says of one line: accepted by a rule, or for a person to look at.

    `candidates` are at most five different voters, best first. The first one is accepted if the
    band is `accept`.
    """

    line: int
    band: Literal["accept", "review"]
    rule: Literal["exact", "weight", ""]
    candidates: tuple[Candidate, ...]
