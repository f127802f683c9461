"""One reviewer can say that a line counts; that it does not takes two, and neither is told of the other."""

from datetime import timedelta

import pytest
from tests.verification.checking import NOW, laid_out, line_of, outcomes, reviewer_of, say

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.signatures.models import Signature
from undersigned.verification.actions import claim as claiming
from undersigned.verification.actions.claim import Taken, claim, claim_line, release
from undersigned.verification.actions.decide import (
    AlreadyUndone,
    NoOtherLine,
    NoVoter,
    OtherDoesNotCount,
    decide,
    undo,
)
from undersigned.verification.actions.steer import Astray, Undecided, close, reopen
from undersigned.verification.actions.want import audit_lines, want_lines
from undersigned.verification.models import Check, Decision, Line
from undersigned.verification.moves import WrongState
from undersigned.verification.queries.duplicates import Group, groups_of
from undersigned.verification.queries.queue import free_for
from undersigned.verification.queries.tally import lines_now, tally_of
from undersigned.verification.rules.settling import verdict
from undersigned.verification.states.checks import CLAIMED_FOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


@pytest.fixture
def check(place: object) -> Check:
    return laid_out()


@pytest.fixture
def rae(check: Check) -> User:
    return reviewer_of(check.petition.council, "Rae Sample")


@pytest.fixture
def sol(check: Check) -> User:
    return reviewer_of(check.petition.council, "Sol Sample")


@pytest.fixture
def tess(check: Check) -> User:
    return reviewer_of(check.petition.council, "Tess Sample")


