"""Draft: a certificate is written from what a finished check came to; it is not public before it is sealed."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.proof.queries.figures import figures_at
from undersigned.pure.sampling.worksheet import Worksheet
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.verification.auditing import audit, missed
from undersigned.verification.certificates.document import Facts, document
from undersigned.verification.events.certificates import CertificateDrafted
from undersigned.verification.methods import FULL_COUNT
from undersigned.verification.models import Certificate, Check, Draw
from undersigned.verification.moves import hold_petition, locked
from undersigned.verification.queries.results import Result, full_count_of, result_of
from undersigned.verification.queries.tally import tally_of
from undersigned.verification.rules.capacity import capacity_of, level_of
from undersigned.verification.states.certificates import CertificateState
from undersigned.verification.states.checks import CheckState
from undersigned.verification.states.draws import DrawState


class NotFinished(Refused):
    """The check goes on, or was given up."""

    def __init__(self) -> None:
        super().__init__(_("Finish the check first: its figures must not move any more."))


class NothingDecided(Refused):
    """The method does not say yet whether there are enough."""

    def __init__(self) -> None:
        super().__init__(
            _("The method does not settle yet whether there are enough valid signatures.")
        )


class NotRequired(Refused):
    """Nobody said how many valid signatures are required."""

    def __init__(self) -> None:
        super().__init__(_("Say how many valid signatures are required."))


@dataclass(frozen=True)
class _Basis:
    draw: Draw | None
    required: int
    result: Result

    @property
    def worksheet(self) -> Worksheet:
        """Raises NothingDecided while there is none, or a drawn line is open, or it does not settle the question."""
        sheet = self.result.worksheet
        if sheet is None or self.result.undecided or not self.result.final:
            raise NothingDecided
        return sheet


@transaction.atomic
def draft_certificate(
    *, check: Check, required: int | None = None, at: datetime, user: User
) -> Certificate:
    """Write a certificate from a finished check, in place of an earlier draft of it.

    By its draw; where nothing was drawn every line was looked at, and `required` says how many valid signatures are
    asked for. Opens signatures to count, by ward and form of name, whom the matching missed: that is journaled.
    Nobody drafts or issues one of this petition, or takes the check up again, meanwhile: the petition's row is held.
    Raises NotFinished, NothingDecided, NotRequired.
    """
    hold_petition(check.petition_id)
    check = locked(check.pk)
    if check.state != CheckState.CLOSED or check.forgotten_at:
        raise NotFinished
    basis = _basis(check, required)
    by = f"user:{user.pk}"
    facts = _facts(check, basis, capacity_of(user, check.petition), at=at, by=by)
    row = _row(check, facts, at=at, user=user)
    drafted = CertificateDrafted(**row.ids, sha256=row.sha256)
    announce(drafted, at=at, by=by)
    return row


def _basis(check: Check, required: int | None) -> _Basis:
    draw = check.draws.filter(state=DrawState.THROWN).select_related("announcement", "of").first()
    if draw:
        return _Basis(draw, draw.required, result_of(draw))
    if not check.every_line:
        raise NothingDecided
    if not required:
        raise NotRequired
    return _Basis(None, required, full_count_of(check, required))


def _facts(check: Check, basis: _Basis, capacity: str, *, at: datetime, by: str) -> Facts:
    accepted = check.lines.exclude(rule="").count()
    worksheet = basis.worksheet
    wards, names = missed(check, basis.result, at=at, by=by)
    return Facts(
        check=check,
        draw=basis.draw,
        capacity=capacity,
        required=basis.required,
        result=basis.result,
        worksheet=worksheet,
        tally=tally_of(check),
        audit=audit(basis.draw, accepted),
        wards=wards,
        names=names,
    )


def _row(check: Check, facts: Facts, *, at: datetime, user: User) -> Certificate:
    """A draft is written anew in its own row, so that the number stays and the journal's marks hold."""
    of_petition = Certificate.objects.filter(petition=check.petition_id)
    row = of_petition.filter(state=CertificateState.DRAFT).first()
    number = row.number if row else (of_petition.aggregate(last=Max("number"))["last"] or 0) + 1
    told = document(facts, number=number, at=at)
    values = {
        "of": check,
        "draw": facts.draw,
        "level": level_of(facts.capacity, full=facts.result.method == FULL_COUNT),
        "signed": figures_at(check.petition, check.size).signed,
        "document": told,
        "sha256": sha256(canonical_json(told)).hexdigest(),
        "made_at": at,
        "made_by": user,
    }
    if row is None:
        return of_petition.create(petition=check.petition, number=number, **values)
    of_petition.filter(pk=row.pk, state=CertificateState.DRAFT).update(**values)
    row.refresh_from_db()
    return row
