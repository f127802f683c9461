"""verify counts a petition's newest figures by ward again."""

from pathlib import Path

import pytest
from tests.factories.logs import DAY, Log, opened, opening, signed, ward
from tests.proof.verifier.conftest import Ask

from undersigned.pure.tlog.commitment import salt
from undersigned.pure.tlog.disclosure import Disclosure, disclose
from undersigned.pure.tlog.leaves import Withdraw


@pytest.fixture
def town(tmp_path: Path) -> Log:
    """48 signers, 12 of each of four wards."""
    return Log(tmp_path / "log").add(opened("p1"), *signed("p1", 48))


def by_ward(log: Log, petition: str = "p1", size: int = 49) -> Disclosure:
    places: dict[str, list[tuple[int, bytes]]] = {}
    for number in range(48):
        places.setdefault(ward(number), []).append((number + 1, salt(opening(number), "ward")))
    found = disclose(log.origin, petition, size, places)
    assert found is not None
    return found


def test_figures_by_ward_are_counted_again(town: Log, ask: Ask) -> None:
    town.document("p1", "wards-1", by_ward(town).bytes)
    town.add(Withdraw("p1", DAY, 1)).publish()  # later than the figures
    answer = ask("verify", town.path)
    assert answer.code == 0
    assert (
        "\nBy ward, petition p1, at 49 entries\n  0: 12, 1: 12, 2: 12, 3: 12; all others: 0\n"
        in (answer.out)
    )


def test_that_no_ward_is_large_enough_is_told(town: Log, ask: Ask) -> None:
    everybody_else = Disclosure(town.origin, "p1", 49, {}, 48)
    town.document("p1", "wards-1", everybody_else.bytes)
    assert (
        "  no ward is large enough to be listed; all others: 48\n"
        in ask("verify", town.publish().path).out
    )


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"petition": "p2"}, "It is of another petition or another log."),
        ({"origin": "other.example.org/log"}, "It is of another petition or another log."),
        ({"size": 99}, "It speaks of entries that the log has not."),
        ({"other": 1}, "The listed signatures and the others are not the petition's count."),
    ],
)
def test_figures_by_ward_that_do_not_hold_are_a_fault(
    bad: dict[str, object], why: str, town: Log, ask: Ask
) -> None:
    good = by_ward(town)
    town.document("p1", "wards-1", Disclosure(**(vars(good) | bad)).bytes)
    answer = ask("verify", town.publish().path)
    assert answer.code == 1
    assert f"  FAULT: record/wards-1.json: {why}\n" in answer.out


def test_a_file_of_wards_in_another_form_is_a_fault(town: Log, ask: Ask) -> None:
    town.document("p1", "wards-1", by_ward(town).bytes + b"\n")
    assert ask("verify", town.publish().path).code == 1
