"""Vouch once, and be killed by kill -9 at the n-th call to the system: `killed.py N FOLDER REQUEST`."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from undersigned.proof.witness.answers import add_checkpoint
from undersigned.proof.witness.store import Store

CALLS = ("open", "fdopen", "fsync", "close", "replace")


def counted(call: Callable[..., Any], left: list[int], *, after: bool) -> Callable[..., Any]:
    """The call, which kills this process when its turn has come: just before, or just after."""

    def either(*args: Any, **options: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = call(*args, **options)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return either


def main(step: int, folder: Path, request: Path) -> None:
    """Die before (odd steps) or after (even steps) a call; or live, and say what was answered."""
    body = request.read_bytes()
    store = Store(folder)
    left = [(step + 1) // 2]
    for name in CALLS:
        setattr(os, name, counted(getattr(os, name), left, after=step % 2 == 0))
    answer = add_checkpoint(store, body, time=1_800_000_000)
    sys.stdout.write(answer.text)
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
