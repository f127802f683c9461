"""Search the roll by hand for the signer of a line, and keep what was found as one more candidate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.journal.sealed import note_opening
from undersigned.petitions.rules import Refused
from undersigned.verification.actions.claim import Taken
from undersigned.verification.candidates import Likely, candidates_of, seal_candidates, shown
from undersigned.verification.events.lines import CandidateFound
from undersigned.verification.lookup import rows_of, search
from undersigned.verification.marks import key_of, mark
from undersigned.verification.models import Candidate, Line
from undersigned.verification.rolls.snapshot import open_roll
from undersigned.verification.states.checks import OPEN


class NotOnRoll(Refused):
    """The roll has no such row that may be shown."""

    def __init__(self) -> None:
        super().__init__(_("The roll has no such voter. Please search again."))


def search_roll(*, line: Line, words: str, at: datetime, user: User) -> list[dict[str, Any]]:
    """The rows of the roll in which all these words stand, some at most, none of them confidential; journaled.

    What was looked for is not kept.
    """
    with open_roll(line.of.roll) as roll:
        found = search(roll, words)
    reason = f"search for line {line.number} of check {line.of_id}"
    note_opening(len(found), of="rolls", reason=reason, at=at, by=f"user:{user.pk}")
    return found


@transaction.atomic
def add_candidate(*, line: Line, voter: str, at: datetime, user: User) -> int:
    """Make a row of the roll one of the line's candidates; its rank. The reviewer must have claimed the line.

    Raises NotOnRoll, Taken.
    """
    mine = Line.objects.filter(pk=line.pk, claimed_by=user, state__in=OPEN)
    if mine.update(claimed_by=user) != 1:  # holds the row until the transaction ends
        raise Taken
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
    with open_roll(line.of.roll) as roll:
        row = rows_of(roll, [voter]).get(voter)
    if row is None or row["confidential"]:
        raise NotOnRoll
    return row
