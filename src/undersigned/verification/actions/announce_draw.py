"""Announce a draw: what is drawn, by which method, when and where, stands on the record before any dice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.proof.actions.publish_document import publish_document
from undersigned.pure.sampling.ceremony import NotAnnounced
from undersigned.verification.drawing import (
    accepted,
    announcement_of,
    entries_of,
    fingerprint,
    strata_of,
)
from undersigned.verification.events.draws import DrawAnnounced
from undersigned.verification.models import Check, Draw
from undersigned.verification.moves import WrongState, locked
from undersigned.verification.states.checks import CheckState


class AlreadyAnnounced(Refused):
    """The check has a draw."""

    def __init__(self) -> None:
        super().__init__(_("A draw for this check is announced already. Cancel it first."))


class TooSoon(Refused):
    """The ceremony is to be in the past."""

    def __init__(self) -> None:
        super().__init__(
            _("The dice must be thrown later than now, so that people can come and look.")
        )


class NotDrawable(Refused):
    """So many lines cannot be drawn of so many."""

    def __init__(self) -> None:
        super().__init__(_("More lines are to be drawn than there are."))


@dataclass(frozen=True)
class Plan:
    """What a draw is to be: `samples` says how many lines of each stratum (all, or web and paper)."""

    method: str
    required: int
    samples: Mapping[str, int]
    audit: int
    happens_at: datetime
    place: str


@transaction.atomic
def announce_draw(*, check: Check, plan: Plan, at: datetime, user: User) -> Draw:
    """Publish what will be drawn of a check's lines; the dice follow once witnesses vouch for that.

    Raises WrongState, TooSoon, NotDrawable, AlreadyAnnounced.
    """
    if (state := locked(check.pk).state) != CheckState.REVIEWING:
        raise WrongState(state)
    if plan.happens_at <= at:
        raise TooSoon
    entries = entries_of(check)
    matched = accepted(entries)
    try:
        told = announcement_of(check, strata_of(entries, plan.samples))
    except NotAnnounced:
        raise NotDrawable from None
    strata = [
        {"name": one.name, "lines": len(one.entries), "sample": one.sample} for one in told.strata
    ]
    audit = min(plan.audit, len(matched))
    facts = {"accepted": len(matched), "accepted_sha256": fingerprint(check, matched)}
    content = told.document(_more(check, plan, audit, facts))
    by = f"user:{user.pk}"
    document = publish_document(
        petition=check.petition, kind=DrawAnnounced.name, content=content, at=at, by=by
    )
    times = {"happens_at": plan.happens_at, "announced_at": at, "announced_by": user}
    draw = Draw(
        of=check,
        announcement=document,
        method=plan.method,
        required=plan.required,
        strata=strata,
        audit=audit,
        place=plan.place,
        **facts,
        **times,
    )
    _keep(draw)
    announce(_event(draw), at=at, by=by)
    return draw


def _more(check: Check, plan: Plan, audit: int, facts: Mapping[str, object]) -> dict[str, object]:
    """What stands in the announcement for its readers, besides what the draw itself needs."""
    when = plan.happens_at.astimezone(UTC)
    return {
        "title": check.petition.title,
        "method": plan.method,
        "required": plan.required,
        "ceremony": {"at": f"{when:%Y-%m-%dT%H:%M:%SZ}", "place": plan.place},
        "roll": {
            "as_of": check.roll.as_of.isoformat(),
            "sha256": check.roll.snapshot_sha256,
        },
        "matched_by_rule": {
            "lines": facts["accepted"],
            "audited": audit,
            "sha256": facts["accepted_sha256"],
        },
    }


def _keep(draw: Draw) -> None:
    try:
        with transaction.atomic():
            draw.save(force_insert=True)
    except IntegrityError:
        raise AlreadyAnnounced from None


def _event(draw: Draw) -> DrawAnnounced:
    return DrawAnnounced(
        **draw.ids,
        method=draw.method,
        required=draw.required,
        happens_at=f"{draw.happens_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
