"""Paths, which tiles a growth writes, and hashes read back from files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.logs import SampleLog, slow_root

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.proofs import root_from
from undersigned.pure.tlog.tiles import (
    ENTRIES,
    Tile,
    TileHashes,
    decode_entries,
    encode_entries,
    entries_between,
    entries_path,
    parse_path,
    tile_bytes,
    tiles_between,
)
from undersigned.pure.tlog.tree import root_of

PATHS = {
    Tile(0, 0): "tile/0/000",
    Tile(0, 1234067): "tile/0/x001/x234/067",
    Tile(2, 1000, 5): "tile/2/x001/000.p/5",
    Tile(63, 999, 255): "tile/63/999.p/255",
    Tile(ENTRIES, 1, 1): "tile/entries/001.p/1",
    Tile(ENTRIES, 273, 112): entries_path(273, 112),
    Tile(0, 2**63 - 1): "tile/0/x009/x223/x372/x036/x854/x775/807",
}


@pytest.mark.parametrize(("tile", "path"), PATHS.items())
def test_a_tile_has_one_path(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@given(st.integers(-1, 63), st.integers(0, 10**10), st.integers(1, 256))
def test_every_path_leads_back(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/001",
        "tile/0/1000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/05",
        "tile/0/000.p/",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/\u0660\u0660\u0660",
        "tile/data/000",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/" + "x001/" * 3000 + "000",
        "",
    ],
)
def test_no_other_path_is_read(path: str) -> None:
    with pytest.raises(Invalid):
        parse_path(path)


def test_a_log_of_70000_has_the_specifications_tiles() -> None:
    paths = [tile.path for tile in tiles_between(0, 70_000)]
    assert len(paths) == 274 + 2 + 1
    partial = [path for path in paths if ".p/" in path]
    assert partial == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]


@pytest.mark.parametrize(
    ("old", "new", "paths"),
    [
        (0, 0, []),
        (5, 5, []),
        (0, 1, ["tile/0/000.p/1"]),
        (254, 255, ["tile/0/000.p/255"]),
        (255, 256, ["tile/0/000", "tile/1/000.p/1"]),
        (256, 257, ["tile/0/001.p/1"]),
        (200, 600, ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]),
        (65535, 65536, ["tile/0/255", "tile/1/000", "tile/2/000.p/1"]),
    ],
)
def test_growth_writes_what_changed_and_no_empty_tile(old: int, new: int, paths: list[str]) -> None:
    assert [tile.path for tile in tiles_between(old, new)] == paths


def test_entries_have_tiles_as_the_lowest_hashes_have() -> None:
    paths = [tile.path for tile in entries_between(200, 600)]
    assert paths == ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"]


@given(st.lists(st.binary(max_size=70), max_size=256))
def test_entries_come_back_as_they_went_in(entries: list[bytes]) -> None:
    assert decode_entries(encode_entries(entries), len(entries)) == entries


def test_an_entry_has_at_most_65535_bytes() -> None:
    longest = bytes(65_535)
    assert decode_entries(encode_entries([longest]), 1) == [longest]
    with pytest.raises(Invalid, match="longer than 65535 bytes"):
        encode_entries([longest + b"\0"])


@pytest.mark.parametrize(
    ("raw", "width"),
    [(b"\0", 1), (b"\0\1", 1), (b"\0\1a", 2), (b"\0\1ab", 1), (b"\0\1a", 0), (b"", 1)],
)
def test_entries_that_are_cut_or_too_many_are_refused(raw: bytes, width: int) -> None:
    with pytest.raises(Invalid, match=f"does not hold {width} whole entries"):
        decode_entries(raw, width)


@given(st.lists(st.integers(1, 700), min_size=1, max_size=4).map(sorted), st.data())
def test_files_give_every_hash_of_the_tree(sizes: list[int], data: st.DataObject) -> None:
    log = SampleLog(*sizes)
    assert root_from(log.size, log.read) == root_of(log.hashes)
    level = data.draw(st.integers(0, log.size.bit_length() - 1))
    index = data.draw(st.integers(0, (log.size >> level) - 1))
    expected = slow_root(log.hashes[index << level : (index + 1) << level])
    assert log.read(level, index) == expected


def test_a_tile_of_a_higher_level_holds_roots_of_the_one_below() -> None:
    log = SampleLog(600)
    tile = Tile(1, 0, 2)
    assert tile_bytes(tile, log.read) == root_of(log.hashes[:256]) + root_of(log.hashes[256:512])


def test_a_partial_tile_is_found_in_the_full_one_that_replaced_it() -> None:
    log = SampleLog(200, 300)
    del log.files["tile/0/000.p/200"]
    early = TileHashes(log.fetch, 200)
    assert root_from(200, early) == root_of(log.hashes[:200])


def test_a_tile_that_is_nowhere_is_reported_as_missing() -> None:
    log = SampleLog(300)
    for path in ("tile/0/001.p/44", "tile/0/000"):
        del log.files[path]
    for index in (0, 299):
        with pytest.raises(FileNotFoundError):
            log.read(0, index)


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/44", "tile/0/001"])
@pytest.mark.parametrize("change", [1, -1])
def test_a_tile_of_the_wrong_length_is_refused(path: str, change: int) -> None:
    log = SampleLog(300)
    if path == "tile/0/001":  # stands in for the partial one
        log.files[path] = log.files.pop("tile/0/001.p/44").ljust(8192, b"\0")
    log.files[path] = bytes(len(log.files[path]) + change)
    with pytest.raises(Invalid, match="wrong length"):
        log.read(0, 0 if path == "tile/0/000" else 299)


@pytest.mark.parametrize(("level", "index"), [(0, 300), (0, -1), (9, 0), (8, 1)])
def test_no_hash_beyond_the_log_is_given(level: int, index: int) -> None:
    with pytest.raises(Invalid, match="has no such hash"):
        SampleLog(300).read(level, index)


def test_few_tiles_are_fetched_twice() -> None:
    log = SampleLog(3000)
    fetched = []

    def fetch(path: str) -> bytes:
        fetched.append(path)
        return log.fetch(path)

    read = TileHashes(fetch, 3000)
    for index in range(3000):
        read(0, index)
    assert len(fetched) == len(set(fetched)) == 12
