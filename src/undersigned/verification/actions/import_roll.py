"""What the worker, or the command line, does of a roll: read it in, going on where an earlier process stopped."""

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from undersigned.journal.announce import announce
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.verification.events.rolls import RollReady, RollRefused
from undersigned.verification.models import Roll
from undersigned.verification.rolls.layout import layout_of
from undersigned.verification.rolls.parts import UPLOAD
from undersigned.verification.rolls.process import read_apart
from undersigned.verification.rolls.snapshot import folder_of, key_of
from undersigned.verification.rolls.trouble import Trouble
from undersigned.verification.states.rolls import RollState

Tell = Callable[[dict[str, Any]], None]


def import_rolls(*, at: datetime) -> int:  # noqa: ARG001 - a reading takes longer than one moment
    """Read in every roll that waits for it; how many. By the worker."""
    waiting = list(Roll.objects.filter(state=RollState.IMPORTING).order_by("pk"))
    return sum(import_roll(roll=roll, by="worker") for roll in waiting)


def import_roll(*, roll: Roll, by: str, tell: Tell = lambda _: None) -> bool:
    """Read one roll in; False if another process does. It stops when the roll is destroyed meanwhile.

    `tell` hears how far it came. What is wrong with the file stands in the roll afterwards.
    """
    folder = folder_of(roll)
    with _alone(folder) as alone:
        if not alone:
            return False
        try:
            said = _read(roll, folder, tell)
        except Trouble as trouble:
            _refuse(roll=roll, trouble=trouble, at=timezone.now(), by=by)
        else:
            if said:
                _finish(roll=roll, said=said, at=timezone.now(), by=by)
                (folder / UPLOAD).unlink(missing_ok=True)
    if not Roll.objects.exclude(state=RollState.PURGED).filter(pk=roll.pk).exists():
        shutil.rmtree(folder, ignore_errors=True)
    return True


def _read(roll: Roll, folder: Path, tell: Tell) -> dict[str, Any]:
    """What the limited process says last; nothing if the roll is destroyed meanwhile."""
    said: dict[str, Any] = {}
    for said in read_apart(folder, key_of(roll), layout_of(roll.layout)):
        tell(said)
        if not Roll.objects.filter(pk=roll.pk, state=RollState.IMPORTING).exists():
            return {}
    return said


@transaction.atomic
def _finish(*, roll: Roll, said: dict[str, Any], at: datetime, by: str) -> None:
    facts = {name: said[name] for name in ("manifest", "rows", "rejected", "confidential")}
    sha256 = hashlib.sha256(canonical_json(facts["manifest"])).hexdigest()
    state = {"state": RollState.READY, "ready_at": at, "snapshot_sha256": sha256}
    if Roll.objects.filter(pk=roll.pk, state=RollState.IMPORTING).update(**state, **facts):
        counts = {"rows": said["rows"], "rejected": said["rejected"]}
        announce(RollReady(roll=roll.pk, sha256=sha256, **counts), at=at, by=by)
    roll.refresh_from_db()


@transaction.atomic
def _refuse(*, roll: Roll, trouble: Trouble, at: datetime, by: str) -> None:
    why = {"trouble": trouble.why.value, "trouble_line": trouble.line}
    importing = Roll.objects.filter(pk=roll.pk, state=RollState.IMPORTING)
    if importing.update(state=RollState.REFUSED, **why):
        announce(RollRefused(roll=roll.pk, why=trouble.why.value), at=at, by=by)
    roll.refresh_from_db()


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether this process alone reads here; the lock goes with it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
