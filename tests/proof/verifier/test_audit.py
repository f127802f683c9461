"""audit: the same entries for everybody, among the signatures that count."""

from itertools import islice
from pathlib import Path

import pytest
from tests.factories.logs import Log, opened, signed
from tests.proof.verifier.conftest import Ask

from undersigned.pure.sampling.draw import draw

SEED = "27182818284590452353"


def drawn(out: str) -> list[int]:
    return [int(line.split()[2]) for line in out.splitlines() if line.startswith("   ")]


def test_the_drawn_entries_are_those_that_anyone_computes(site: Log, ask: Ask) -> None:
    answer = ask("audit", "--seed", SEED, "-n", "4", site.path)
    assert answer.code == 0
    counting = [*range(1, 3), *range(5, 13)]  # entries 3 and 4 left
    assert drawn(answer.out) == list(islice((i for i in draw(SEED, 16) if i in counting), 4))
    assert answer.out.startswith(f"Drawn from the first 16 entries of {site.origin}, seed {SEED}:")
    assert (
        "If more than 52.7% of the signatures were false, at least one of these 4 is" in answer.out
    )


def test_more_than_there_are_gives_all_that_count(site: Log, ask: Ask) -> None:
    answer = ask("audit", "--seed", SEED, site.path)
    assert sorted(drawn(answer.out)) == [1, 2, *range(5, 13)]
    assert "That is every signature that counts: 10, not 59." in answer.out


def test_a_draw_can_be_of_one_petition_and_of_an_earlier_size(site: Log, ask: Ask) -> None:
    site.add(opened("p2"), *signed("p2", 5)).publish()
    words = ("audit", "--seed", SEED, site.path)
    assert sorted(drawn(ask(*words, "--petition", "p2").out)) == [17, 18, 19, 20, 21]
    assert sorted(drawn(ask(*words, "--size", "5").out)) == [1, 2, 3, 4]
    assert drawn(ask(*words, "--petition", "p3").out) == []


def test_an_invalid_log_draws_nothing(site: Log, ask: Ask) -> None:
    (site.path / "tile/0/000.p/16").write_bytes(bytes(16 * 32))
    answer = ask("audit", "--seed", SEED, site.path)
    assert (answer.code, answer.out) == (1, "")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--seed", "123"),
        ("--seed", SEED, "-n", "0"),
        ("--seed", SEED, "-n", "x"),
        ("--seed", SEED, "--size", "17"),
    ],
)
def test_a_draw_that_cannot_be_ends_with_4(words: tuple[str, ...], site: Log, ask: Ask) -> None:
    assert ask("audit", *words, site.path).code == 4


def test_an_empty_log_gives_an_empty_draw(tmp_path: Path, ask: Ask) -> None:
    log = Log(tmp_path / "log").publish()
    answer = ask("audit", "--seed", SEED, log.path)
    assert (answer.code, drawn(answer.out)) == (0, [])