def test_a_line_that_somebody_takes_in_the_same_moment_is_passed_over(
    check: Check, rae: User, sol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = free_for(check, rae, at=NOW)[:2]
    claim_line(line=first, at=NOW, user=rae)
    read_before = Line.objects.filter(pk__in=[first.pk, second.pk]).order_by("number")
    monkeypatch.setattr(claiming, "free_for", lambda *_, **__: read_before)
    assert claim(check=check, at=NOW, user=sol) == second
    with pytest.raises(Taken):
        claim_line(line=first, at=NOW, user=sol)


@pytest.mark.parametrize(
    ("said", "state", "outcome"),
    [
        ([], "waiting", ""),
        (["valid"], "settled", "valid"),
        (["mismatch"], "second", ""),
        (["mismatch", "mismatch"], "settled", "mismatch"),
        (["mismatch", "illegible"], "disputed", ""),
        (["mismatch", "valid"], "disputed", ""),
        (["mismatch", "valid", "valid"], "settled", "valid"),
        (["mismatch", "valid", "mismatch"], "settled", "mismatch"),
        (["mismatch", "illegible", "elsewhere"], "settled", "elsewhere"),
        (["mismatch", "illegible", "valid"], "settled", "illegible"),
    ],
)
def test_what_decisions_come_to(said: list[str], state: str, outcome: str) -> None:
    assert verdict(said) == (state, outcome)


def test_one_reviewer_finds_a_line_valid_and_says_which_voter(check: Check, rae: User) -> None:
    say(check, 3, "valid", rae, rank=2)
    line = line_of(check, 3)
    assert outcomes(check)[2] == "valid"
    assert bytes(line.voter) == bytes(line.candidates.get(rank=2).voter)


def test_a_valid_line_needs_its_voter(check: Check, rae: User) -> None:
    with pytest.raises(NoVoter):
        say(check, 3, "valid", rae)
    with pytest.raises(NoVoter):
        say(check, 4, "valid", rae, rank=1)
    assert Decision.objects.count() == 0


def test_a_rejection_waits_for_a_second_reviewer(check: Check, rae: User, sol: User) -> None:
    say(check, 4, "not_registered", rae)
    assert outcomes(check)[3] == "(second)"
    with pytest.raises(Taken):
        say(check, 4, "not_registered", rae)
    say(check, 4, "not_registered", sol)
    assert outcomes(check)[3] == "not_registered"


def test_where_two_differ_a_third_decides(check: Check, rae: User, sol: User, tess: User) -> None:
    say(check, 3, "mismatch", rae)
    say(check, 3, "valid", sol, rank=1)
    assert outcomes(check)[2] == "(disputed)"
    say(check, 3, "valid", tess, rank=1)
    assert outcomes(check)[2] == "valid"


def test_an_outcome_typed_wrong_is_undone_visibly(check: Check, rae: User) -> None:
    wrong = say(check, 3, "valid", rae, rank=1)
    undo(decision=wrong, at=NOW, user=rae)
    assert outcomes(check)[2] == "(waiting)"
    wrong.refresh_from_db()
    assert (wrong.outcome, wrong.undone_at, wrong.undone_by) == ("valid", NOW, rae)
    say(check, 3, "mismatch", rae)
    assert list(check.lines.get(number=3).decisions.values_list("outcome", flat=True)) == [
        "valid",
        "mismatch",
    ]
    with pytest.raises(AlreadyUndone):
        undo(decision=wrong, at=NOW, user=rae)


def test_undoing_one_of_two_rejections_opens_the_line_for_another(
    check: Check, rae: User, sol: User
) -> None:
    first = say(check, 4, "not_registered", rae)
    say(check, 4, "not_registered", sol)
    undo(decision=first, at=NOW, user=rae)
    assert outcomes(check)[3] == "(second)"


def test_reviewers_get_different_lines_and_each_its_next(
    check: Check, rae: User, sol: User
) -> None:
    numbers = [
        taken.number for user in (rae, sol, rae) if (taken := claim(check=check, at=NOW, user=user))
    ]
    assert numbers == [3, 4, 3]
    say(check, 3, "valid", rae, rank=1)
    after = claim(check=check, after=3, at=NOW, user=rae)
    assert after
    assert after.number == 5
    release(line=after, at=NOW, user=rae)
    assert (claim(check=check, after=4, at=NOW, user=sol) or after).number == 4


def test_a_claim_runs_out_and_then_the_line_is_anybodys(check: Check, rae: User, sol: User) -> None:
    line = line_of(check, 3)
    claim_line(line=line, at=NOW, user=rae)
    with pytest.raises(Taken):
        claim_line(line=line, at=NOW, user=sol)
    later = NOW + CLAIMED_FOR + timedelta(seconds=1)
    claim_line(line=line, at=later, user=sol)
    with pytest.raises(Taken):
        decide(line=line, outcome="mismatch", at=later, user=rae)
    assert decide(line=line, outcome="mismatch", at=later, user=sol).pk


def test_nobody_decides_without_having_taken_the_line(check: Check, rae: User) -> None:
    with pytest.raises(Taken):
        decide(line=line_of(check, 3), outcome="mismatch", at=NOW, user=rae)


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


def test_everything_is_in_the_journal(check: Check, rae: User) -> None:
    wrong = say(check, 4, "not_registered", rae)
    undo(decision=wrong, at=NOW, user=rae)
    told = Entry.objects.filter(name__startswith="line.").order_by("pk")
    line = line_of(check, 4)
    facts = {**line.ids, "outcome": "not_registered"}
    assert [(entry.name, entry.by, entry.facts) for entry in told] == [
        ("line.decided", f"user:{rae.pk}", facts),
        ("line.decision_undone", f"user:{rae.pk}", facts),
    ]


def test_a_check_is_finished_once_nothing_waits_and_its_figures_are_public(
    check: Check, rae: User, sol: User
) -> None:
    with pytest.raises(Undecided):
        close(check=Check.objects.get(pk=check.pk), at=NOW, user=check.began_by)
    say(check, 3, "valid", rae, rank=1)
    for user in (rae, sol):
        say(check, 4, "not_registered", user)
        say(check, 5, "duplicate", user, other=1)
    close(check=check, at=NOW, user=check.began_by)
    closed = Entry.objects.get(name="check.closed")
    assert closed.public
    assert closed.facts == {
        **check.ids,
        "lines": 5,
        "voters": 3,
        "outcomes": {"valid": 3, "not_registered": 1, "duplicate": 1},
        "undecided": 0,
    }
    for act in (
        lambda: claim(check=check, at=NOW, user=rae),
        lambda: undo(decision=Decision.objects.latest("pk"), at=NOW, user=sol),
    ):
        with pytest.raises(WrongState):
            act()
    reopen(check=check, at=NOW, user=check.began_by)
    undo(decision=Decision.objects.latest("pk"), at=NOW, user=sol)
    assert outcomes(check)[4] == "(second)"


def test_of_a_draw_only_its_lines_go_to_reviewers_and_those_of_the_same_voters(
    place: object,
) -> None:
    check = laid_out(every_line=False)
    rae = reviewer_of(check.petition.council, "Rae Sample")
    assert claim(check=check, at=NOW, user=rae) is None
    assert want_lines(check=check, numbers=[1, 4], at=NOW, by="worker") == 2
    wanted = check.lines.filter(wanted=True).order_by("number").values_list("number", flat=True)
    assert list(wanted) == [4, 5]


def test_a_carried_line_that_a_rule_matched_can_be_looked_at_too(check: Check) -> None:
    check.lines.filter(number__in=[1, 2]).update(band="carried")
    check.lines.filter(number=2).update(rule="")
    assert audit_lines(check=check, numbers=[1, 2], at=NOW, by="worker") == 1
    assert outcomes(check)[:2] == ["(waiting)", "valid"]


def test_a_line_that_a_rule_matched_can_be_looked_at_without_telling(
    check: Check, rae: User
) -> None:
    assert audit_lines(check=check, numbers=[1, 3], at=NOW, by="worker") == 1
    assert outcomes(check)[0] == "(waiting)"
    assert (claim(check=check, at=NOW, user=rae) or line_of(check, 3)).number == 1
    say(check, 1, "valid", rae, rank=1)
    now = next(line for line in lines_now(check) if line.number == 1)
    assert (now.band, now.audited, now.outcome) == ("accept", True, "valid")
