"""Want: say which lines people are to decide on, as a draw or a check of the matching by rule asks."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.verification.events.checks import LinesAudited, LinesWanted
from undersigned.verification.models import Candidate, Check, Line
from undersigned.verification.moves import WrongState, locked
from undersigned.verification.states.checks import OPEN, CheckState, LineState, Outcome

BATCH = 500


@transaction.atomic
def want_lines(*, check: Check, numbers: Collection[int] | None, at: datetime, by: str) -> int:
    """Have people decide on these lines, or on all (`numbers` None), but for those a rule matched. How many are new.

    So that a voter counts once, lines that may be of the same voter as one of these that is valid are wanted too.
    Raises WrongState.
    """
    _must_be_reviewed(check)
    rows = 0
    for some in _batches(check, numbers):
        lines = check.lines.filter(number__in=some)
        rows += lines.filter(state__in=OPEN, wanted=False).update(wanted=True)
        valid = lines.filter(outcome=Outcome.VALID).values_list("voter", flat=True)
        rows += want_same_voter(check.pk, [bytes(voter) for voter in valid])
    announce(LinesWanted(**check.ids, rows=rows), at=at, by=by)
    return rows


@transaction.atomic
def audit_lines(*, check: Check, numbers: Collection[int], at: datetime, by: str) -> int:
    """Send lines that a rule matched to reviewers all the same, who see no difference; how many. Raises WrongState.

    `Line.audited` and `rule` stay, so that rule and people can be compared (`queries.tally.lines_now`).
    """
    _must_be_reviewed(check)
    rows = 0
    for some in _batches(check, numbers):
        matched = check.lines.filter(number__in=some, audited=False).exclude(rule="")
        rows += matched.filter(state=LineState.SETTLED).update(
            state=LineState.WAITING,
            outcome="",
            voter=b"",
            settled_at=None,
            audited=True,
            wanted=True,
        )
    announce(LinesAudited(**check.ids, rows=rows), at=at, by=by)
    return rows


def want_same_voter(check: int, voters: Sequence[bytes]) -> int:
    """Have people decide on a check’s open lines that have one of these voters as a candidate; how many are new."""
    alike = Candidate.objects.filter(line__of=check, voter__in=voters, weight__gt=0)
    lines = Line.objects.filter(pk__in=alike.values("line"), state__in=OPEN, wanted=False)
    return lines.update(wanted=True)


def _must_be_reviewed(check: Check) -> None:
    state = locked(check.pk).state
    if state != CheckState.REVIEWING:
        raise WrongState(state)


def _batches(check: Check, numbers: Collection[int] | None) -> list[list[int]]:
    wanted = sorted(numbers) if numbers is not None else list(range(1, check.lines_found + 1))
    return [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]
