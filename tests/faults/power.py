"""Power that can be cut: a folder of which only what was synced survives, and programs that run on it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Power:
    """`live` is what programs see, `disk` what a power cut leaves of it."""

    live: Path
    disk: Path
    library: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self.library),
            "POWERCUT_LIVE": str(self.live),
            "POWERCUT_DISK": str(self.disk),
        }

    def start(self) -> None:
        """All that is there now is on the disk."""
        shutil.rmtree(self.disk, ignore_errors=True)
        _copy(self.live, self.disk)

    def cut(self) -> None:
        """Kill whatever runs on it; then only what was synced is left."""
        while pids := self._running():
            for pid in pids:
                _kill(pid)
            time.sleep(0.01)
        shutil.rmtree(self.live)
        _copy(self.disk, self.live)

    def _running(self) -> list[int]:
        wanted = f"POWERCUT_LIVE={self.live}\0".encode()
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and wanted in _environment(entry) and not _is_zombie(entry)
        ]


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


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


@contextmanager
def power() -> Iterator[Power]:
    """A folder with power, and the library that keeps what is synced."""
    home = Path(tempfile.mkdtemp())
    home.chmod(0o711)  # PostgreSQL runs as its own user
    try:
        library = home / "powercut.so"
        source = str(HERE / "powercut.c")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        live = home / "live"
        live.mkdir()
        yield Power(live, home / "disk", library)
    finally:
        shutil.rmtree(home, ignore_errors=True)
