"""Go's own module log (golang.org/x/mod/sumdb), which millions of builds rely on, reads ours."""

import subprocess
from pathlib import Path

import pytest
from tests.interop.conftest import SIZES, Published, write
from tests.pure.tlog.logs import (
    LOG_KEY,
    LOG_SEED,
    NOON,
    ORIGIN,
    WITNESS_KEYS,
    SampleLog,
    flipped,
)

from undersigned.pure.tlog.notes import sign_note
from undersigned.pure.tlog.proofs import consistency_proof, inclusion_proof
from undersigned.pure.tlog.strict import to_base64
from undersigned.pure.tlog.tiles import tiles_between
from undersigned.pure.tlog.tree import root_of

pytestmark = pytest.mark.long  # and needs Debian's Go, which `make check` does not ask for

KEYS = [LOG_KEY.text, *(key.text for key in WITNESS_KEYS.values())]


def run(logcheck: Path, *arguments: object, text: str = "") -> "subprocess.CompletedProcess[str]":
    command = [str(part) for part in (logcheck, *arguments)]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("size", SIZES)
def test_go_verifies_every_signature_entry_and_tile(
    published: Published, logcheck: Path, size: int
) -> None:
    found = run(logcheck, "verify", published.folder, published.checkpoint(size), *KEYS)
    root = to_base64(root_of(published.log.hashes[:size]))
    witnesses = [f"witness {name} {NOON}" for name in WITNESS_KEYS]
    tiles = len(tiles_between(0, size))
    assert found.stderr == ""
    assert found.stdout.splitlines() == [*witnesses, f"verified {size} {root} {tiles}"]


@pytest.mark.parametrize("size", SIZES[1:])
def test_go_makes_the_same_proofs_from_our_tiles(
    published: Published, logcheck: Path, size: int
) -> None:
    for index, old in {(0, 1), (size // 2, (size + 1) // 2), (size - 1, max(1, size - 1))}:
        checkpoint = published.checkpoint(size)
        found = run(logcheck, "prove", published.folder, checkpoint, KEYS[0], index, old)
        read = published.log.read
        assert found.stderr == ""
        assert found.stdout.splitlines() == [
            *(f"record {to_base64(one)}" for one in inclusion_proof(index, size, read)),
            *(f"tree {to_base64(one)}" for one in consistency_proof(old, size, read)),
        ]


def test_go_signs_a_note_with_the_same_bytes(logcheck: Path) -> None:
    text = "one\n\ntwo, with ä\n"
    found = run(logcheck, "sign", ORIGIN, to_base64(LOG_SEED), text=text)
    assert found.stdout.encode() == sign_note(text, ORIGIN, LOG_SEED)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("checkpoint", "invalid signature"),
        ("tile/0/000", "is not what the entries give"),
        ("tile/1/000.p/2", "is not what the entries give"),
        ("tile/entries/001", "do not give the checkpoint's root"),
    ],
)
def test_go_refuses_a_log_with_one_bit_changed(
    tmp_path: Path, logcheck: Path, name: str, words: str
) -> None:
    log = SampleLog(600)
    log.files[name] = flipped(log.files[name], 300)
    write(log, tmp_path)
    found = run(logcheck, "verify", tmp_path, tmp_path / "checkpoint", *KEYS)
    assert found.returncode == 1
    assert words in found.stderr


def test_go_finds_no_proof_in_a_changed_tile(tmp_path: Path, logcheck: Path) -> None:
    log = SampleLog(600)
    log.files["tile/0/001"] = flipped(log.files["tile/0/001"], 2011)
    write(log, tmp_path)
    arguments = ("prove", tmp_path, tmp_path / "checkpoint", KEYS[0])
    assert run(logcheck, *arguments, 300, 500).returncode == 1
    assert run(logcheck, *arguments, 0, 1).returncode == 0
