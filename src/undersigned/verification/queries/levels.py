"""What a petition's certificates say of its count, for the pages that show counts.

A count keeps the level of what was signed; the figure of valid signatures, and the higher level, is the certificate's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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

    @property
    def leads(self) -> bool:
        """Whether its figure is the first that a page shows: it stands, and it is about all who signed."""
        return self.stands and self.covers


def leading_certificates(counts: Mapping[int, Count]) -> dict[int, Attested]:
    """The certificates that lead, of a list of petitions. One query."""
    rows = Certificate.objects.filter(petition__in=list(counts), state=CertificateState.ISSUED)
    found = {row.petition_id: _attested(row, counts[row.petition_id]) for row in rows}
    return {key: short for key, short in found.items() if short.leads}


def certificates_of(petition_id: int, count: Count) -> tuple[Attested, ...]:
    """The public certificates, the newest first: what stands, what was withdrawn. One query."""
    rows = Certificate.objects.filter(petition=petition_id, state__in=PUBLIC)
    return tuple(_attested(row, count) for row in rows)


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
