"""Signers who may put right what keeps their line from counting."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from undersigned.petitions.models import Petition
from undersigned.signatures.states import State as Signed
from undersigned.verification.models import Check, Cure, Line
from undersigned.verification.states.checks import CURABLE, Channel, CheckState, LineState


@dataclass(frozen=True)
class CurePage:
    """The page of a letter's link: why the line does not count, and until when its signer can answer.

    `said`: ``answered`` where they did, ``late`` where it is too late.
    """

    ref: str
    token: str
    petition: Petition
    outcome: str
    until: date
    said: str


def curable(checks: QuerySet[Check]) -> QuerySet[Line]:
    """Settled lines of these checks whose signers have a mailbox and may put it right, and were not asked yet."""
    mailbox = Q(channel=Channel.WEB) | Q(signature__sheet_line__with_email=True)
    lines = Line.objects.filter(
        mailbox,
        of__in=checks,
        state=LineState.SETTLED,
        outcome__in=CURABLE,
        signature__state=Signed.CONFIRMED,
    )
    asked = Cure.objects.filter(line=OuterRef("pk"))
    return lines.exclude(signature__sealed=b"").exclude(Exists(asked))


def to_be_asked(*, at: datetime) -> QuerySet[Line]:
    """The curable lines of all checks whose clerks offer it and whose day is not over."""
    today = timezone.localdate(at)
    offered = Check.objects.filter(state=CheckState.REVIEWING, cure_until__gte=today)
    lines = curable(offered).select_related("signature", "of__petition__council")
    return lines.order_by("pk")


def cure_page(cure: Cure, *, token: str, at: datetime) -> CurePage:
    """Compose the page; `cure` with its line, check and petition at hand."""
    line = cure.line
    said = "answered" if cure.answered_at else ""
    signed = line.signature.state == Signed.CONFIRMED and line.signature.sealed
    stands = line.of.state == CheckState.REVIEWING and line.state == LineState.SETTLED and signed
    if not said and (cure.until < timezone.localdate(at) or not stands):
        said = "late"
    ref = bytes(cure.ref).hex()
    return CurePage(ref, token, line.of.petition, cure.outcome, cure.until, said)
