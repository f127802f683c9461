"""Throw: the digits that dice showed are entered, and with them it is settled which lines are drawn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.journal.rows import insert
from undersigned.petitions.rules import Refused
from undersigned.pure.sampling.ceremony import Lot
from undersigned.pure.sampling.draw import SEED
from undersigned.verification.actions.want import audit_lines, want_lines
from undersigned.verification.drawing import accepted, audited, entries_of, fingerprint, lots_of
from undersigned.verification.events.draws import DrawThrown
from undersigned.verification.models import Draw, Pick
from undersigned.verification.queries.witnessed import first_witnessed
from undersigned.verification.states.draws import AUDIT, MOVES

BATCH = 1000


class NotYet(Refused):
    """The announced time has not come."""

    def __init__(self) -> None:
        super().__init__(_("The dice are thrown at the announced time, not before it."))


class NotWitnessed(Refused):
    """No witness vouched yet for a checkpoint that holds the announcement."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The list is not fixed yet: too few witnesses have vouched for the public log with the "
                "announcement in it. Nobody may know the dice before that. This usually takes minutes."
            )
        )


class NotDice(Refused):
    """The digits are too few, too many, or no digits."""

    def __init__(self) -> None:
        super().__init__(_("Enter 20 to 100 digits, as the dice showed them, without spaces."))


class DrawMoved(Refused):
    """The draw is not, any more, where this starts from."""

    def __init__(self) -> None:
        super().__init__(_("This draw has moved on meanwhile. Please look at it again."))


class ListMoved(Refused):
    """The lines that a rule matched are others than at the announcement."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The lines that a rule matched have changed since the announcement. Announce it anew."
            )
        )


@transaction.atomic
def throw(*, draw: Draw, digits: str, at: datetime, user: User) -> None:
    """Enter the dice: the lines are drawn, go to reviewers, and stand on the record.

    Raises NotDice, NotYet, NotWitnessed, ListMoved, DrawMoved, WrongState (of the check).
    """
    if not SEED.fullmatch(digits):
        raise NotDice
    if at < draw.happens_at:
        raise NotYet
    if (checkpoint := first_witnessed(draw.announcement)) is None:
        raise NotWitnessed
    by = f"user:{user.pk}"
    move_draw(draw, "throw", digits=digits, thrown_at=at, witnessed_size=checkpoint.size)
    entries = entries_of(draw.of)
    matched = accepted(entries)
    if fingerprint(draw.of, matched) != draw.accepted_sha256:
        raise ListMoved
    lots = lots_of(draw, digits)
    by_leaf = {entry.leaf: entry.number for entry in entries}
    audit = audited(draw, digits, matched)
    drawn = {name: [by_leaf[lot.entry] for lot in some] for name, some in lots.items()}
    keep_picks(draw, {**drawn, AUDIT: audit})
    audit_lines(check=draw.of, numbers=audit, at=at, by=by)
    want_lines(check=draw.of, numbers=[n for some in drawn.values() for n in some], at=at, by=by)
    announce(
        DrawThrown(
            **draw.ids, digits=digits, witnessed_size=checkpoint.size, drawn=entries_drawn(lots)
        ),
        at=at,
        by=by,
    )


def entries_drawn(lots: dict[str, tuple[Lot, ...]]) -> dict[str, list[int]]:
    """Of each stratum, the entries of the log in the order drawn."""
    return {name: [lot.entry for lot in some] for name, some in lots.items()}


def keep_picks(draw: Draw, drawn: dict[str, list[int]]) -> None:
    """Write what was drawn, of each stratum what is not written yet."""
    ids = dict(draw.of.lines.values_list("number", "pk"))
    there = set(draw.picks.values_list("stratum", "place"))
    rows = [
        Pick(draw=draw, stratum=name, place=place, line_id=ids[number])
        for name, numbers in drawn.items()
        for place, number in enumerate(numbers, start=1)
        if (name, place) not in there
    ]
    for start in range(0, len(rows), BATCH):
        insert(rows[start : start + BATCH])


def move_draw(draw: Draw, verb: str, **facts: object) -> None:
    """Move on by a person's verb, if the draw is as that person read it. Raises DrawMoved."""
    among, to = MOVES[verb]
    facts = {"state": to, **facts}
    rows = Draw.objects.filter(pk=draw.pk, state=draw.state, grown=draw.grown, state__in=among)
    if rows.update(**facts) != 1:
        raise DrawMoved
    for name, value in facts.items():
        setattr(draw, name, value)
