"""One reviewer can say that a line counts; that it does not takes two, and neither is told of the other."""

import pytest
from tests.verification.checking import NOW, laid_out, line_of, outcomes, reviewer_of, say

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.verification.actions.claim import Taken, claim
from undersigned.verification.actions.decide import (
    AlreadyUndone,
    NoVoter,
    undo,
)
from undersigned.verification.actions.steer import Undecided, close, reopen
from undersigned.verification.actions.want import audit_lines, want_lines
from undersigned.verification.models import Check, Decision
from undersigned.verification.moves import WrongState
from undersigned.verification.queries.tally import lines_now
from undersigned.verification.rules.settling import verdict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


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
