"""Signer and candidates as cards that stand side by side: differences marked, reasons told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from undersigned.councils.states import Basis
from undersigned.signatures.sheets.models import SheetLine
from undersigned.verification.candidates import Likely
from undersigned.verification.differences import Word, joined, marked, unmarked
from undersigned.verification.models import Candidate, Line
from undersigned.verification.opened import Opened, Said
from undersigned.verification.rules.eligible import Doubt, doubts_of
from undersigned.verification.words import comparison_words, level_words, status_words

PRIOR = "prior"  # what the waterfall begins with
LEAST = 0.05  # bits that are told
WIDEST = 16.0  # bits that fill a bar of the waterfall


@dataclass(frozen=True)
class Bar:
    """One reason of a weight, as a bar: from where to where, in thousandths of the chart, and its words."""

    comparison: str
    level: str
    weight: float
    x: int
    width: int


@dataclass(frozen=True)
class CandidateCard:
    """A candidate beside the signer."""

    rank: int
    name: list[Word]
    address: list[Word]
    born: date | str
    ward: str
    precinct: str
    status: str
    registered: date | str
    weight: float
    bars: list[Bar]
    doubts: list[Doubt]
    confidential: bool
    lines: list[int]  # other lines of the check that are settled with this voter


@dataclass(frozen=True)
class SignerCard:
    """What the signer typed; `earlier` is what they typed first, where they were asked to put it right."""

    name: list[Word]
    address: list[Word]
    earlier: tuple[str, str] | None
    ward: str
    basis: str
    signed_on: date
    sheet: SheetLine | None


@dataclass(frozen=True)
class FoundRow:
    """A row of the roll that a search found."""

    voter: str
    name: str
    address: str
    born: date | str
    status: str
    registered: date | str


def signer_card(opened: Opened) -> SignerCard:
    """The signer's side; words that the best candidate lacks are marked."""
    said = opened.cured or opened.signed
    best: Mapping[str, str] = next((it.row for it in opened.candidates if it.row), {})
    return SignerCard(
        name=marked(said.name, name_of(best)) if best else marked(said.name, said.name),
        address=marked(said.address, address_of(best))
        if best
        else marked(said.address, said.address),
        earlier=(opened.signed.name, opened.signed.address) if opened.cured else None,
        ward=opened.ward,
        basis=str(Basis(opened.basis).label) if opened.basis in Basis.values else "",
        signed_on=opened.signed.on,
        sheet=opened.sheet,
    )


def candidate_cards(line: Line, opened: Opened) -> tuple[CandidateCard, ...]:
    """The candidates, best first. One query."""
    said = opened.cured or opened.signed
    others = _other_lines(line)
    return tuple(
        _card(rank, it, said, signed_on=opened.signed.on, lines=others.get(rank, []))
        for rank, it in enumerate(opened.candidates, 1)
    )


def found_rows(rows: list[dict[str, Any]]) -> tuple[FoundRow, ...]:
    """What a search found."""
    return tuple(
        FoundRow(
            voter=row["voter"],
            name=name_of(row),
            address=address_of(row),
            born=_day(row["born"]),
            status=status_words(str(row["status"] or "")),
            registered=_day(row["registered"]),
        )
        for row in rows
    )


def name_of(row: Mapping[str, Any]) -> str:
    """A voter's name in one line."""
    parts = ("first", "middle", "last", "suffix")
    return joined(str(row.get(part) or "") for part in parts)


def address_of(row: Mapping[str, Any]) -> str:
    """A voter's address in one line."""
    if row.get("line_address"):
        return joined([str(row["line_address"]), *_town(row)])
    parts = ("number", "street", "unit")
    return joined([*(str(row.get(part) or "") for part in parts), *_town(row)])


def _day(value: str | None) -> date | str:
    """A roll's date; its month or year as it stands, where it has no more."""
    return parse_date(value or "") or value or ""


def _town(row: Mapping[str, Any]) -> list[str]:
    return [str(row.get(part) or "") for part in ("city", "postcode")]


def _card(rank: int, it: Likely, said: Said, *, signed_on: date, lines: list[int]) -> CandidateCard:
    row = it.row
    return CandidateCard(
        rank=rank,
        name=_name_beside(row, said.name),
        address=_address_beside(row, said.address),
        born=_day(row.get("born")),
        ward=row.get("ward", ""),
        precinct=row.get("precinct", ""),
        status=status_words(row.get("status", "")),
        registered=_day(row.get("registered")),
        weight=it.weight,
        bars=_bars(it),
        doubts=doubts_of(row, signed_on=signed_on),
        confidential=it.confidential,
        lines=lines,
    )


def _name_beside(row: Mapping[str, str], typed: str) -> list[Word]:
    """A voter's name: a middle name that the signer left out is no difference."""
    last = marked(joined([row.get("last", ""), row.get("suffix", "")]), typed)
    return [*marked(row.get("first", ""), typed), *unmarked(row.get("middle", "")), *last]


def _address_beside(row: Mapping[str, str], typed: str) -> list[Word]:
    """A voter's address: a town that the signer left out is no difference."""
    street = [row.get(part, "") for part in ("number", "street", "unit")]
    line = marked(row.get("line_address") or joined(street), typed)
    return [*line, *unmarked(row.get("city", "")), *marked(row.get("postcode", ""), typed)]


def _bars(it: Likely) -> list[Bar]:
    """The reasons as a waterfall: each bar begins where the one before it ended. None of confidential rows."""
    if it.confidential:
        return []
    bars, reached = [], 0.0
    for reason in it.reasons:
        if (not reason.level and reason.comparison != PRIOR) or abs(reason.weight) < LEAST:
            continue  # one of the two does not say, or it tells nothing
        before, reached = reached, reached + reason.weight
        low, high = sorted((_place(before), _place(reached)))
        words = comparison_words(reason.comparison), level_words(reason.comparison, reason.level)
        bars.append(Bar(*words, reason.weight, low, max(high - low, 4)))
    return bars


def _place(weight: float) -> int:
    """Where a weight stands in the chart, from 0 to 1000: no agreement is in the middle."""
    return round(500 + 500 * max(-1.0, min(1.0, weight / WIDEST)))


def _other_lines(line: Line) -> dict[int, list[int]]:
    """Rank of a candidate → the numbers of other lines that are settled with that voter."""
    voters = Candidate.objects.filter(line=line).values_list("voter", "rank")
    ranks = {bytes(voter): rank for voter, rank in voters}
    same = Line.objects.filter(of=line.of_id, voter__in=list(ranks)).exclude(pk=line.pk)
    found: dict[int, list[int]] = {}
    for number, voter in same.order_by("number").values_list("number", "voter"):
        found.setdefault(ranks[bytes(voter)], []).append(number)
    return found
