"""Files that were spoilt are not built on, and all are open to readers."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers

from undersigned.proof.actions.extend import write_files
from undersigned.proof.actions.place import place
from undersigned.proof.actions.sequence import sequence
from undersigned.proof.files import Differs
from undersigned.proof.models import Checkpoint, Leaf

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_a_database_that_lacks_an_entry_writes_no_tiles(log: Path) -> None:
    signers(open_petition(), 3)
    assert sequence(at=NOW, steps=[place])
    Leaf.objects.get(index=2).delete()
    with pytest.raises(Differs, match="lacks entries of its log between 0 and 5"):
        write_files(at=NOW)
    assert not (log / "tile").exists()


def flipped(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 1 for byte in path.read_bytes()))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (flipped, "are not those of the checkpoint of 5"),
        (Path.unlink, "tile/0/000 is missing"),
        (cut_short, "The tiles in .*log: "),
    ],
)
def test_a_log_whose_tiles_were_spoilt_does_not_grow(
    log: Path, spoil: Callable[[Path], None], words: str
) -> None:
    petition = open_petition()
    signers(petition, 3)
    publish()
    before = (log / "checkpoint").read_bytes()
    spoil(log / "tile/0/000.p/5")
    signers(petition, 1)
    with pytest.raises(Differs, match=words):
        publish()
    assert [row.size for row in Checkpoint.objects.all()] == [5]
    assert (log / "checkpoint").read_bytes() == before


def test_folders_are_open_to_readers_whatever_the_processs_mask(log: Path) -> None:
    ours = os.umask(0o007)
    try:
        signers(open_petition(), 1)
        publish()
    finally:
        os.umask(ours)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in log.rglob("*") if path.is_dir()}
    assert modes | {stat.S_IMODE(log.stat().st_mode)} == {0o775}
    files = {stat.S_IMODE(path.stat().st_mode) for path in log.rglob("*") if path.is_file()}
    assert files == {0o644}
