"""Starts the limited process that reads a roll, and hears how far it came."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from undersigned.verification.rolls.layout import Layout
from undersigned.verification.rolls.trouble import Trouble, Why

MEMORY = 4 * 1024**3  # bytes of address space; what is used stays far below
SECONDS = 2 * 60 * 60
LARGEST = 1024**3  # bytes of a file that it writes
CHILD = "undersigned.verification.rolls.child"


def read_apart(
    folder: Path,
    key: bytes,
    layout: Layout,
    *,
    memory: int = MEMORY,
    seconds: int = SECONDS,
) -> Iterator[dict[str, Any]]:
    """Read a roll in, in a process of its own; how far it came, and last the snapshot's facts. Raises Trouble.

    Whoever stops listening stops the reading; it goes on from its last part when it is begun again.
    """
    job = {
        "folder": str(folder.resolve()),
        "key": base64.b64encode(key).decode(),
        "layout": layout.facts(),
        "limits": {"memory": memory, "seconds": seconds, "largest": LARGEST},
    }
    child = subprocess.Popen(  # noqa: S603 - our own program; what it is told comes over its input
        [sys.executable, "-I", "-m", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback could name a person
        env={"LC_ALL": "C.UTF-8"},
        cwd=folder,
        text=True,
    )
    try:
        yield from _heard(child, job)
    finally:
        child.kill()
        child.wait()


def _heard(child: "subprocess.Popen[str]", job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("The process was started without its pipes.")
    with child.stdin, child.stdout:
        child.stdin.write(json.dumps(job) + "\n")
        child.stdin.flush()
        finished = False
        for text in child.stdout:
            said = json.loads(text)
            if "trouble" in said:
                raise Trouble(Why(said["trouble"]), said["line"])
            finished = "manifest" in said
            yield said
    if not finished:  # it was killed, by a limit or for want of memory
        raise Trouble(Why.LIMITS)
