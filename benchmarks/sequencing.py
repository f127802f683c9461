"""What publishing leaves costs, inside an installation: the sequencer, and the least it could do instead."""

import os
import stat
import time
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection
from django.utils import timezone

from undersigned.petitions.models import Petition
from undersigned.proof.actions.append import append, waiting
from undersigned.proof.actions.sequence import sequence
from undersigned.proof.models import Checkpoint
from undersigned.proof.naming import name_of
from undersigned.proof.states import Kind
from undersigned.pure.tlog.leaves import Sign

FOLDER = -1  # in place of a size
COMMITTED = 400  # bytes of a leaf's row and its indexes, in the limit
SYNC = os.fsync


def publish(rounds: str, batches: str, size: str) -> dict[str, Any]:
    """Leaves a second, round by round: by the sequencer, and by hashing and as many syncs of files and commits."""
    petition = Petition.objects.get(slug="bench").pk
    leaves = int(batches) * int(size)
    sequence(at=timezone.now())  # the first checkpoint, keys and folders
    _append(petition, int(size))
    commits = _commits(lambda: sequence(at=timezone.now()))
    rates: dict[str, list[float]] = {"ours": [], "limit": []}
    syncs: list[int] = []
    for _ in range(int(rounds)):
        ours = limit = 0.0
        for _ in range(int(batches)):
            bodies = _append(petition, int(size))
            synced: list[int] = []
            with mock.patch("os.fsync", lambda file, synced=synced: _noted(file, synced)):
                ours += _seconds(lambda: sequence(at=timezone.now()))
            limit += _seconds(lambda bodies=bodies, synced=synced: _least(bodies, synced, commits))
            syncs.append(len(synced))
        rates["ours"].append(leaves / ours)
        rates["limit"].append(leaves / limit)
    assert Checkpoint.objects.order_by("-size")[0].size >= int(rounds) * leaves
    return {**rates, "syncs": round(sum(syncs) / len(syncs)), "commits": commits}


def _append(petition: int, number: int) -> list[bytes]:
    """Leaves that wait, of signatures that are nobody's."""
    at = timezone.now()
    bodies = [_body(petition, at) for _ in range(number)]
    append([waiting(Kind.SIGN, petition, at=at, body=body) for body in bodies])
    return bodies


def _body(petition: int, at: datetime) -> bytes:
    return Sign(name_of(petition), f"{at:%Y-%m-%d}", os.urandom(32), os.urandom(32)).bytes


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _noted(file: int, synced: list[int]) -> None:
    """Sync, and keep the size of what was synced."""
    about = os.fstat(file)
    synced.append(FOLDER if stat.S_ISDIR(about.st_mode) else about.st_size)
    SYNC(file)


def _commits(run: Callable[[], object]) -> int:
    """How many transactions are committed meanwhile."""
    commits = 0

    def count(statement: str) -> None:
        nonlocal commits
        commits += statement.startswith("COMMIT")

    connection.ensure_connection()
    connection.connection.set_trace_callback(count)
    run()
    connection.connection.set_trace_callback(None)
    return commits


def _least(bodies: list[bytes], synced: list[int], commits: int) -> None:
    """Hash leaves and nodes, write and sync as many files and folders, and sync a file for each commit."""
    hashes = [sha256(b"\0" + body).digest() for body in bodies]
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [sha256(b"\1" + left + right).digest() for left, right in pairs]
    folder = settings.VAR / "least"
    folder.mkdir(exist_ok=True)
    for number, size in enumerate(synced):
        if size == FOLDER:
            _sync_folder()
        else:
            _write(number, size)
    with (settings.VAR / "least-log").open("wb") as log:
        for _ in range(commits):
            log.seek(0)
            log.write(bytes(COMMITTED * len(bodies) // commits))
            log.flush()
            SYNC(log.fileno())


def _write(number: int, size: int) -> None:
    part = settings.VAR / "least" / f"{number}.part"
    with part.open("wb") as file:
        file.write(bytes(size))
        file.flush()
        SYNC(file.fileno())
    part.replace(part.with_suffix(""))


def _sync_folder() -> None:
    folder = os.open(settings.VAR / "least", os.O_RDONLY)
    SYNC(folder)
    os.close(folder)
