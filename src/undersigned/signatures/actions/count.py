"""Count: move newly confirmed signatures into the running counts, each exactly once."""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count as CountOf
from django.db.models import F

from undersigned.journal.announce import announce
from undersigned.signatures.events import CountDiffers, CountMoved
from undersigned.signatures.models import HourlyCount, PetitionCount, Signature
from undersigned.signatures.states import State

BATCH = 2000  # below both databases' limit of parameters
LOCK = 0x756E6465  # PostgreSQL's advisory lock of the counter


@transaction.atomic
def count(*, at: datetime) -> int:
    """Mark up to 2,000 confirmed signatures as counted and add them to their petitions' counts; how many.

    One counter at a time (an advisory lock; SQLite has one writer), and each row is marked by a conditional
    update in the transaction that adds it, so that neither two workers nor a crash can count it twice.
    """
    _lock()
    rows = list(
        Signature.objects.filter(state=State.CONFIRMED, counted=False)
        .order_by("id")
        .values_list("id", "petition_id", "confirmed_at")[:BATCH]
    )
    if not rows:
        return 0
    uncounted = Signature.objects.filter(
        id__in=[row[0] for row in rows], state=State.CONFIRMED, counted=False
    )
    if uncounted.update(counted=True) != len(rows):
        raise RuntimeError("A signature left the count while it was being counted.")
    hours = Counter(
        (petition_id, when.replace(minute=0, second=0, microsecond=0))
        for _, petition_id, when in rows
        if when is not None
    )
    _add_hours(hours)
    _add_petitions(Counter(petition_id for _, petition_id, _ in rows), at=at)
    return len(rows)


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _add_hours(hours: Counter[tuple[int, datetime]]) -> None:
    for (petition_id, hour), number in sorted(hours.items()):
        row, made = HourlyCount.objects.get_or_create(
            petition_id=petition_id, hour=hour, defaults={"confirmed": number}
        )
        if not made:
            HourlyCount.objects.filter(pk=row.pk).update(confirmed=F("confirmed") + number)


def _add_petitions(petitions: Counter[int], *, at: datetime) -> None:
    moved = []
    for petition_id, number in sorted(petitions.items()):
        PetitionCount.objects.get_or_create(petition_id=petition_id, defaults={"as_of": at})
        running = PetitionCount.objects.filter(pk=petition_id)
        running.update(confirmed=F("confirmed") + number, as_of=at)
        total = running.values_list("confirmed", flat=True).get()
        moved.append(CountMoved(petition_id=petition_id, confirmed=total))
    announce(*moved, at=at, by="worker")


@transaction.atomic
def check_counts(*, at: datetime) -> list[CountDiffers]:
    """Compare every running count with its rows; announce and return what differs, and change nothing."""
    _lock()
    rows = dict(
        Signature.objects.filter(counted=True)
        .values_list("petition_id")
        .annotate(number=CountOf("id"))
        .values_list("petition_id", "number")
    )
    says = dict(PetitionCount.objects.values_list("petition_id", "confirmed"))
    differing = [
        CountDiffers(petition_id=petition, says=says.get(petition, 0), rows=rows.get(petition, 0))
        for petition in sorted(rows.keys() | says.keys())
        if says.get(petition, 0) != rows.get(petition, 0)
    ]
    announce(*differing, at=at, by="worker")
    PetitionCount.objects.update(checked_at=at)
    return differing
