"""A check of the sample petition, for the addresses of verification: made of rows, since comparing takes seconds."""

import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.factories.rolls import ready_roll, voter

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.blind import token_hash
from undersigned.signatures.models import Signature
from undersigned.verification.candidates import Likely, seal_candidates, shown
from undersigned.verification.marks import draw_key, mark, seal_key
from undersigned.verification.models import Candidate, Check, Cure, Decision, Line, Roll
from undersigned.verification.states.checks import CLAIMED_FOR

# Pages of one roll, and those of all of a council.
ROLLS = (
    *("roll", "put_layout", "preview_roll", "roll_progress"),
    *("purge_roll", "read_roll", "roll_rejects"),
)
NO_ROLL = ("rolls", "upload_roll")
VOTER = voter("V1", "Ana Sample", "1 Sample Street, Sampleton 00000")
TOKEN = b"c" * 16
REFS = {"ref": b"c" * 16, "token_hash": token_hash(TOKEN)}


def of_checks(petition: Petition, clerk: User) -> dict[str, object]:
    """A roll, a check with a line for each confirmed signature, and a letter to the signer of the last."""
    roll = ready_roll(petition.council, [VOTER])
    check = add_check(petition, roll, clerk)
    rows = Signature.objects.filter(petition=petition, state="confirmed").order_by("pk")
    lines = [add_line(check, row) for row in rows]
    add_cure(lines[-1])
    later = timezone.now() + CLAIMED_FOR
    Line.objects.filter(pk=lines[0].pk).update(claimed_by=clerk, claimed_until=later)
    return {
        "verification pk": check.pk,
        "verification number": 1,
        "verification ref": REFS["ref"].hex(),
        "verification token": TOKEN.hex(),
        **{f"verification:{page} pk": roll.pk for page in ROLLS},
        **{f"verification:{page} slug": petition.council.slug for page in (*ROLLS, *NO_ROLL)},
        "verification ticket": "none",
    }


def add_check(petition: Petition, roll: Roll, clerk: User, **facts: Any) -> Check:
    """A check under review."""
    at, ref = timezone.now(), secrets.token_bytes(16)
    times = dict.fromkeys(("began_at", "changed_at", "frozen_at", "linked_at"), at)
    state = {"state": "reviewing", "every_line": True, "began_by": clerk, **times, **facts}
    key = {"ref": ref, "sealed": seal_key(draw_key(), ref)}
    return Check.objects.create(
        petition=petition, roll=roll, size=10, root=b"r" * 32, **key, **state
    )


def add_line(check: Check, row: Signature) -> Line:
    """One more line that waits, with one candidate."""
    number = check.lines.count() + 1
    line = Line(of=check, number=number, signature=row, leaf=number, wanted=True)
    line.state, line.band = "waiting", "review"
    line.sealed = seal_candidates(line, [Likely("V1", 4.5, row=shown(VOTER))])
    line.save()
    Candidate.objects.create(line=line, rank=1, voter=mark("00", "V1"), weight=4.5)
    Check.objects.filter(pk=check.pk).update(lines_found=number)
    return line


def add_decision(line: Line, user: User) -> Decision:
    """A reviewer found the line valid."""
    at, voter_mark = timezone.now(), mark("00", "V1")
    settled = {"state": "settled", "outcome": "valid", "settled_at": at, "voter": voter_mark}
    Line.objects.filter(pk=line.pk).update(**settled)
    return Decision.objects.create(
        line=line, round=1, reviewer=user, outcome="valid", voter=voter_mark, at=at
    )


def add_cure(line: Line) -> None:
    """A line that does not count, whose signer was written to."""
    at = timezone.now()
    settled = {"state": "settled", "outcome": "not_registered", "settled_at": at}
    Line.objects.filter(pk=line.pk).update(**settled)
    until = timezone.localdate(at) + timedelta(days=9)
    Cure.objects.create(line=line, outcome="not_registered", until=until, asked_at=at, **REFS)
