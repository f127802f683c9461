"""A draw is the same for everybody, takes nobody twice, and reaches everybody."""

from collections import Counter
from hashlib import sha256
from itertools import islice

import pytest

from undersigned.pure.sampling.draw import SPACE, draw

SEED = "31415926535897932384"


def test_the_first_numbers_are_those_that_anyone_computes() -> None:
    expected = [int(sha256(f"{SEED},{j}".encode()).hexdigest(), 16) % 1000 for j in (1, 2, 3)]
    assert list(islice(draw(SEED, 1000), 3)) == expected


def test_a_draw_takes_each_once_and_then_ends() -> None:
    assert sorted(draw(SEED, 100)) == list(range(100))
    assert list(draw(SEED, 1)) == [0]
    assert list(draw(SEED, 0)) == []


def test_another_seed_draws_others() -> None:
    assert list(draw(SEED, 50)) != list(draw(SEED[:-1] + "5", 50))


def test_no_number_is_likelier_than_another() -> None:
    first = Counter(next(draw(f"{n:020}", 3)) for n in range(3000))
    assert set(first) == {0, 1, 2}
    assert max(first.values()) < 1.15 * min(first.values())


def test_a_roll_in_the_incomplete_last_stretch_is_passed_over() -> None:
    size = SPACE // 2 + 1  # nearly every second roll lies beyond the one whole stretch
    rolls = [int(sha256(f"{SEED},{j}".encode()).hexdigest(), 16) for j in range(1, 40)]
    fair = [roll for roll in rolls if roll < size]
    assert 0 < len(fair) < len(rolls)
    assert list(islice(draw(SEED, size), len(fair))) == fair


@pytest.mark.parametrize("seed", ["", "1" * 19, "1" * 101, "1" * 19 + "x", "٣" * 20, " " * 20])
def test_a_seed_is_digits_as_thrown(seed: str) -> None:
    with pytest.raises(ValueError, match="20 to 100 digits"):
        draw(seed, 10)
