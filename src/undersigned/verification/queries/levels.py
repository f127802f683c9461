"""The level of evidence that a certificate gives a petition's count, for the pages that show counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from undersigned.signatures.queries import Count
from undersigned.verification.models import Certificate
from undersigned.verification.states.certificates import CertificateState, SealedBy, WithdrawnReason

PUBLIC = (CertificateState.ISSUED, CertificateState.WITHDRAWN)


@dataclass(frozen=True)
class Attested:
    """A public certificate in short. `covers` says whether nobody signed since its list was fixed."""

    number: int
    level: str
    outcome: str
    valid: int
    projected: bool
    lines: int
    required: int
    issued_at: datetime
    sealed_by: str
    by_clerk: bool
    covers: bool
    withdrawn_at: datetime | None
    withdrawn_reason: str
    withdrawn_words: str

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


def raised(counts: Mapping[int, Count]) -> dict[int, Count]:
    """Counts with the level that a standing certificate gives them, if it is about all who signed. One query."""
    rows = Certificate.objects.filter(petition__in=list(counts), state=CertificateState.ISSUED)
    levels = {row.petition_id: row for row in rows.only("petition", "level", "signed")}
    return {
        key: replace(count, attested=row.level)
        if (row := levels.get(key)) and _covers(row, count)
        else count
        for key, count in counts.items()
    }


def certified(petition_id: int, count: Count) -> tuple[Count, tuple[Attested, ...]]:
    """The count at its level, and the public certificates, the newest first: what stands, what was withdrawn.

    One query.
    """
    rows = Certificate.objects.filter(petition=petition_id, state__in=PUBLIC)
    found = tuple(attested(rows, count))
    level = next((one.level for one in found if one.stands and one.covers), "")
    return replace(count, attested=level), found


def attested(rows: Iterable[Certificate], count: Count) -> list[Attested]:
    """The same of rows that were read."""
    return [_attested(row, count) for row in rows]


def _attested(row: Certificate, count: Count) -> Attested:
    figures = row.document["figures"]
    return Attested(
        number=row.number,
        level=row.level,
        outcome=row.document["outcome"]["code"],
        valid=figures["valid"],
        projected=figures["projected"],
        lines=figures["lines"],
        required=figures["required"],
        issued_at=row.issued_at or row.made_at,
        sealed_by=str(SealedBy(row.sealed_by).label),
        by_clerk=row.document["capacity"] == "clerk",
        covers=_covers(row, count),
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=str(WithdrawnReason(row.withdrawn_reason).label)
        if row.withdrawn_reason
        else "",
        withdrawn_words=row.withdrawn_words,
    )


def _covers(row: Certificate, count: Count) -> bool:
    return count.signed <= row.signed
