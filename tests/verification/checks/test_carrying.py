"""What a check on a newer roll takes over, and what of it is not taken over."""

from dataclasses import replace
from datetime import date

import pytest
from tests.verification.checking import (
    NOW,
    VOTERS,
    checked,
    line_of,
    outcomes,
    reviewer_of,
    roll_of,
    say,
    signed_petition,
)

from undersigned.verification.actions.open_check import recheck
from undersigned.verification.actions.run_checks import run_checks
from undersigned.verification.actions.steer import close
from undersigned.verification.actions.want import audit_lines
from undersigned.verification.candidates import candidates_of
from undersigned.verification.drawing import accepted, entries_of
from undersigned.verification.marks import key_of
from undersigned.verification.models import Check, Roll

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


@pytest.fixture
def before(place: object) -> Check:
    """A finished check: lines 1 and 2 were matched by rule, line 2 was looked at all the same."""
    check = checked(signed_petition())
    audit_lines(check=check, numbers=[2], at=NOW, by="worker")
    rae, sol = (reviewer_of(check.petition.council, f"{name} Sample") for name in ("Rae", "Sol"))
    say(check, 2, "valid", rae, rank=1)
    for user in (rae, sol):
        say(check, 3, "mismatch", user)
        say(check, 4, "not_registered", user)
        say(check, 5, "duplicate", user, other=1)
    close(check=check, at=NOW, user=check.began_by)
    return check


def newer(check: Check, *changed: dict[str, object]) -> Roll:
    """The roll of a month later, with these rows in the place of the earlier ones."""
    rows = {row["voter"]: row for row in (*VOTERS, *changed)}
    return roll_of(check.petition, list(rows.values()), as_of=date(2026, 4, 1))


def again(check: Check, roll: Roll) -> Check:
    after = recheck(check=check, roll=roll, at=NOW, user=check.began_by)
    run_checks(at=NOW)
    after.refresh_from_db()
    return after


def bands(check: Check) -> list[str]:
    return list(check.lines.order_by("number").values_list("band", flat=True))


def test_what_a_rule_matched_is_still_matched_by_rule_and_can_be_looked_at_blindly(
    before: Check,
) -> None:
    after = again(before, newer(before))
    assert bands(after) == ["carried"] * 5
    assert accepted(entries_of(before)) == accepted(entries_of(after)) == [1]
    facts = [(line.rule != "", line.audited) for line in after.lines.order_by("number")]
    assert facts == [(True, False), (True, True), *[(False, False)] * 3]
    assert audit_lines(check=after, numbers=[1, 2, 3], at=NOW, by="worker") == 1
    assert outcomes(after)[:2] == ["(waiting)", "valid"]


def test_nothing_is_taken_over_where_a_roll_does_not_number_its_voters(before: Check) -> None:
    roll = newer(before)
    del roll.layout["columns"]["voter"]
    roll.save()
    after = again(before, roll)
    assert "carried" not in bands(after)
    assert key_of(after) != key_of(before)


def test_a_rejection_is_decided_anew_where_a_candidate_s_row_has_changed(before: Check) -> None:
    cora = {**VOTERS[2], "registered": "2026-03-15"}
    after = again(before, newer(before, cora))
    assert bands(after) == ["carried", "carried", "review", "carried", "carried"]
    assert outcomes(after)[2] == "(waiting)"


def test_nothing_is_kept_of_a_voter_whom_the_newer_roll_says_to_be_confidential(
    before: Check,
) -> None:
    ana = {**VOTERS[0], "confidential": True}
    after = again(before, newer(before, ana))
    (then,), (now,) = (candidates_of(line_of(check, 1)) for check in (before, after))
    assert then.row
    assert now == replace(then, row={}, reasons=(), confidential=True)
    (same,), (still,) = (candidates_of(line_of(check, 2)) for check in (before, after))
    assert same == still
