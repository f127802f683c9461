"""One log of 70,000 entries on disk with the checkpoint of each size it had, and Go's checker of it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.interop.checker import build
from tests.pure.tlog.logs import SampleLog

SIZES = (0, 1, 2, 255, 256, 257, 511, 65535, 65536, 65537, 70000)


@dataclass(frozen=True)
class Published:
    """A log's folder, and what went in."""

    folder: Path
    log: SampleLog

    def checkpoint(self, size: int) -> Path:
        """The checkpoint that was published when the log had this size."""
        return self.folder / f"checkpoint.{size}"


def write(log: SampleLog, folder: Path) -> None:
    """Write every file of a log that is not there yet; the newest checkpoint also under its size."""
    for name, raw in log.files.items():
        path = folder / name
        if name == "checkpoint" or not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
    (folder / f"checkpoint.{log.size}").write_bytes(log.files["checkpoint"])


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The sample log, grown through all SIZES and published at each."""
    folder = tmp_path_factory.mktemp("log")
    log = SampleLog()
    for size in SIZES:
        log.grow(size)
        write(log, folder)
    return Published(folder, log)


@pytest.fixture(scope="session")
def logcheck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our few lines of Go around golang.org/x/mod/sumdb, built from Debian's packages alone."""
    return build(tmp_path_factory.mktemp("go"))
