"""A whole log is read again: every entry, tile and published file, and what is wrong is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.logs import DAY, Log, opened, signed

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf, Unknown, Withdraw, Withheld
from undersigned.pure.tlog.machine import Figures
from undersigned.pure.tlog.recount import Result, recount, replay
from undersigned.pure.tlog.tiles import Tile, encode_entries
from undersigned.pure.tlog.tree import EMPTY_ROOT


def read(log: Log, **options: object) -> Result:
    return recount(lambda path: (log.path / path).read_bytes(), log.checkpoint(), **options)


def partials_in(log: Log, tile: Tile) -> Iterator[int]:
    folder = log.path / f"{Tile(tile.level, tile.index).path}.p"
    yield from (int(file.name) for file in folder.glob("*"))


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """300 entries, published twice: at 5 and at the end."""
    log = Log(tmp_path).add(opened("p1"), *signed("p1", 4)).publish()
    log.add(*signed("p1", 293, first=4))
    log.document("p1", "p1-told", b'{"told":1}')
    return log.add(Withdraw("p1", DAY, 9)).publish()


@pytest.mark.parametrize("signatures", [0, 1, 254, 255, 256, 510, 511, 512, 600])
def test_a_log_of_any_size_gives_its_root_and_figures(signatures: int, tmp_path: Path) -> None:
    log = Log(tmp_path).add(opened("p1"), *signed("p1", signatures)).publish()
    marks = {1, 2, 255, 256, 257, 512, signatures + 1, 10_000}
    found = read(log, marks=marks)
    assert found.machine.figures("p1") == Figures(signatures, 0, 0, signatures, "open")
    sizes = {0, log.size} | {mark for mark in marks if mark <= log.size}
    assert found.roots == {size: log.checkpoint(size).root for size in sizes}


def test_an_empty_log_is_a_log(tmp_path: Path) -> None:
    found = read(Log(tmp_path).publish())
    assert (found.roots, found.machine.size) == ({0: EMPTY_ROOT}, 0)


@pytest.mark.long
def test_a_log_two_tiles_high_is_held_against_all_its_tiles(tmp_path: Path) -> None:
    leaves = [Unknown("p1", DAY, "new", f"n {number}\n") for number in range(65536 + 300)]
    log = Log(tmp_path).add(*leaves).publish()
    assert (tmp_path / "tile/1/000").exists()
    assert (tmp_path / "tile/2/000.p/1").exists()
    assert read(log, marks=[65536]).roots[65536] == log.checkpoint(65536).root
    (tmp_path / "tile/1/000").write_bytes(bytes(8192))
    with pytest.raises(Invalid, match="tile/1/000 does not hold the hashes"):
        read(log)


def test_it_shows_every_leaf_and_how_far_it_is(log: Log) -> None:
    seen: list[tuple[int, Leaf]] = []
    far: list[int] = []
    read(log, see=lambda index, leaf: seen.append((index, leaf)), progress=far.append)
    assert [leaf.bytes for _, leaf in seen] == log.leaves
    assert [index for index, _ in seen] == list(range(300))
    assert far == [256, 300]


def test_the_rules_state_at_an_earlier_size_is_played_again(log: Log) -> None:
    seen: list[int] = []

    def fetch(path: str) -> bytes:
        return (log.path / path).read_bytes()

    machine = replay(fetch, 300, 11, lambda index, _leaf: seen.append(index))
    assert (machine.size, machine.status(9), seen) == (11, "active", list(range(11)))
    assert [replay(fetch, 300, upto).size for upto in (0, 256, 299, 300)] == [0, 256, 299, 300]
    assert replay(fetch, 0, 0).size == 0
    assert read(log).machine.status(9) == "withdrawn"


def test_unfinished_tiles_that_are_still_there_are_checked_too(log: Log) -> None:
    def partials(tile: Tile) -> Iterator[int]:
        return partials_in(log, tile)

    read(log, partials=partials)
    for path in ("tile/entries/000.p/5", "tile/0/000.p/5"):
        there = (log.path / path).read_bytes()
        (log.path / path).write_bytes(there[:-1] + b"x")
        read(log)  # not looked at
        with pytest.raises(Invalid, match=f"{path} "):
            read(log, partials=partials)
        (log.path / path).write_bytes(there)
    (log.path / "tile/0/001.p/77").write_bytes(b"of a later state of the log")
    (log.path / "tile/entries/001.p/77").write_bytes(b"of a later state of the log")
    read(log, partials=partials)


def test_the_full_tile_may_have_taken_an_unfinished_ones_place(log: Log) -> None:
    before = log.checkpoint()
    log.add(*signed("p1", 250, first=400)).publish()
    for level in ("entries", "0"):
        (log.path / f"tile/{level}/001.p/44").unlink()
        assert (log.path / f"tile/{level}/001").exists()
    found = recount(lambda path: (log.path / path).read_bytes(), before)
    assert found.machine.size == 300


@pytest.mark.parametrize("path", ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
def test_a_tile_that_is_missing_is_named(path: str, log: Log) -> None:
    (log.path / path).unlink()
    with pytest.raises(Invalid, match=f"^{path} is missing"):
        read(log)


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"])
@pytest.mark.parametrize("change", [lambda raw: raw + bytes(32), lambda raw: raw[:-32]])
def test_a_tile_of_another_length_is_named(path: str, change: object, log: Log) -> None:
    (log.path / path).write_bytes(change((log.path / path).read_bytes()))
    with pytest.raises(Invalid, match=f"^{path} does not hold the hashes"):
        read(log)


def test_an_entry_that_is_no_leaf_is_named(log: Log) -> None:
    entries = [*log.leaves[:7], b"undersigned/v1 sign\n", *log.leaves[8:256]]
    (log.path / "tile/entries/000").write_bytes(encode_entries(entries))
    with pytest.raises(Invalid, match=r"^Entry 7: A leaf of the kind sign is not written"):
        read(log)


def test_an_entry_that_breaks_the_rules_is_named(tmp_path: Path) -> None:
    log = Log(tmp_path).add(opened("p1"), *signed("p1", 3), Withdraw("p1", DAY, 9)).publish()
    with pytest.raises(
        Invalid, match=r"^Entry 4 breaks the log's rules: this cannot be done to entry 9"
    ):
        read(log)


def test_entries_that_do_not_give_the_signed_root_are_refused(log: Log) -> None:
    other = Log(log.path / "other").add(opened("p1"), *signed("p1", 299, first=1)).publish()
    with pytest.raises(Invalid, match="do not give the root that the log signed"):
        recount(lambda path: (other.path / path).read_bytes(), log.checkpoint())


def test_published_files_are_counted_and_a_changed_one_is_named(log: Log) -> None:
    assert (read(log).record.checked, read(log).record.faults) == (5, [])
    log.write("record/p1-told.json", b'{"told":2}')
    log.write("record/p1-text.json", b"{}")
    found = read(log).record
    assert found.checked == 3
    fixed, bound = found.faults
    assert fixed.startswith("record/p1-text.json, published by entry 0: The published file is not")
    assert bound.startswith(
        "record/p1-told.json, published by entry 298: The published file is not"
    )


def test_a_missing_file_is_a_fault_until_the_log_says_that_it_was_withheld(log: Log) -> None:
    for path in ("p1-told.json", "p1-rules.json", "p1-text.json"):
        (log.path / "record" / path).unlink()
    assert read(log).record.faults == [
        "record/p1-text.json, published by entry 0: missing without a word.",
        "record/p1-rules.json, published by entry 0: missing without a word.",
        "record/p1-told.json, published by entry 298: missing without a word.",
    ]
    log.add(Withheld("p1", DAY, 298, "person"), Withheld("p1", DAY, 0, "law")).publish()
    found = read(log).record
    assert found.faults == []
    assert [(index, leaf.reason, paths) for index, leaf, paths in found.withheld] == [
        (300, "person", ["record/p1-told.json"]),
        (301, "law", ["record/p1-text.json", "record/p1-rules.json"]),
    ]


def test_a_withheld_file_that_is_still_there_is_told(log: Log) -> None:
    log.add(Withheld("p1", DAY, 298, "other")).publish()
    assert [paths for *_, paths in read(log).record.withheld] == [[]]


def test_the_newest_figures_by_ward_are_remembered(log: Log) -> None:
    for name in ("wards-1", "wards-2"):
        log.document("p1", name, b'{"format":"undersigned/wards/v1"}')
    log.publish()
    assert read(log).record.disclosures == {"p1": "record/wards-2.json"}
