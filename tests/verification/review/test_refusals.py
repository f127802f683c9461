"""What comes too late, or to the wrong place, changes nothing and says so."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from tests.verification.checking import (
    NOW,
    checked,
    laid_out,
    line_of,
    reviewer_of,
    roll_of,
    signed_petition,
)

from undersigned.signatures.models import Signature
from undersigned.verification.actions.claim import claim_line
from undersigned.verification.actions.cure import NotAsked, answer, offer_cure
from undersigned.verification.actions.forget import _forget
from undersigned.verification.actions.open_check import UnderWay, recheck
from undersigned.verification.actions.open_line import Erased, open_line
from undersigned.verification.actions.run_checks import TRIES, _note_failure, give_up, run_checks
from undersigned.verification.actions.search_roll import add_candidate
from undersigned.verification.actions.steer import close, reopen
from undersigned.verification.actions.want import want_lines
from undersigned.verification.models import Check
from undersigned.verification.moves import WrongState
from undersigned.verification.queries.queue import free_for
from undersigned.verification.states.checks import CheckState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


def finished() -> Check:
    """A check of one signature, that a rule matched."""
    check = checked(signed_petition([("Ana María Heron", "12 Elm Street, 12345")]))
    close(check=check, at=NOW, user=check.began_by)
    return check


def test_a_finished_check_offers_no_cure_and_wants_no_lines() -> None:
    check = finished()
    with pytest.raises(WrongState):
        offer_cure(check=check, until=NOW.date() + timedelta(days=9), at=NOW, user=check.began_by)
    with pytest.raises(WrongState):
        want_lines(check=check, numbers=None, at=NOW, by="user:1")


def test_nobody_answers_who_was_not_asked() -> None:
    with pytest.raises(NotAsked):
        answer(ref=b"r" * 16, token=b"t" * 16, name="Ana", address="1 Elm St", at=NOW)


def test_a_list_that_is_all_carried_opens_no_signature() -> None:
    before = finished()
    after = recheck(check=before, roll=roll_of(before.petition), at=NOW, user=before.began_by)
    run_checks(at=NOW)
    after.refresh_from_db()
    assert (after.state, line_of(after, 1).band) == ("reviewing", "carried")
    with pytest.raises(UnderWay):
        reopen(check=before, at=NOW, user=before.began_by)


def test_what_is_forgotten_is_not_forgotten_twice() -> None:
    check = laid_out()
    assert [_forget(check.pk, at=NOW) for _ in range(2)] == [True, False]


def test_a_check_under_review_is_not_given_up_by_the_worker() -> None:
    check = laid_out()
    give_up(pk=check.pk, at=NOW)
    assert Check.objects.get(pk=check.pk).state == CheckState.REVIEWING


def test_a_database_that_is_away_says_nothing_of_a_check() -> None:
    check = laid_out([], state="linking")
    for _ in range(TRIES + 1):
        _note_failure(check.pk, OperationalError("away"), at=NOW)
    assert Check.objects.get(pk=check.pk).state == CheckState.LINKING


def test_an_erased_line_is_not_opened() -> None:
    check = laid_out()
    Signature.objects.filter(pk=line_of(check, 3).signature_id).update(sealed=b"")
    with pytest.raises(Erased):
        open_line(line=line_of(check, 3), at=NOW, user=reviewer_of(check.petition.council, "Rae"))


def test_who_is_a_candidate_already_is_not_added_again() -> None:
    check = laid_out()
    rae = reviewer_of(check.petition.council, "Rae Sample")
    line = free_for(check, rae, at=NOW)[0]
    with pytest.raises(Exception, match="reviewer"):
        add_candidate(line=line, voter="V2", at=NOW, user=rae)
    claim_line(line=line, at=NOW, user=rae)
    ranks = [add_candidate(line=line, voter="V4", at=NOW, user=rae) for _ in range(2)]
    assert ranks[0] == ranks[1]
