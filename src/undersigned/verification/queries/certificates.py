"""What the pages about certificates show, in the office and in public."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import get_language

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.queries import Count, count_of
from undersigned.ui.links import public_link
from undersigned.verification.certificates.reading import Part, outcome, parts, sentence
from undersigned.verification.models import Certificate, Check, Draw, SealKey, Verifier
from undersigned.verification.queries.draws import draw_of
from undersigned.verification.queries.levels import PUBLIC, Attested, certificates_of
from undersigned.verification.queries.public_draws import draws_of
from undersigned.verification.seal import archive
from undersigned.verification.states.certificates import CertificateState
from undersigned.verification.states.checks import CheckState
from undersigned.verification.states.draws import DrawState

SHOWN = frozenset(
    {CheckState.FREEZING, CheckState.LINKING, CheckState.REVIEWING, CheckState.CLOSED}
)


@dataclass(frozen=True)
class Written:
    """A certificate to read: its row, and its parts in the reader's language."""

    row: Certificate
    outcome: str
    sentence: str
    parts: tuple[Part, ...]

    @property
    def told(self) -> dict[str, Any]:
        """The document."""
        document: dict[str, Any] = self.row.document
        return document


@dataclass(frozen=True)
class CertificatesPage:
    """A check's certificates in the office: the draft, the one that stands, and earlier ones."""

    check: Check
    draw: Draw | None
    draft: Written | None
    standing: Certificate | None
    earlier: list[Certificate]
    key: SealKey | None
    tool: str
    public: str

    @property
    def finished(self) -> bool:
        return self.check.state == CheckState.CLOSED

    @property
    def asks_required(self) -> bool:
        """Whether nobody said yet how many are required."""
        return self.draw is None


@dataclass(frozen=True)
class CertificatePage:
    """A certificate in public, beside the count as it is now."""

    petition: Petition
    written: Written
    attested: Attested
    count: Count
    draw: Draw | None
    tool: str


@dataclass(frozen=True)
class CheckingPage:
    """All that is public about how a petition's signatures are checked."""

    petition: Petition
    count: Count
    certificates: tuple[Attested, ...]
    draws: Sequence[Draw]
    checks: list[Check]
    verifiers: int

    @property
    def nothing(self) -> bool:
        return not (self.certificates or self.draws or self.checks or self.verifiers)


def written(row: Certificate) -> Written:
    """In the reader's language."""
    told = row.document
    return Written(row, outcome(told), sentence(told), tuple(parts(told)))


def draft_of(check: Check) -> Certificate | None:
    """The draft, if what it was written from is as it was: the check not taken up again, its draw not given up."""
    if check.state != CheckState.CLOSED or check.forgotten_at:
        return None
    rows = check.certificates.filter(state=CertificateState.DRAFT, made_at__gte=check.closed_at)
    return rows.exclude(draw__state=DrawState.CANCELLED).first()


def certificates_page(check: Check, user: User) -> CertificatesPage:
    """Five queries."""
    rows = list(Certificate.objects.filter(petition=check.petition_id))
    draft = draft_of(check)
    issued = [row for row in rows if row.state == CertificateState.ISSUED]
    keys = SealKey.objects.filter(
        user=user, council=check.petition.council_id, retired_at__isnull=True
    )
    return CertificatesPage(
        check=check,
        draw=draw_of(check),
        draft=written(draft) if draft else None,
        standing=issued[0] if issued else None,
        earlier=[row for row in rows if row.state == CertificateState.WITHDRAWN],
        key=keys.first(),
        tool=_tool(),
        public=public_link(
            "verification:checking", language=get_language() or "en", slug=check.petition.slug
        ),
    )


def public_certificate(petition: Petition, number: int) -> Certificate | None:
    """An issued or withdrawn one. One query."""
    rows = Certificate.objects.filter(petition=petition, number=number, state__in=PUBLIC)
    return rows.select_related("draw").first()


def certificate_page(petition: Petition, row: Certificate) -> CertificatePage:
    """Two queries."""
    count = count_of(petition.pk)
    every = certificates_of(petition.pk, count)
    short = next(one for one in every if one.number == row.number)
    return CertificatePage(petition, written(row), short, count, row.draw, _tool())


def checking_page(petition: Petition) -> CheckingPage:
    """Five queries."""
    count = count_of(petition.pk)
    checks = Check.objects.filter(petition=petition, state__in=SHOWN, frozen_at__isnull=False)
    return CheckingPage(
        petition=petition,
        count=count,
        certificates=certificates_of(petition.pk, count),
        draws=draws_of(petition),
        checks=list(checks.select_related("roll")),
        verifiers=Verifier.objects.filter(petition=petition, ended_at__isnull=True).count(),
    )


def _tool() -> str:
    """The SHA-256 of the tool that seals and checks."""
    return sha256(archive.build()).hexdigest()
