"""Signatures: each row held against its keyed hash, every count recomputed from the rows."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from undersigned.config.fsck.blobs import fault_of_blob
from undersigned.config.fsck.faults import Fault, Rule, each, label, walk
from undersigned.mail.models import Letter
from undersigned.signatures.models import HourlyCount, PetitionCount, PublicName, Signature
from undersigned.signatures.rowcheck import check_sum, name_check_sum
from undersigned.signatures.states import FIGURES, FIRST_LETTERS, LEFT, PAPER, State, Via

BEHIND = (
    "Rows changed behind the site's back: compare with a backup. Do not correct the count by hand."
)
LETTERS_LAST = timedelta(days=20)  # shorter than signatures (21 days) and letters (30) are kept
LENGTHS = {"ref": 16, "email_index": 16, "name_index": 16, "check_sum": 16}
LENGTHS |= {"commit_c": 32, "commit_w": 32, "token_hash": 32, "code_hash": 32}
TRIES, ASKS, REMINDERS = 5, 5, 2


def rows() -> Iterator[Fault]:
    """Every signature by itself; and on the way, what the counts must be."""
    figures: Counter[tuple[int, str]] = Counter()
    hours: Counter[tuple[int, datetime, str]] = Counter()
    for row in walk(Signature.objects.all(), "Checking signatures"):
        yield from (Fault(label(row), column, what) for column, what in _row(row))
        if row.counted_as:
            figures[row.petition_id, row.counted_as] += 1
            if (row.counted_as, row.via) == (State.CONFIRMED, Via.PAPER):
                figures[row.petition_id, PAPER] += 1
            hours.update((row.petition_id, hour, column) for hour, column in _hours_of(row))
    yield from _counts(figures)
    yield from _hours(hours)


def _hours_of(row: Signature) -> Iterator[tuple[datetime, str]]:
    """The hours of the history in which a counted row stands."""
    if row.confirmed_at:
        yield _hour(row.confirmed_at), "confirmed"
    if row.counted_as in LEFT and row.left_at:
        yield _hour(row.left_at), "left"


def _row(row: Signature) -> Iterator[tuple[str, str]]:
    for column, length in LENGTHS.items():
        if len(getattr(row, column)) != length:
            yield column, f"has {len(getattr(row, column))} bytes instead of {length}"
    if bytes(row.check_sum) != check_sum(row):
        yield "check_sum", "does not fit: the row was changed, or never written by this site"
    if row.sealed and (fault := fault_of_blob(row.sealed, of="signatures")):
        yield "sealed", fault
    if row.sealed_address and (fault := fault_of_blob(row.sealed_address, of="signatures")):
        yield "sealed_address", fault
    if (row.asked == "moved") != (row.sealed_address is not None):
        yield "asked", "does not fit the corrected address"
    if row.code_tries > TRIES or row.asks > ASKS or row.reminders > REMINDERS:
        yield "code_tries, asks, reminders", "are more than the site allows"


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _counts(figures: Counter[tuple[int, str]]) -> Iterator[Fault]:
    says = {row.pk: row for row in PetitionCount.objects.all()}
    for petition in sorted({petition for petition, _ in figures} | says.keys()):
        for figure in FIGURES:
            says_here = getattr(says.get(petition), figure, 0)
            if says_here != figures[petition, figure]:
                what = f"says {says_here}, the rows are {figures[petition, figure]}"
                yield Fault(f"signatures.petitioncount:{petition}", figure, what)


def _hours(hours: Counter[tuple[int, datetime, str]]) -> Iterator[Fault]:
    for row in HourlyCount.objects.order_by("pk"):
        for column in ("confirmed", "left"):
            says, number = (
                getattr(row, column),
                hours.pop((row.petition_id, row.hour, column), 0),
            )
            if says != number and not (column == "left" and _is_being_put_back(row.petition_id)):
                yield Fault(label(row), column, f"says {says}, the rows are {number}")
    for (petition, hour, _), number in sorted(hours.items()):
        what = f"lacks the hour {hour:%Y-%m-%d %H} with its {number}"
        yield Fault(f"the history of petition {petition}", "", what)


def _is_being_put_back(petition: int) -> bool:
    """Whether a signature was restored in this very second: its row has forgotten when it had left."""
    rows = Signature.objects.filter(petition_id=petition, counted_as__in=LEFT)
    return rows.exclude(state__in=LEFT).exists()


def letters() -> Iterator[Fault]:
    """Every signature of the last weeks was stored with one letter, in one transaction, at one moment.

    But for those from paper, which have none or get it when they are counted.
    """
    since = timezone.now() - LETTERS_LAST
    signed = Signature.objects.filter(made_at__gt=since, via=Via.WEB).order_by("made_at")
    posted = Letter.objects.filter(created_at__gt=since, kind__in=FIRST_LETTERS)
    posted = posted.order_by("created_at")
    made = signed.values_list("made_at").annotate(Count("id")).iterator()
    written = posted.values_list("created_at").annotate(Count("id")).iterator()
    for moment, rows_then, letters_then in _side_by_side(made, written):
        if rows_then != letters_then:
            lost = "a letter" if letters_then < rows_then else "a signature"
            what = f"{rows_then} signatures, {letters_then} letters: {lost} was deleted or added"
            yield Fault(f"signed at {moment.isoformat()}", "", what)


Groups = Iterator[tuple[datetime, int]]


def _side_by_side(left: Groups, right: Groups) -> Iterator[tuple[datetime, int, int]]:
    """Two streams in order of time, merged: each moment with both numbers."""
    one, other = next(left, None), next(right, None)
    while one or other:
        moment = min(pair[0] for pair in (one, other) if pair)
        numbers = [pair[1] if pair and pair[0] == moment else 0 for pair in (one, other)]
        yield moment, numbers[0], numbers[1]
        one = next(left, None) if numbers[0] else one
        other = next(right, None) if numbers[1] else other


def names(row: PublicName) -> Iterator[tuple[str, str]]:
    """A shown name is one that its signer asked to be shown."""
    if bytes(row.check_sum) != name_check_sum(row):
        yield "check_sum", "does not fit: the name was changed, or never written by this site"
    signature = row.signature
    if not (signature.show_name and signature.name_shown and signature.state == State.CONFIRMED):
        yield "name", "is shown although its signature does not ask for it"


def unshown() -> Iterator[Fault]:
    """A name that the worker has put on the page is still there."""
    marked = Signature.objects.filter(name_shown=True, public_name__isnull=True)
    for row in marked.order_by("pk").iterator():
        yield Fault(label(row), "name_shown", "says that the name is shown, and no name is there")


RULES = [
    Rule(
        "signatures.rows",
        "every signature fits its keyed hash; every count and every hour is the sum of its rows",
        BEHIND,
        rows,
    ),
    Rule(
        "signatures.letters",
        "every signature of the last 20 days has the letter that was queued with it",
        BEHIND,
        letters,
    ),
    Rule(
        "signatures.names",
        "every shown name is one whose signer asked for it",
        "Take the name off the page, then compare with a backup.",
        each(lambda: PublicName.objects.select_related("signature"), names),
    ),
    Rule(
        "signatures.unshown",
        "no shown name is missing",
        BEHIND,
        unshown,
    ),
]
