"""Children that die are started again; what cannot start at all ends everything; root is left behind."""

import itertools
import os
import pwd
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from undersigned.config import supervise as supervising
from undersigned.config.supervise import Child, supervise

pytestmark = pytest.mark.long  # for `make test`


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def shell(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


def told_to_stop(after: float) -> None:
    threading.Timer(after, os.kill, [os.getpid(), signal.SIGTERM]).start()


def nothing() -> None:
    """Nobody to tell."""


def test_a_child_that_dies_is_started_again_with_growing_pauses(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    child = Child("dying", shell(f"date +%s.%N >> {starts}; kill -9 $$"))
    told_to_stop(2.0)
    assert supervise([child], ready=lambda: False, tell=nothing) == 0
    times = [float(line) for line in starts.read_text().split()]
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(pauses) >= 3
    assert pauses[0] < pauses[1] < pauses[2]


def test_a_child_that_cannot_start_at_all_ends_the_others() -> None:
    well = Child("well", shell("sleep 60"))
    unfit = Child("unfit", shell("exit 3"))
    assert supervise([well, unfit], ready=lambda: False, tell=nothing) == 1
    assert well.process
    assert well.process.poll() == -signal.SIGTERM


def test_what_runs_once_is_let_go(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    once = Child("once", shell(f"echo x >> {starts}; exit 5"), once=True)
    told_to_stop(0.6)
    assert supervise([once], ready=lambda: False, tell=nothing) == 0
    assert starts.read_text() == "x\n"


def test_it_tells_once_when_all_is_ready() -> None:
    asked: list[float] = []
    told: list[float] = []

    def ready() -> bool:
        asked.append(time.monotonic())
        return len(asked) == 3

    told_to_stop(0.8)
    supervise(
        [Child("well", shell("sleep 60"))],
        ready=ready,
        tell=lambda: told.append(time.monotonic()),
    )
    assert (len(asked), len(told)) == (3, 1)


def test_a_child_that_ignores_the_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "GRACE", 0.3)
    deaf = Child("deaf", shell("trap '' TERM; while :; do sleep 0.1; done"))
    told_to_stop(0.5)
    assert supervise([deaf], ready=lambda: False, tell=nothing) == 0
    assert deaf.process
    assert deaf.process.poll() == -signal.SIGKILL


def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    program = (
        "from undersigned.config.supervise import Child, supervise\n"
        f"supervise([Child('c', ['/bin/sh', '-c', 'echo $$ > {pid_file}; exec sleep 60'])],"
        " ready=lambda: False, tell=print)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    while not (pid_file.exists() and pid_file.read_text()):
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    child = Path("/proc") / pid_file.read_text().strip() / "stat"
    time.sleep(0.3)
    assert not child.exists() or child.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_as_root_a_child_becomes_its_own_user(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    who = tmp_path / "who"
    who.touch()
    who.chmod(0o666)
    told_to_stop(0.5)
    child = Child("who", shell(f"id -un > {who}"), user="nobody", once=True)
    for parent in list(tmp_path.parents)[:-2]:
        parent.chmod(parent.stat().st_mode | 0o055)
    supervise([child], ready=lambda: False, tell=nothing)
    assert who.read_text() == "nobody\n"


def test_a_user_that_is_not_there_changes_nothing() -> None:
    assert supervising._identity("no-such-user") == (None, None, None)
    with pytest.raises(KeyError):
        pwd.getpwnam("no-such-user")
