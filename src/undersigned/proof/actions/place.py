"""Place: the leaves that wait get their numbers in the log, in one transaction; from then on they never change."""

import secrets
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from undersigned.proof.actions.open_record import append_opening
from undersigned.proof.book import Book
from undersigned.proof.models import Leaf, Tally
from undersigned.proof.queries.sizes import log_size
from undersigned.proof.states import Kind

log = structlog.get_logger(__name__)

BATCH = 2048  # leaves of one transaction
ENDS = (Kind.CLOSE, Kind.PURGE)
# On PostgreSQL a confirmation that began before the closing may still be on its way; none lasts as long as this.
SETTLED = timedelta(seconds=30)
# What the rules did not allow comes up again this much later, beside others: it may follow what was still missing.
AGAIN = timedelta(hours=1)
_shuffle = secrets.SystemRandom().shuffle


@transaction.atomic
def place(*, at: datetime, by: str = "worker", flush: bool = False) -> int:
    """Give the waiting leaves their places, if enough wait or the oldest has waited long enough; how many.

    With `flush`, however few they are. What the rules do not allow makes no run due, and keeps nobody waiting.

    Openings come first, then signatures in an order that tells nothing of when each was confirmed, then what is
    about them. Tallies are written for what changed, and `count` leaves at a petition's first change of a day and
    at its end. For the sequencer alone: it holds the lock.
    """
    del by  # nobody but the worker, and nothing is announced: publishing is
    if not (flush or _is_due(at)):
        return 0
    leaves = _in_order(_openings(at) + _batch(at))
    book = Book(leaves)
    first = log_size()
    bodies = _bodies(leaves, book, first, at=at)
    placed = _keep(bodies)
    ended = {leaf.petition_id or 0 for leaf, _ in bodies if leaf.kind == Kind.CLOSE}
    counts = _count(book, ended, placed, first + placed, at=at)
    _tally(book, first + placed + counts)
    return placed + counts


def _is_due(at: datetime) -> bool:
    """Whether enough leaves wait, or the first of them long enough."""
    waiting = Leaf.objects.filter(index__isnull=True, refused_at=None).order_by("id")
    came = list(waiting.values_list("made_at", flat=True)[: settings.LOG_FLUSH_AT])
    long_ago = at - timedelta(seconds=settings.LOG_FLUSH_SECONDS)
    return bool(came) and (len(came) >= settings.LOG_FLUSH_AT or came[0] <= long_ago)


def _bodies(
    leaves: list[Leaf], book: Book, first: int, *, at: datetime
) -> list[tuple[Leaf, bytes]]:
    """The leaves that may follow, each in its place and with its bytes; the others are marked as refused."""
    bodies: list[tuple[Leaf, bytes]] = []
    refused: list[int] = []
    for leaf in leaves:
        if book.allows(leaf):
            bodies.append((leaf, book.put(leaf, first + len(bodies))))
        else:
            log.error("a leaf may not follow", leaf=leaf.pk, kind=str(leaf.kind))
            refused.append(leaf.pk)
    Leaf.objects.filter(pk__in=refused).update(refused_at=at)
    return bodies


def _waiting(at: datetime) -> QuerySet[Leaf]:
    """The leaves that wait and may come up now, oldest first."""
    waiting = Leaf.objects.filter(index__isnull=True).order_by("id")
    return waiting.filter(Q(refused_at=None) | Q(refused_at__lte=at - AGAIN))


def _openings(at: datetime) -> list[Leaf]:
    """The openings that wait; those of petitions that opened before there was a log are made now."""
    needing = _waiting(at).filter(kind__in=[Kind.SIGN, *ENDS], petition__isnull=False)[:BATCH]
    petitions = set(needing.values_list("petition_id", flat=True))
    opened = Leaf.objects.filter(kind=Kind.OPEN, petition_id__in=petitions)
    for petition in sorted(petitions - set(opened.values_list("petition_id", flat=True))):
        append_opening(petition, at=at)
    return list(_waiting(at).filter(kind=Kind.OPEN))


def _batch(at: datetime) -> list[Leaf]:
    """The oldest leaves that wait, without openings and without ends that signatures may still come before."""
    batch = list(_waiting(at).exclude(kind=Kind.OPEN)[:BATCH])
    if len(batch) == BATCH:
        return [leaf for leaf in batch if leaf.kind not in ENDS] or batch
    late = at - SETTLED if connection.vendor == "postgresql" else at
    return [leaf for leaf in batch if leaf.kind not in ENDS or leaf.made_at <= late]


def _in_order(leaves: list[Leaf]) -> list[Leaf]:
    opens = [leaf for leaf in leaves if leaf.kind == Kind.OPEN]
    signs = [leaf for leaf in leaves if leaf.kind == Kind.SIGN]
    _shuffle(signs)
    return opens + signs + [leaf for leaf in leaves if leaf.kind not in {Kind.OPEN, Kind.SIGN}]


def _keep(bodies: list[tuple[Leaf, bytes]]) -> int:
    """Write places and bytes; every leaf must still wait, or all of it is taken back."""
    if not bodies:
        return 0
    sql = (
        'UPDATE proof_leaf SET "index"=%s, body=%s, refused_at=NULL WHERE id=%s AND "index" IS NULL'
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(leaf.index, body, leaf.pk) for leaf, body in bodies])
        if cursor.rowcount != len(bodies):
            raise RuntimeError("A leaf got its place from somebody else.")
    return len(bodies)


def _count(book: Book, ended: set[int], placed: int, first: int, *, at: datetime) -> int:
    """Count leaves for petitions that changed for the first time today, and for those that ended."""
    if not placed:
        return 0
    today = timezone.localdate(at)
    due = {key for key in book.changed if (book.pages[key].counted_on or today.min) < today}
    leaves = [
        Leaf(
            kind=Kind.COUNT,
            petition_id=petition,
            day=today,
            body=book.count(petition, today),
            made_at=at,
            include_by=at,
            index=index,
        )
        for index, petition in enumerate(sorted(due | ended), first)
    ]
    Leaf.objects.bulk_create(leaves)
    return len(leaves)


def _tally(book: Book, size: int) -> None:
    Tally.objects.bulk_create(
        Tally(
            petition_id=petition,
            size=size,
            signed=page.signed,
            withdrawn=page.withdrawn,
            void=page.void,
        )
        for petition, page in sorted(book.pages.items())
        if petition in book.changed
    )
