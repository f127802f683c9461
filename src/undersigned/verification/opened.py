"""What a line holds of persons, once it is opened for its reviewer."""

from dataclasses import dataclass
from datetime import date

from undersigned.signatures.sheets.models import SheetLine
from undersigned.verification.candidates import Likely


@dataclass(frozen=True)
class Said:
    """What a signer said of themself: when they signed, or when they were asked to put it right."""

    name: str
    address: str
    on: date


@dataclass(frozen=True)
class Opened:
    """A line as its reviewer sees it."""

    signed: Said
    cured: Said | None
    ward: str
    basis: str
    sheet: SheetLine | None
    candidates: list[Likely]
