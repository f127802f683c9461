"""The same list on a newer roll; and what is destroyed with a roll."""

from datetime import date

import pytest
from django.utils import timezone
from tests.factories.rolls import voter
from tests.verification.checking import (
    NOW,
    SIGNERS,
    VOTERS,
    begun,
    checked,
    clerk_of,
    laid_out,
    line_of,
    outcomes,
    reviewer_of,
    roll_of,
    say,
    signed_petition,
)

from undersigned.journal.keys import KeyMissing
from undersigned.journal.models import Entry
from undersigned.verification.actions.forget import forget_checks
from undersigned.verification.actions.open_check import NotReady, recheck
from undersigned.verification.actions.run_checks import run_checks
from undersigned.verification.actions.steer import close
from undersigned.verification.candidates import candidates_of
from undersigned.verification.marks import key_of
from undersigned.verification.models import Candidate, Check, Roll
from undersigned.verification.moves import WrongState
from undersigned.verification.queries.checks import check_page
from undersigned.verification.rolls.snapshot import folder_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]

# Dov registered before signing; the older roll did not have it yet.
DOV = voter("V9", "Dov Unlisted", "3 Nowhere Court, Sampleton 12345")


def decided() -> Check:
    """A finished check: line 3 did not match, line 4 was not found, line 5 repeats line 1."""
    check = checked(signed_petition())
    for name in ("Rae", "Sol"):
        user = reviewer_of(check.petition.council, f"{name} Sample")
        say(check, 3, "mismatch", user)
        say(check, 4, "not_registered", user)
        say(check, 5, "duplicate", user, other=1)
    close(check=check, at=NOW, user=check.began_by)
    return check


def again(check: Check, voters: tuple[dict[str, object], ...]) -> Check:
    roll = roll_of(check.petition, voters, as_of=date(2026, 4, 1))
    after = recheck(check=check, roll=roll, at=NOW, user=check.began_by)
    run_checks(at=NOW)
    after.refresh_from_db()
    return after


def test_who_is_on_the_newer_roll_counts_and_all_else_stays_decided() -> None:
    before = decided()
    assert outcomes(before) == ["valid", "valid", "mismatch", "not_registered", "duplicate"]
    after = again(before, (*VOTERS, DOV))
    assert outcomes(after) == ["valid", "valid", "mismatch", "valid", "duplicate"]
    bands = after.lines.order_by("number").values_list("band", flat=True)
    assert list(bands) == ["carried", "carried", "carried", "accept", "carried"]
    assert after.lines.get(number=5).same_as == after.lines.get(number=1)
    assert [line.leaf for line in after.lines.all()] == [line.leaf for line in before.lines.all()]
    assert (after.size, bytes(after.root)) == (before.size, bytes(before.root))


def test_who_was_valid_stays_valid_when_the_newer_roll_has_them_no_more() -> None:
    after = again(decided(), (DOV,))
    assert outcomes(after)[:2] == ["valid", "valid"]
    (likely,) = candidates_of(line_of(after, 1))
    assert likely.voter == "V1"


def test_a_rejection_is_decided_anew_where_the_newer_roll_has_somebody_new() -> None:
    cora = voter("V8", "Cora Plover", "40 Harbor Lane, Sampleton 12345", suffix="jr")
    after = again(decided(), (*VOTERS, cora))
    assert outcomes(after)[2] in {"(waiting)", "valid"}
    assert line_of(after, 3).band != "carried"


def test_only_a_finished_check_is_done_again_and_on_another_roll() -> None:
    before = decided()
    with pytest.raises(WrongState):
        recheck(check=before, roll=before.roll, at=NOW, user=before.began_by)
    Check.objects.update(state="reviewing")
    before.refresh_from_db()
    with pytest.raises(WrongState):
        recheck(check=before, roll=roll_of(before.petition), at=NOW, user=before.began_by)


def test_a_check_is_not_done_again_on_a_roll_that_is_destroyed_today() -> None:
    before = decided()
    today = timezone.localdate(NOW)
    due = roll_of(before.petition, as_of=date(2026, 4, 1), purge_on=today)
    assert check_page(before, user=before.began_by, at=NOW).newer_rolls == []
    with pytest.raises(NotReady):
        recheck(check=before, roll=due, at=NOW, user=before.began_by)


def test_what_a_check_holds_of_a_roll_goes_with_the_roll() -> None:
    check = laid_out()
    before = outcomes(check)
    assert forget_checks(at=NOW) == 0
    Roll.objects.update(state="purged", sealed_key=b"", purged_at=NOW)
    assert forget_checks(at=NOW) == 1
    assert forget_checks(at=NOW) == 0
    check.refresh_from_db()
    assert (check.forgotten_at, bytes(check.sealed)) == (NOW, b"")
    assert not Candidate.objects.exists()
    assert candidates_of(line_of(check, 1)) == []
    assert outcomes(check) == before
    with pytest.raises(KeyMissing):
        key_of(check)
    assert Entry.objects.filter(name="check.forgotten").count() == 1


def test_a_check_whose_roll_is_damaged_is_cancelled() -> None:
    petition = signed_petition(SIGNERS[:1])
    roll = roll_of(petition)
    check = begun(petition, roll, clerk_of(petition.council))
    (part,) = folder_of(roll).glob("*.parquet")
    part.write_bytes(part.read_bytes()[:-1])
    run_checks(at=NOW)
    check.refresh_from_db()
    assert check.state == "cancelled"
    assert Entry.objects.get(name="check.cancelled").by == "worker"


def test_a_check_whose_roll_is_destroyed_before_it_was_compared_is_cancelled() -> None:
    check = laid_out([], state="linking")
    Roll.objects.update(state="purged", sealed_key=b"", purged_at=NOW)
    forget_checks(at=NOW)
    check.refresh_from_db()
    assert check.state == "cancelled"
