"""Power that can be cut: a folder of which only what was synced survives, and programs that run on it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of random name is made in it


@dataclass(frozen=True)
class Power:
    """`live` is what programs see, `disk` what a power cut leaves of it."""

    live: Path
    disk: Path
    shim: Path
    until_its_end: ExitStack

    @property
    def preload(self) -> dict[str, str]:
        """Of a program that waits beside the machine and acts on it by others that it starts."""
        return {"LD_PRELOAD": str(self.shim)}

    @property
    def environment(self) -> dict[str, str]:
        return {
            **self.preload,
            "POWERCUT_LIVE": str(self.live),
            "POWERCUT_DISK": str(self.disk),
        }

    def start(self) -> None:
        """All that is there now is on the disk."""
        shutil.rmtree(self.disk, ignore_errors=True)
        _copy(self.live, self.disk)
        _touch(self.disk)

    def cut(self) -> None:
        """Kill whatever runs on it; then only what was synced is left."""
        while pids := self._running():
            for pid in pids:
                _kill(pid)
            time.sleep(0.01)
        shutil.rmtree(self.live)
        _copy(self.disk, self.live)
        _touch(self.disk)

    def _running(self) -> list[int]:
        wanted = f"POWERCUT_LIVE={self.live}\0".encode()
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and wanted in _environment(entry) and not _is_zombie(entry)
        ]


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def _touch(disk: Path) -> None:
    """The disk's files are newer than their like: powercut.c copies those alone that are written again."""
    for folder, _, names in os.walk(disk):
        for name in names:
            os.utime(Path(folder) / name)


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes() + b"\0"
    except OSError:
        return b""


def _is_zombie(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _quick() -> str | None:
    """Memory, where there is room: what a cut leaves does not hang on what the folders lie on."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2**30 else None


@contextmanager
def power() -> Iterator[Power]:
    """A folder with power, and the shim that keeps what is synced."""
    home = Path(tempfile.mkdtemp(dir=_quick()))
    home.chmod(0o711)  # PostgreSQL runs as its own user
    try:
        shim = home / "powercut.so"
        source = str(HERE / "powercut.c")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True)
        live = home / "live"
        live.mkdir()
        with ExitStack() as until_its_end:
            yield Power(live, home / "disk", shim, until_its_end)
    finally:
        shutil.rmtree(home, ignore_errors=True)
