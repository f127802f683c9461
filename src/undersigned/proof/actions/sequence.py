"""Sequence: what waits gets its place in the public log, and everybody sees it; each step survives a crash.

The order is what makes it safe: places (one transaction), files, the stored checkpoint, the published one. Every step
looks at what is there and does what is missing, so that the next run goes on from wherever the last one died, and the
same size never gets two roots.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from undersigned.proof.actions.cosign import look_once
from undersigned.proof.actions.extend import store_checkpoint, write_files
from undersigned.proof.actions.place import place
from undersigned.proof.actions.publish import publish
from undersigned.proof.alone import alone
from undersigned.proof.guard import refuse_to_fork

Step = Callable[..., object]
STEPS: tuple[Step, ...] = (place, write_files, store_checkpoint, publish)


def sequence(*, at: datetime, steps: Sequence[Step] = STEPS) -> bool:
    """Take every step once; whether this process had the log to itself. Raises Behind or Differs, and signs nothing."""
    look_once(at=at)
    with alone() as mine:
        if mine:
            take(steps, at=at)
        return mine


def take(steps: Sequence[Step], *, at: datetime) -> None:
    """Take these steps for whoever has the log to itself. Raises Behind or Differs, and signs nothing."""
    refuse_to_fork()
    for step in steps:
        step(at=at)


def flush(*, at: datetime) -> None:
    """Place whatever waits, and publish it now; for whoever has the log to itself."""
    take((place_all, *STEPS[1:]), at=at)


def place_all(*, at: datetime) -> None:
    """Place batch after batch until nothing is left that may be placed."""
    while place(at=at, flush=True):
        pass
