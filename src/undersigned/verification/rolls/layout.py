"""How a file of voters is laid out: its delimiter, its encoding, and which of its columns say what."""

from dataclasses import asdict, dataclass, field
from typing import Any

# What is kept of a row, in the order of the snapshot's columns. All are strings; `confidential` becomes true or false.
COLUMNS = (
    "voter",  # the number by which the roll knows the voter
    "last",
    "first",
    "middle",
    "suffix",
    "born",  # ISO date, month or year, or ''
    "number",  # house number, with its letter or fraction
    "street",  # with its directions and type
    "unit",
    "city",
    "postcode",
    "ward",
    "precinct",
    "status",  # active, inactive, removed, or the file's own word in small letters
    "registered",  # ISO date, month or year, or ''
    "confidential",
    "line_address",  # number, street and unit in one, where the file has them so
)
# A column is made of these parts of a file, in this order; one not named here, of the file's column for it.
PARTS = {
    "number": ("number", "half"),
    "street": ("predir", "street", "type", "postdir"),
    "unit": ("unittype", "unit"),
    "line_address": ("line_address", "line_address2"),
}
NAMES = ("last", "first")
ADDRESS = ("street", "line_address")
DATES = ("born", "registered")
ORDERS = ("ymd", "mdy", "dmy")

SECRET = ("y", "yes", "true", "t", "1", "x")
OPEN = ("", "n", "no", "false", "f", "0")
STATUSES = {
    "a": "active",
    "act": "active",
    "active": "active",
    "v": "active",
    "verified": "active",
    "i": "inactive",
    "ina": "inactive",
    "inactive": "inactive",
    "r": "removed",
    "removed": "removed",
    "c": "removed",
    "cancelled": "removed",
    "canceled": "removed",
    "d": "denied",
    "denied": "denied",
    "p": "pending",
    "pending": "pending",
}


@dataclass(frozen=True)
class Layout:
    """One file's layout.

    `names` are its columns' names (empty without a header), `fields` how many there are. `columns` says which of
    them, by number from 1, holds which part of what is kept. `statuses` and `secret` are the file's own words, in
    small letters, for what a voter's status is and for "confidential".
    """

    fields: int
    delimiter: str = ","
    quoted: bool = True
    header: bool = True
    latin: bool = False  # all of it is in the old Western encoding, whatever it looks like
    names: tuple[str, ...] = ()
    columns: dict[str, int] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)  # born, registered: one of ORDERS
    statuses: dict[str, str] = field(default_factory=lambda: dict(STATUSES))
    secret: tuple[str, ...] = SECRET
    profile: str = ""  # what it was taken from

    def facts(self) -> dict[str, Any]:
        """The layout as JSON."""
        return asdict(self)

    def of(self, column: str) -> tuple[int, ...]:
        """The numbers of the file's columns that make up one of COLUMNS; several are joined by a space."""
        parts = PARTS.get(column, (column,))
        return tuple(self.columns[part] for part in parts if part in self.columns)

    @property
    def usable(self) -> bool:
        """Whether a name and an address would be found."""
        return any(map(self.of, NAMES)) and any(map(self.of, ADDRESS))


def layout_of(facts: dict[str, Any]) -> Layout:
    """A layout from its JSON."""
    listed: dict[str, Any] = {
        name: tuple(facts[name]) for name in ("names", "secret") if name in facts
    }
    return Layout(**(facts | listed))
