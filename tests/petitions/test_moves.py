"""Every action from every state: it works from the states that MOVES names, and from no other."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.factories.petitions import (
    MONDAY,
    closed_petition,
    draft_petition,
    open_petition,
    taken_down_petition,
)

from undersigned.petitions import actions
from undersigned.petitions.actions.change import WrongState
from undersigned.petitions.models import Petition
from undersigned.petitions.states import MOVES, PUBLIC, State

pytestmark = pytest.mark.django_db
AT = MONDAY + timedelta(days=20)


def submitted_petition() -> Petition:
    petition = draft_petition()
    actions.submit(petition=petition, at=MONDAY, by="user:1")
    return petition


def approved_petition() -> Petition:
    petition = submitted_petition()
    text_sha256 = petition.hash_of_text()
    actions.approve(petition=petition, text_sha256=text_sha256, at=MONDAY, by="user:9")
    return petition


def warned(petition: Petition) -> Petition:
    if petition.state in {State.OPEN, State.CLOSED}:
        facts = {"reason": "court", "words": "An order."}
        actions.warn_of_takedown(petition=petition, at=MONDAY, by="user:9", **facts)
    else:  # as if it had been warned, so that only its state can be what refuses
        Petition.objects.filter(pk=petition.pk).update(takedown_warned_at=MONDAY)
        petition.refresh_from_db()
    return petition


IN_STATE: dict[str, Callable[[], Petition]] = {
    "draft": draft_petition,
    "submitted": submitted_petition,
    "approved": approved_petition,
    "open": open_petition,
    "closed": closed_petition,
    "taken_down": taken_down_petition,
}
ACTIONS: dict[str, Callable[[Petition], None]] = {
    "submit": lambda it: actions.submit(petition=it, at=AT, by="user:1"),
    "take_back": lambda it: actions.take_back(petition=it, at=AT, by="user:1"),
    "return_to_draft": lambda it: actions.return_to_draft(
        petition=it, reason="unclear", words="Which?", at=AT, by="user:9"
    ),
    "approve": lambda it: actions.approve(
        petition=it, text_sha256=it.hash_of_text(), at=AT, by="user:9"
    ),
    "open": lambda it: actions.open_petition(petition=it, at=AT, by="user:1"),
    "close": lambda it: actions.close(petition=it, at=AT, by="user:1"),
    "take_down": lambda it: actions.take_down(petition=warned(it), at=AT, by="user:9"),
    "restore_open": lambda it: actions.restore(petition=it, at=AT, by="user:9"),
    "restore_closed": lambda it: actions.restore(petition=_over(it), at=AT, by="user:9"),
}


def _over(petition: Petition) -> Petition:
    Petition.objects.filter(pk=petition.pk).update(closed_at=MONDAY)
    petition.refresh_from_db()
    return petition


@pytest.mark.parametrize("state", IN_STATE)
@pytest.mark.parametrize("verb", ACTIONS)
def test_an_action_moves_from_the_states_it_may_and_refuses_in_all_others(
    verb: str, state: str
) -> None:
    petition = IN_STATE[state]()
    among, to = MOVES[verb]

    if state in among:
        ACTIONS[verb](petition)
        expected = to
    else:
        with pytest.raises(WrongState) as refusal:
            ACTIONS[verb](petition)
        assert refusal.value.state == state
        expected = State(state)

    petition.refresh_from_db()
    assert petition.state == expected


def test_every_move_is_tried() -> None:
    assert list(ACTIONS) == list(MOVES)
    assert sorted(IN_STATE) == sorted(State.values)


def test_only_opening_makes_a_petition_public_and_nothing_makes_it_private_again() -> None:
    into = {verb for verb, (among, to) in MOVES.items() if to in PUBLIC and not among <= PUBLIC}
    out_of = {verb for verb, (among, to) in MOVES.items() if to not in PUBLIC and among & PUBLIC}

    assert into == {"open"}
    assert out_of == set()
