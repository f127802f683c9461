"""Count: keep the running counts in step with the signatures, each taken in, taken out or put back exactly once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, QuerySet

from undersigned.journal.announce import announce
from undersigned.signatures.events import CountDiffers, CountMoved
from undersigned.signatures.models import HourlyCount, PetitionCount, Signature
from undersigned.signatures.queries import figures_in_rows, left_by_hour
from undersigned.signatures.states import FIGURES, LEFT, PAPER, State, Via

# One counter at a time: an advisory lock of that number, for the transaction.
LOCK = {"postgresql": "SELECT pg_advisory_xact_lock(1970168933)", "sqlite": "SELECT 1"}
# 2,000 at a time: marking them takes fewer parameters than both databases allow.
# In plain SQL with its values in it: SQLite sees only then that the index `not_yet_counted` holds just these rows.
NOT_YET_COUNTED = """
SELECT id, petition_id, counted_as, state, via, confirmed_at, left_at FROM signatures_signature
WHERE state IN ('confirmed', 'withdrawn', 'void') AND NOT (counted_as = state) ORDER BY id LIMIT 2000
"""


@dataclass(frozen=True)
class Move:
    """A signature that is counted as one thing, or not at all, and has become another."""

    id: int
    petition_id: int
    was: str
    now: str
    via: str
    confirmed_at: datetime
    left_at: datetime | None


@transaction.atomic
def count(*, at: datetime) -> int:
    """Bring up to 2,000 signatures into the figures that their states belong to; how many.

    One counter at a time (an advisory lock; SQLite has one writer). Each row says as what it is counted, and that is
    changed by a conditional update in the transaction that moves the figures: neither two workers nor a crash can
    count it twice, whatever became of it in between. Rows that somebody is changing wait for the next time.
    """
    _lock()
    moves = _moves()
    if not moves:
        return 0
    _mark(moves)
    _move_hours(moves)
    restored = {move.petition_id for move in moves if move.was in LEFT and move.now not in LEFT}
    _write_left_anew(restored)
    _move_petitions(moves, at=at)
    return len(moves)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK[connection.vendor])


def _moves() -> list[Move]:
    lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    rows = Signature.objects.raw(f"{NOT_YET_COUNTED} {lock}")
    return [
        Move(
            *(row.pk, row.petition_id, row.counted_as, row.state, row.via),
            *(row.confirmed_at, row.left_at),
        )
        for row in rows
        if row.confirmed_at
    ]


def _mark(moves: Sequence[Move]) -> None:
    kinds: dict[tuple[str, str], list[int]] = {}
    for move in moves:
        kinds.setdefault((move.was, move.now), []).append(move.id)
    for (was, now), ids in kinds.items():
        still = Signature.objects.filter(id__in=ids, counted_as=was, state=now)
        if still.update(counted_as=now) != len(ids):
            raise RuntimeError("A signature changed while it was being counted.")


def _move_hours(moves: Sequence[Move]) -> None:
    _add_hours("confirmed", [(m.petition_id, m.confirmed_at) for m in moves if not m.was])
    left = [m for m in moves if m.now in LEFT and m.was not in LEFT]
    _add_hours("left", [(m.petition_id, m.left_at) for m in left if m.left_at])


def _add_hours(column: str, moments: Sequence[tuple[int, datetime]]) -> None:
    hours = Counter((petition, _hour(when)) for petition, when in moments)
    for (petition, hour), number in sorted(hours.items()):
        _hourly(petition, hour).update(**{column: F(column) + number})


def _hour(when: datetime) -> datetime:
    return when.replace(minute=0, second=0, microsecond=0)


def _hourly(petition: int, hour: datetime) -> QuerySet[HourlyCount]:
    row, _ = HourlyCount.objects.get_or_create(
        petition_id=petition, hour=hour, defaults={"confirmed": 0}
    )
    return HourlyCount.objects.filter(pk=row.pk)


def _write_left_anew(petitions: set[int]) -> None:
    """Put back is as if it had not left, and a row no longer says when it did: so add up those that are still out."""
    for petition in sorted(petitions):
        HourlyCount.objects.filter(petition_id=petition).update(left=0)
        for hour, number in left_by_hour(petition).items():
            _hourly(petition, hour).update(left=number)


def _move_petitions(moves: Sequence[Move], *, at: datetime) -> None:
    changes: dict[int, Counter[str]] = {}
    for move in moves:
        change = changes.setdefault(move.petition_id, Counter())
        change[move.now] += 1
        if move.was:
            change[move.was] -= 1
        if move.via == Via.PAPER:
            change[PAPER] += (move.now == State.CONFIRMED) - (move.was == State.CONFIRMED)
    announce(
        *(_move_petition(*each, at=at) for each in sorted(changes.items())), at=at, by="worker"
    )


def _move_petition(petition: int, change: Counter[str], *, at: datetime) -> CountMoved:
    PetitionCount.objects.get_or_create(petition_id=petition, defaults={"as_of": at})
    running = PetitionCount.objects.filter(pk=petition)
    running.update(as_of=at, **{figure: F(figure) + change[figure] for figure in FIGURES})
    return CountMoved(
        petition_id=petition, confirmed=running.values_list("confirmed", flat=True).get()
    )


@transaction.atomic
def check_counts(*, at: datetime) -> list[CountDiffers]:
    """Compare every running count with its rows; announce and return what differs, and change nothing."""
    _lock()
    rows = figures_in_rows()
    says: dict[tuple[int, str], int] = {
        (row["petition_id"], str(figure)): row[figure]
        for row in PetitionCount.objects.values("petition_id", *FIGURES)
        for figure in FIGURES
    }
    differing = [
        CountDiffers(petition_id=key[0], figure=key[1], says=says.get(key, 0), rows=rows[key])
        for key in sorted(rows.keys() | says.keys())
        if says.get(key, 0) != rows[key]
    ]
    announce(*differing, at=at, by="worker")
    PetitionCount.objects.update(checked_at=at)
    return differing
