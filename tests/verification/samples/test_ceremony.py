"""The list is published and witnessed before anybody knows the dice; the draw is what anybody draws from them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories.proof import publish
from tests.verification.made import (
    AT,
    DICE,
    check_of,
    clerk_of,
    decide,
    name_witness,
    signed,
    vouch,
)

from undersigned.journal.models import Entry
from undersigned.proof.models import Document, Leaf
from undersigned.pure.sampling.ceremony import parse_announcement
from undersigned.verification.actions.announce_draw import (
    AlreadyAnnounced,
    NotDrawable,
    Plan,
    TooSoon,
    announce_draw,
)
from undersigned.verification.actions.cancel_draw import cancel_draw
from undersigned.verification.actions.grow import NotMore, grow
from undersigned.verification.actions.throw import (
    DrawMoved,
    ListMoved,
    NotDice,
    NotWitnessed,
    NotYet,
    throw,
)
from undersigned.verification.models import Check, Draw
from undersigned.verification.moves import WrongState
from undersigned.verification.queries.results import audit_of, result_of, sample_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]

CEREMONY = AT + timedelta(hours=5)
PLAN = Plan(
    method="risk-limiting-5",
    required=10,
    samples={"all": 8},
    audit=4,
    happens_at=CEREMONY,
    place="City hall, room 2",
)


@pytest.fixture
def check(log: Path) -> Check:
    return check_of(signed(20), accepted=12)


@pytest.fixture
def draw(check: Check) -> Draw:
    return announced(check, PLAN)


def announced(check: Check, plan: Plan) -> Draw:
    """Announced, and a witness vouched for that."""
    made = announce_draw(check=check, plan=plan, at=AT, user=clerk_of(check.petition))
    name_witness()
    vouch()
    return made


def throw_now(draw: Draw, digits: str = DICE) -> None:
    throw(draw=draw, digits=digits, at=CEREMONY, user=draw.announced_by)


def test_the_announcement_stands_on_the_record_before_any_dice(check: Check) -> None:
    draw = announce_draw(check=check, plan=PLAN, at=AT, user=clerk_of(check.petition))
    document = Document.objects.get(name__contains="-draw-announced-")
    assert draw.announcement == document
    told = parse_announcement(bytes(document.content))
    assert (told.checkpoint.size, told.checkpoint.root) == (check.size, bytes(check.root))
    assert told.petition == check.petition.public_ref
    assert [(one.name, len(one.entries), one.sample) for one in told.strata] == [("all", 20, 8)]
    assert told.strata[0].entries == tuple(check.lines.values_list("leaf", flat=True))
    assert Leaf.objects.get(document=document).index is None
    assert Entry.objects.get(name="draw.announced").facts["announcement"] == document.name


def test_dice_are_refused_until_a_witness_vouched_for_the_announcement(check: Check) -> None:
    name_witness()
    vouch(at=AT - timedelta(days=1))  # for the list, but not for what is drawn of it
    draw = announce_draw(check=check, plan=PLAN, at=AT, user=clerk_of(check.petition))
    with pytest.raises(NotWitnessed):
        throw_now(draw)
    publish(at=AT)
    with pytest.raises(NotWitnessed):
        throw_now(draw)
    assert Draw.objects.get().digits == ""
    assert draw.picks.count() == 0


def test_where_the_log_has_no_witness_nothing_is_ever_drawn(check: Check) -> None:
    draw = announce_draw(check=check, plan=PLAN, at=AT, user=clerk_of(check.petition))
    vouch()
    with pytest.raises(NotWitnessed):
        throw_now(draw)


def test_dice_are_refused_before_the_announced_time(draw: Draw) -> None:
    early = CEREMONY - timedelta(seconds=1)
    with pytest.raises(NotYet):
        throw(draw=draw, digits=DICE, at=early, user=draw.announced_by)


@pytest.mark.parametrize("digits", ["", "1" * 19, "1" * 101, "1234567890123456789x", "٣" * 20])
def test_dice_are_digits(draw: Draw, digits: str) -> None:
    with pytest.raises(NotDice):
        throw_now(draw, digits)


def test_what_is_drawn_is_what_anybody_draws_from_the_announcement(draw: Draw) -> None:
    throw_now(draw)
    told = parse_announcement(bytes(draw.announcement.content))
    lots = told.drawn(told.strata[0], DICE)
    assert sample_of(draw) == tuple(lot.line for lot in lots)
    publish(at=CEREMONY)
    record = Document.objects.get(name__contains="-draw-thrown-")
    assert str([lot.entry for lot in lots]).replace(" ", "") in bytes(record.content).decode()
    assert DICE in bytes(record.content).decode()


def test_drawn_lines_go_to_reviewers_and_so_do_some_that_a_rule_matched(draw: Draw) -> None:
    throw_now(draw)
    wanted = set(draw.of.lines.filter(wanted=True).values_list("number", flat=True))
    open_ones = {number for number in sample_of(draw) if number > 12}
    assert wanted == open_ones | set(audit_of(draw))
    assert len(audit_of(draw)) == 4
    assert set(audit_of(draw)) <= set(range(1, 13))
    assert set(draw.of.lines.filter(audited=True).values_list("number", flat=True)) == set(
        audit_of(draw)
    )


def test_dice_are_entered_once(draw: Draw) -> None:
    other = Draw.objects.get(pk=draw.pk)
    throw_now(draw)
    with pytest.raises(DrawMoved):
        throw_now(other, DICE[::-1])
    assert Draw.objects.get().digits == DICE


def test_dice_are_refused_when_the_matched_lines_are_others_than_announced(draw: Draw) -> None:
    draw.of.lines.filter(number=1).update(band="review", rule="")
    with pytest.raises(ListMoved):
        throw_now(draw)


def decide_drawn(draw: Draw, outcome: str) -> None:
    """Reviewers decide on all that was drawn, those of the blind look too, as far as they wait."""
    drawn = draw.of.lines.filter(wanted=True).values_list("number", flat=True)
    decide(draw.of, [*sample_of(draw), *drawn], outcome)


def grow_now(draw: Draw) -> None:
    grow(draw=draw, at=CEREMONY, user=draw.announced_by)


@pytest.mark.usefixtures("log")
def test_a_sample_that_grows_keeps_its_first_lines() -> None:
    draw = announced(check_of(signed(20), accepted=0), replace(PLAN, audit=0))
    throw_now(draw)
    drawn = sample_of(draw)
    decide(draw.of, drawn[::2], "valid")  # half of them: that settles nothing
    decide(draw.of, drawn[1::2], "not_registered")
    grow_now(draw)
    assert sample_of(draw)[:8] == drawn
    assert len(set(sample_of(draw))) == 20
    assert Draw.objects.get().sample == 20


def test_no_more_lines_are_drawn_while_one_waits(draw: Draw) -> None:
    throw_now(draw)
    with pytest.raises(NotMore):
        grow_now(draw)
    assert Draw.objects.get().sample == 8


def test_no_more_lines_are_drawn_once_it_is_settled(draw: Draw) -> None:
    Draw.objects.update(required=1)
    draw.refresh_from_db()
    throw_now(draw)
    decide_drawn(draw, "valid")
    assert result_of(draw).final
    with pytest.raises(NotMore):
        grow_now(draw)
    assert len(sample_of(draw)) == 8


def test_two_who_let_it_grow_at_once_do_it_once(draw: Draw) -> None:
    throw_now(draw)
    decide_drawn(draw, "not_registered")
    Draw.objects.update(grown=1)
    with pytest.raises(DrawMoved):
        grow_now(draw)
    assert len(sample_of(draw)) == 8


def test_a_check_has_one_draw_until_it_is_given_up_in_public(draw: Draw) -> None:
    check, user = draw.of, draw.announced_by
    with pytest.raises(AlreadyAnnounced):
        announce_draw(check=check, plan=PLAN, at=AT, user=user)
    throw_now(draw)
    cancel_draw(draw=draw, at=CEREMONY, user=user)
    assert Document.objects.filter(name__contains="-draw-cancelled-").count() == 1
    with pytest.raises(DrawMoved):
        cancel_draw(draw=draw, at=CEREMONY, user=user)
    again = replace(PLAN, happens_at=CEREMONY + timedelta(days=1))
    announce_draw(check=check, plan=again, at=CEREMONY, user=user)
    assert [each.state for each in Draw.objects.order_by("id")] == ["cancelled", "announced"]


def test_a_draw_is_not_laid_down_wrongly(check: Check) -> None:
    user = clerk_of(check.petition)
    with pytest.raises(TooSoon):
        announce_draw(check=check, plan=replace(PLAN, happens_at=AT), at=AT, user=user)
    with pytest.raises(NotDrawable):
        announce_draw(check=check, plan=replace(PLAN, samples={"all": 21}), at=AT, user=user)
    Check.objects.update(state="linking")
    with pytest.raises(WrongState):
        announce_draw(check=check, plan=PLAN, at=AT, user=user)
    assert Document.objects.filter(name__contains="-draw-").count() == 0


def test_by_channel_each_stratum_is_drawn_by_itself(check: Check) -> None:
    check.lines.filter(number__gt=15).update(channel="paper")
    plan = replace(PLAN, samples={"web": 5, "paper": 2})
    draw = announce_draw(check=check, plan=plan, at=AT, user=clerk_of(check.petition))
    name_witness()
    vouch()
    throw_now(draw)
    picks = list(draw.picks.exclude(stratum="audit").values_list("stratum", "line__channel"))
    assert sorted(picks) == [("paper", "paper")] * 2 + [("web", "web")] * 5
