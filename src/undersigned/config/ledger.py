"""The erasure ledger: which rows were erased, kept outside the database and outside its backups.

A restored backup knows nothing of what was erased after it was made; the ledger is replayed before
it serves. A line is the moment, the kind of row, its random ref and a hash over this line and the
one before; no personal data. It is written and fsynced inside the transaction that erases, before
the commit: a line whose transaction failed is harmless, since erasing twice is erasing once.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from undersigned.config.keyfiles import sync_folder
from undersigned.config.terminal import Progress, Stop
from undersigned.mail.actions import fail
from undersigned.mail.models import Letter
from undersigned.signatures.events import SignaturesErased

MODE = 0o660  # office and worker both erase, as members of one group
START = "0" * 32  # the chain before the first line
BATCH = 200  # refs that an eraser gets at once
TAIL = 4096  # bytes; longer than any line

Eraser = Callable[..., int]
_replaying: ContextVar[bool] = ContextVar("replaying", default=False)


@dataclass(frozen=True)
class Erasure:
    """One line. `chain` vouches for it and for all before it."""

    at: datetime
    kind: str
    ref: bytes
    chain: str


@dataclass(frozen=True)
class Head:
    """How long the ledger is and where its chain stands; every backup notes it."""

    lines: int
    chain: str


def record(kind: str, refs: Iterable[bytes], at: datetime) -> None:
    """Write one line a ref and return once they are on the disk; call it inside the erasing transaction."""
    if _replaying.get():
        return  # it stands there already
    path: Path = settings.ERASURE_LEDGER
    new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, MODE)
    with os.fdopen(descriptor, "ab") as file, _alone(descriptor):
        chain = _last_chain(descriptor)
        lines = []
        for ref in refs:
            words = f"{at.isoformat()} {kind} {ref.hex()}"
            chain = _next(chain, words)
            lines.append(f"{words} {chain}\n")
        file.write("".join(lines).encode())
        file.flush()
        os.fsync(descriptor)
    if new:
        sync_folder(path.parent)


def write_down(events: Sequence[SignaturesErased], *, at: datetime) -> None:
    """Follow an erasure, in its transaction."""
    record("signature", (bytes.fromhex(ref) for event in events for ref in event.refs), at)


def read() -> Iterator[Erasure]:
    """Every line, oldest first. Raises Stop at the first that its chain does not bear out."""
    path: Path = settings.ERASURE_LEDGER
    if not path.exists():
        return
    chain = START
    with path.open(encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith("\n"):
                return  # torn by a crash: its transaction was never committed
            erasure = _parse(line, chain)
            if erasure is None:
                raise Stop(
                    f"{path}, line {number}: this line or one before it was changed or removed."
                )
            chain = erasure.chain
            yield erasure


def head(lines: int | None = None) -> Head:
    """Where the ledger stands, or stood after its first `lines`. Raises Stop if it is damaged."""
    number, chain = 0, START
    for erasure in islice(read(), lines):
        number, chain = number + 1, erasure.chain
    return Head(number, chain)


def replay(*, at: datetime) -> dict[str, int]:
    """Erase again every row that the ledger names and the database still holds; how many, by kind.

    What was withdrawn with it is withdrawn again, as of the moment that the ledger names.
    """
    erased: dict[str, int] = {}
    with _without_recording(), Progress("Replaying", total=head().lines, unit="lines") as progress:
        for (kind, since), group in groupby(read(), key=lambda erasure: (erasure.kind, erasure.at)):
            erase = _eraser(kind)
            while refs := [erasure.ref for erasure in islice(group, BATCH)]:
                erased[kind] = erased.get(kind, 0) + erase(refs, at=at, since=since)
                progress.step(len(refs))
    return erased


@contextmanager
def _without_recording() -> Iterator[None]:
    token = _replaying.set(True)
    try:
        yield
    finally:
        _replaying.reset(token)


def give_up_letters(*, at: datetime) -> int:
    """After a restore: give up the letters that waited when the newest erasure came; how many.

    A letter does not say in clear to whom it goes, so any of them may be to somebody erased since.
    """
    newest = max((erasure.at for erasure in read()), default=None)
    if newest is None:
        return 0
    waiting = Letter.objects.filter(due_at__isnull=False, created_at__lt=newest)
    return sum(fail(letter=letter, reason="restored", at=at) for letter in waiting.iterator())


def _eraser(kind: str) -> Eraser:
    erasers: dict[str, str] = import_string(settings.ERASER_WIRING)
    if kind not in erasers:
        raise Stop(f"The ledger names rows of kind {kind!r}, which this version cannot erase.")
    eraser: Eraser = import_string(erasers[kind])
    return eraser


@contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _last_chain(descriptor: int) -> str:
    """The chain to go on from; a torn last line is cut off first."""
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, TAIL, max(0, size - TAIL))
    whole = tail[: tail.rfind(b"\n") + 1]
    if len(whole) < len(tail):
        os.ftruncate(descriptor, size - len(tail) + len(whole))
    return whole.split()[-1].decode() if whole else START


def _next(chain: str, words: str) -> str:
    return hashlib.sha256(f"{chain}\n{words}".encode()).hexdigest()[: len(START)]


def _parse(line: str, before: str) -> Erasure | None:
    words, _, chain = line.rstrip("\n").rpartition(" ")
    if _next(before, words) != chain:
        return None
    at, kind, ref = words.split(" ")
    return Erasure(datetime.fromisoformat(at), kind, bytes.fromhex(ref), chain)
