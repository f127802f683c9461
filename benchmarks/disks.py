"""The disk as it is, and a slower one: some acknowledge a sync so fast that only the processor is left to measure."""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_disk.c")
MILLISECONDS = 2  # what a sync takes on a common server's network disk


@dataclass(frozen=True)
class Disk:
    """What a process needs in its environment to find this disk, and how a figure's line says so."""

    said: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


REAL = Disk()


@contextmanager
def slower() -> Iterator[Disk]:
    """A disk on which each sync takes two milliseconds (slow_disk.c)."""
    with tempfile.TemporaryDirectory(prefix="bench-disk-") as name:
        Path(name).chmod(0o711)  # PostgreSQL runs as its own user
        library = Path(name) / "slow_disk.so"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
        preload = {"LD_PRELOAD": str(library), "DISK_MILLISECONDS": str(MILLISECONDS)}
        yield Disk(f", a sync made to take {MILLISECONDS} ms", preload)
