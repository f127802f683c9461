"""A bit the other way in any file of a log: verify accepts none."""

from pathlib import Path

import pytest
from tests.factories.logs import DAY, Log, opened, signed
from tests.proof.verifier.conftest import Ask

from undersigned.pure.tlog.leaves import Void, Withdraw

pytestmark = pytest.mark.long


@pytest.fixture
def small(tmp_path: Path) -> Log:
    log = Log(tmp_path / "log").add(opened("p1"), *signed("p1", 2)).publish()
    log.document("p1", "p1-told", b"{}")
    return log.add(Withdraw("p1", DAY, 1), Void("p1", DAY, 2, "other")).publish()


@pytest.mark.long
def test_no_flipped_bit_of_any_file_is_accepted(small: Log, tmp_path: Path, ask: Ask) -> None:
    files = sorted(path for path in small.path.rglob("*") if path.is_file())
    assert len(files) == 4 + 2 + 2 + 6  # keys, policy, checkpoint; tiles now and before; record
    (small.path / "promise.vkey").unlink()  # verify does not read it
    state = tmp_path / "state"
    for file in files:
        if file.exists():
            accepted = [
                at for at in flips(file) if ask("verify", small.path, "--state", state).code == 0
            ]
            assert (file.name, accepted) == (file.name, [])
    assert ask("verify", small.path, "--state", state).code == 0


def flips(file: Path) -> object:
    """Each byte with one of its bits changed, while it is looked at; the file is put back at the end."""
    good = file.read_bytes()
    for at in range(len(good)):
        bad = bytearray(good)
        bad[at] ^= 1 << at % 8
        file.write_bytes(bad)
        yield at
    file.write_bytes(good)
