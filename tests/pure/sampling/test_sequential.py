"""ALPHA: a wrong answer is no likelier than the risk, and a certain one needs no bet."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.sampling.sequential import BITS, Bet, Verdict, bets, certify, worksheet
from undersigned.pure.sampling.worksheet import Decision, Tally

pytestmark = pytest.mark.long

ONE, HALF, NONE = Fraction(1), Fraction(1, 2), Fraction(0)
SUFFICIENT, INSUFFICIENT = Decision.SUFFICIENT, Decision.INSUFFICIENT
GO_ON = Decision.LARGER_SAMPLE


def small_petition(voters: int, twice: int, invalid: int) -> list[Fraction]:
    return [ONE] * voters + [HALF] * 2 * twice + [NONE] * invalid


@pytest.mark.parametrize("risk", [Fraction(1, 20), Fraction(1, 5), Fraction(1, 2)])
@pytest.mark.parametrize(
    ("voters", "twice", "invalid"), [(5, 0, 3), (3, 2, 1), (7, 0, 1), (2, 0, 6)]
)
def test_over_all_orders_a_petition_one_short_is_certified_no_oftener_than_the_risk(
    voters: int, twice: int, invalid: int, risk: Fraction
) -> None:
    petition = small_petition(voters, twice, invalid)
    signed = voters + twice
    orders = sorted(set(permutations(petition)))
    short = [certify(len(petition), signed + 1, order, risk).decision for order in orders]
    assert short.count(SUFFICIENT) <= risk * len(orders)
    enough = [certify(len(petition), signed, order, risk).decision for order in orders]
    assert enough.count(INSUFFICIENT) <= risk * len(orders)


@given(st.lists(st.sampled_from([ONE, HALF, NONE]), max_size=9), st.integers(1, 9))
def test_a_stake_is_worth_what_the_odds_allow_when_the_claim_is_just_true(
    worths: list[Fraction], more: int
) -> None:
    """The bet is fair: of a next line that is worth its mean, won and lost are the same."""
    lines, most = len(worths) + more, int(sum(worths)) + more // 2
    bet = Bet(lines, most, 1, 2)
    for worth in worths:
        bet.look(int(2 * worth))
    mean = Fraction(2 * most - bet.worth, lines - bet.seen)  # in halves
    if 0 < mean <= 2:
        before, bold = Fraction(bet.won, bet.staked), bet.boldness()
        outcomes = [before * (1 + Fraction(bold, 10**6) * (worth / mean - 1)) for worth in (0, 2)]
        assert before == outcomes[0] * (1 - mean / 2) + outcomes[1] * mean / 2
        bet.look(2)
        assert Fraction(bet.won, bet.staked) == outcomes[1]


def test_at_the_boundary_halves_and_thirds_are_exact() -> None:
    third = Fraction(1, 3)
    tiny = Fraction(1, 10**12)  # so that no bet decides
    assert certify(100, 2, [third] * 3, tiny).decision is GO_ON  # one: just what is too few
    assert certify(100, 2, [third] * 4, tiny).decision is SUFFICIENT
    assert certify(100, 2, [HALF, HALF, third], tiny).decision is SUFFICIENT
    assert certify(6, 5, [HALF, HALF], tiny).decision is GO_ON  # five can still be reached
    assert certify(6, 5, [HALF, HALF, HALF], tiny).decision is INSUFFICIENT


def test_what_cannot_be_reached_is_insufficient_at_once() -> None:
    assert certify(10, 11, []) == Verdict(INSUFFICIENT, 0, ONE, ONE)
    assert certify(10, 0, []) == Verdict(SUFFICIENT, 0, ONE, ONE)
    assert certify(10, 5, []) == Verdict(GO_ON, 0, ONE, ONE)


def test_a_line_where_the_claim_allows_nothing_more_is_no_bet() -> None:
    bet = Bet(100, 1, 1, 1)
    bet.look(1)
    stake = Fraction(bet.won, bet.staked)
    bet.look(0)
    assert Fraction(bet.won, bet.staked) == stake
    assert not bet.refuted(Fraction(1, 10**9))
    bet.look(1)
    assert bet.refuted(Fraction(1, 10**9))


def test_good_lines_certify_and_bad_ones_refuse() -> None:
    good = certify(5000, 3500, [ONE] * 200)
    assert (good.decision, good.sufficient >= 20) == (SUFFICIENT, True)
    assert good.looked < 60
    bad = certify(5000, 3500, [NONE, ONE] * 200)
    assert (bad.decision, bad.insufficient >= 20) == (INSUFFICIENT, True)


def test_lines_after_the_answer_change_nothing() -> None:
    first = certify(5000, 3500, [ONE] * 200)
    assert certify(5000, 3500, [ONE] * first.looked + [NONE] * 1000) == first
    assert certify(5000, 3500, [ONE] * (first.looked - 1)).decision is GO_ON


def test_a_smaller_risk_takes_longer() -> None:
    looked = [certify(5000, 3500, [ONE] * 500, Fraction(1, n)).looked for n in (10, 20, 100)]
    assert looked == sorted(set(looked))


def test_a_stake_is_rounded_down_only_after_512_bits_and_never_up() -> None:
    rounded, exact = bets(5000, 3500, 1)[0], Fraction(1)
    for worth in [1, 1, 1, 0] * 30:
        bold = Fraction(rounded.boldness(), 10**6)
        left = Fraction(rounded.most - rounded.worth, rounded.lines - rounded.seen)
        exact *= 1 + bold * (worth / left - 1)
        rounded.look(worth)
    held = Fraction(rounded.won, rounded.staked)
    assert rounded.staked.bit_length() <= BITS + 1
    assert 0 < exact - held < exact / 10**100


@pytest.mark.parametrize("worths", [[ONE] * 4, [Fraction(-1, 2)], [Fraction(3, 2)]])
def test_worths_that_cannot_be_are_refused(worths: list[Fraction]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        certify(3, 2, worths)


def test_the_worksheet_shows_stakes_and_estimate() -> None:
    tally = Tally(5000, 100, 98, 1, 1, 3500)
    done = worksheet(tally, [ONE] * 97 + [HALF] * 2 + [NONE])
    values = {step.key: step.shown for step in done.steps}
    assert (values["risk"], values["needed"], values["worth"]) == ("5.0", "20.0", "98.00")
    assert (done.estimate, done.decision) == (4900, SUFFICIENT)
    assert done.reason.key == "refuted_too_few"
    assert int(values["looked"]) < 100
    with pytest.raises(ValueError, match="has its worth"):
        worksheet(tally, [ONE] * 99)
