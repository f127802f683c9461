"""Of all lines of one voter one counts, and the others say which."""

import pytest
from tests.verification.checking import NOW, laid_out, line_of, outcomes, say

from undersigned.accounts.models import User
from undersigned.signatures.models import Signature
from undersigned.verification.actions.decide import (
    NoOtherLine,
    OtherDoesNotCount,
    undo,
)
from undersigned.verification.actions.steer import Astray, close
from undersigned.verification.models import Check, Decision
from undersigned.verification.queries.duplicates import Group, groups_of
from undersigned.verification.queries.tally import tally_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


def test_line_17_counts_and_the_others_are_the_same_voter(
    check: Check, rae: User, sol: User
) -> None:
    say(check, 3, "valid", rae, rank=2)
    assert groups_of(check) == []
    for user in (rae, sol):
        say(check, 5, "duplicate", user, other=1)
    assert outcomes(check)[4] == "duplicate"
    assert groups_of(check) == [Group(1, [5])]
    assert (tally_of(check).valid, tally_of(check).voters) == (3, 3)


def test_two_lines_that_a_rule_gave_to_one_voter_count_once(place: object) -> None:
    check = laid_out([(["V1"], True), (["V1"], True)])
    assert groups_of(check) == [Group(1, [2])]
    assert (tally_of(check).valid, tally_of(check).voters, tally_of(check).repeated) == (2, 1, 1)


def test_who_finds_a_voter_who_counts_already_rejects_nobody_alone(
    check: Check, rae: User, sol: User
) -> None:
    for user, state in ((rae, "(second)"), (sol, "duplicate")):
        decision = say(check, 5, "valid", user, rank=1)
        assert (decision.outcome, decision.same_as) == ("duplicate", line_of(check, 1))
        assert outcomes(check)[4] == state
    assert tally_of(check).repeated == 0


def test_a_voter_whose_other_signature_was_withdrawn_counts_at_once(
    check: Check, rae: User
) -> None:
    signatures = Signature.objects.filter(pk=line_of(check, 1).signature_id)
    signatures.update(state="withdrawn", left_at=NOW, slot=None)
    say(check, 5, "valid", rae, rank=1)
    assert outcomes(check)[4] == "valid"


def test_a_duplicate_repeats_a_line_that_counts(check: Check, rae: User) -> None:
    with pytest.raises(OtherDoesNotCount):
        say(check, 5, "duplicate", rae, other=3)
    assert Decision.objects.count() == 0


def test_a_duplicate_names_another_line_of_the_check(check: Check, rae: User) -> None:
    for other in (0, 5, 99):
        with pytest.raises(NoOtherLine):
            say(check, 5, "duplicate", rae, other=other)


def test_a_check_is_not_finished_while_a_duplicate_repeats_what_does_not_count(
    check: Check, rae: User, sol: User, tess: User
) -> None:
    first = say(check, 3, "valid", rae, rank=1)
    for user in (rae, sol):
        say(check, 4, "duplicate", user, other=3)
        say(check, 5, "duplicate", user, other=1)
    undo(decision=first, at=NOW, user=rae)
    for user in (sol, tess):
        say(check, 3, "mismatch", user)
    with pytest.raises(Astray, match="Line 4 "):
        close(check=Check.objects.get(pk=check.pk), at=NOW, user=check.began_by)
    assert Check.objects.get(pk=check.pk).state == "reviewing"
    for decision in Decision.objects.filter(line__number=4):
        undo(decision=decision, at=NOW, user=decision.reviewer)
    for user in (rae, sol):
        say(check, 4, "not_registered", user)
    close(check=Check.objects.get(pk=check.pk), at=NOW, user=check.began_by)
