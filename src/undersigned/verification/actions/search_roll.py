"""Search the roll by hand for the signer of a line, and keep what was found as one more candidate."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.journal.sealed import note_opening
from undersigned.petitions.rules import Refused
from undersigned.signatures.allowances import HOUR, Limit, use
from undersigned.signatures.blind import allowance_key
from undersigned.verification.actions.claim import Taken
from undersigned.verification.candidates import Likely, candidates_of, seal_candidates, shown
from undersigned.verification.events.lines import CandidateFound
from undersigned.verification.lookup import rows_of, search
from undersigned.verification.marks import key_of, mark
from undersigned.verification.models import Candidate, Line
from undersigned.verification.rolls.snapshot import open_roll
from undersigned.verification.states.checks import OPEN

if TYPE_CHECKING:
    import duckdb

AN_HOUR = 200  # openings of a roll by one reviewer
WAIT = 5  # seconds, until somebody else's search is done
_one = Lock()  # an opened roll may take a gigabyte, so of each process one is open at a time


class NotOnRoll(Refused):
    """The roll has no such row that may be shown."""

    def __init__(self) -> None:
        super().__init__(_("The roll has no such voter. Please search again."))


class TooOften(Refused):
    """The reviewer has opened a roll as often as one may within the hour."""

    def __init__(self) -> None:
        super().__init__(
            _("You have searched the roll very often within this hour. Please go on in the next.")
        )


class InUse(Refused):
    """Somebody else's search takes long."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else is searching the roll. Please try again in half a minute.")
        )


def search_roll(*, line: Line, words: str, at: datetime, user: User) -> list[dict[str, Any]]:
    """The rows of the roll in which all these words stand, some at most, none of them confidential; journaled.

    What was looked for is not kept. Raises TooOften, InUse.
    """
    with transaction.atomic():
        _use_allowance(user, at=at)
    with _opened(line) as roll:
        found = search(roll, words)
    reason = f"search for line {line.number} of check {line.of_id}"
    note_opening(len(found), of="rolls", reason=reason, at=at, by=f"user:{user.pk}")
    return found


@transaction.atomic
def add_candidate(*, line: Line, voter: str, at: datetime, user: User) -> int:
    """Make a row of the roll one of the line's candidates; its rank. The reviewer must have claimed the line.

    Raises NotOnRoll, Taken, TooOften, InUse.
    """
    mine = Line.objects.filter(pk=line.pk, claimed_by=user, state__in=OPEN)
    if mine.update(claimed_by=user) != 1:  # holds the row until the transaction ends
        raise Taken
    _use_allowance(user, at=at)
    row = _row(line, voter)
    line.sealed = Line.objects.values_list("sealed", flat=True).get(pk=line.pk)
    likely = candidates_of(line)
    known = [candidate.voter for candidate in likely]
    if voter in known:
        return known.index(voter) + 1
    rank = len(likely) + 1
    likely.append(Likely(voter=voter, weight=0.0, row=shown(row), by_hand=True))
    Line.objects.filter(pk=line.pk).update(sealed=seal_candidates(line, likely))
    voter_mark = mark(key_of(line.of), voter)
    Candidate.objects.create(line=line, rank=rank, voter=voter_mark, weight=0.0)
    announce(CandidateFound(**line.ids), at=at, by=f"user:{user.pk}")
    return rank


def _row(line: Line, voter: str) -> Mapping[str, Any]:
    with _opened(line) as roll:
        row = rows_of(roll, [voter]).get(voter)
    if row is None or row["confidential"]:
        raise NotOnRoll
    return row


def _use_allowance(user: User, *, at: datetime) -> None:
    hour = at.replace(minute=0, second=0, microsecond=0)
    limit = Limit(allowance_key("roll", hour, user.pk), AN_HOUR, hour + HOUR)
    if use([[limit]]) != [[True]]:
        raise TooOften


@contextmanager
def _opened(line: Line) -> "Iterator[duckdb.DuckDBPyConnection]":
    if not _one.acquire(timeout=WAIT):
        raise InUse
    try:
        with open_roll(line.of.roll) as roll:
            yield roll
    finally:
        _one.release()
