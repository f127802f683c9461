"""Start processes, start them again when they die, and end them all together.

For one machine without an init system that does it; in production systemd does (deploy/systemd).
"""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from undersigned.config.process import die_with_parent
from undersigned.config.terminal import say

LOOK_EVERY = 0.05  # seconds
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 10.0
SETTLED = 10.0  # seconds after which a process counts as started well
GRACE = 12.0  # seconds for all to end when asked to


@dataclass
class Child:
    """A process to keep running: its name, its command, and the user it drops to if we are root.

    One that runs `once` is let go when it ends.
    """

    name: str
    command: Sequence[str]
    user: str = ""
    once: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    starts: int = field(default=0, init=False)
    pause: float = field(default=FIRST_PAUSE, init=False)

    def start(self) -> None:
        """Start it; the kernel kills it should this process die first."""
        self.started = time.monotonic()
        self.starts += 1
        user, group, groups = _identity(self.user)
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.command,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - we have one thread
            start_new_session=True,  # Ctrl-C reaches us alone, and we end them in order
            user=user,
            group=group,
            extra_groups=groups,
        )

    def look(self) -> int | None:
        """The exit code if it has just ended (negative: the signal that ended it)."""
        if self.process is None:
            return None
        code = self.process.poll()
        if code is not None:
            self.process = None
        return code

    def start_again_when_due(self) -> None:
        if time.monotonic() - self.started >= self.pause:
            self.start()


def supervise(
    children: Sequence[Child], *, ready: Callable[[], bool], tell: Callable[[], None]
) -> int:
    """Run the children until SIGTERM or SIGINT; returns 0, or 1 if one could not start at all.

    A child that dies is started again, first at once, then with growing pauses. A child that ends
    by itself with a fault before it ever settled has said why, and everything stops. `tell` is
    called once, as soon as `ready`.
    """
    stop = _Stop()
    for child in children:
        child.start()
    told = failed = False
    while not (stop.asked or failed):
        failed = _care_for(children)
        if not told and ready():
            tell()
            told = True
        time.sleep(LOOK_EVERY)
    _end(children)
    return int(failed)


class _Stop:
    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True


def _care_for(children: Sequence[Child]) -> bool:
    """Start again what died; whether one could not start at all."""
    for child in children:
        code = child.look()
        if child.once:
            continue
        if code is not None:
            lived = time.monotonic() - child.started
            if code > 0 and child.starts == 1 and lived < SETTLED:
                return True
            child.pause = FIRST_PAUSE if lived >= SETTLED else min(child.pause * 2, LONGEST_PAUSE)
            say(f"{child.name} ended ({_how(code)}); starting it again.")
        if child.process is None:
            child.start_again_when_due()
    return False


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _end(children: Sequence[Child]) -> None:
    running = [child.process for child in children if child.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _identity(user: str) -> tuple[int | None, int | None, list[int] | None]:
    """User, group and further groups to drop to, if we are root and there is a user of that name."""
    if os.geteuid() != 0 or not user:
        return None, None, None
    try:
        entry = pwd.getpwnam(user)
    except KeyError:
        return None, None, None
    return entry.pw_uid, entry.pw_gid, os.getgrouplist(user, entry.pw_gid)
