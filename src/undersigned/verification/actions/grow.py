"""Grow: more lines are drawn from the same dice; those that were drawn before stay."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.verification.actions.throw import DrawMoved, entries_drawn, keep_picks
from undersigned.verification.actions.want import want_lines
from undersigned.verification.drawing import entries_of, lots_of
from undersigned.verification.events.draws import DrawGrown
from undersigned.verification.models import Draw
from undersigned.verification.states.draws import DrawState


class NotMore(Refused):
    """The sample would not be larger, or larger than the list."""

    def __init__(self) -> None:
        super().__init__(_("A sample can only grow, and not beyond the list."))


@transaction.atomic
def grow(*, draw: Draw, samples: Mapping[str, int], at: datetime, user: User) -> None:
    """Draw more lines: `samples` says how many of each stratum there are then.

    Raises NotMore, DrawMoved, WrongState.
    """
    strata = [
        {**stratum, "sample": samples.get(stratum["name"], stratum["sample"])}
        for stratum in draw.strata
    ]
    pairs = list(zip(draw.strata, strata, strict=True))
    if strata == draw.strata or not all(
        before["sample"] <= now["sample"] <= now["lines"] for before, now in pairs
    ):
        raise NotMore
    rows = Draw.objects.filter(pk=draw.pk, state=DrawState.THROWN, grown=draw.grown)
    if rows.update(strata=strata, grown=draw.grown + 1) != 1:
        raise DrawMoved
    draw.strata, draw.grown, by = strata, draw.grown + 1, f"user:{user.pk}"
    by_leaf = {entry.leaf: entry.number for entry in entries_of(draw.of)}
    lots = lots_of(draw, draw.digits)
    drawn = {name: [by_leaf[lot.entry] for lot in some] for name, some in lots.items()}
    keep_picks(draw, drawn)
    want_lines(check=draw.of, numbers=[n for some in drawn.values() for n in some], at=at, by=by)
    announce(DrawGrown(**draw.ids, drawn=entries_drawn(lots)), at=at, by=by)
