"""Grow: more lines are drawn from the same dice; those that were drawn before stay."""

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
from undersigned.verification.queries.costs import next_samples
from undersigned.verification.queries.results import result_of
from undersigned.verification.states.draws import DrawState


class NotMore(Refused):
    """The drawn lines settle it, or may yet do so; or there are no others."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "More lines are drawn only if all that were drawn are decided on and do not settle it."
            )
        )


@transaction.atomic
def grow(*, draw: Draw, at: datetime, user: User) -> None:
    """Draw more lines, as many as the method says, where those that were drawn are decided on and do not settle it.

    Raises NotMore, DrawMoved, WrongState.
    """
    if not result_of(draw).asks_for_more:
        raise NotMore
    samples = next_samples(draw)
    strata = [{**stratum, "sample": samples[stratum["name"]]} for stratum in draw.strata]
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
