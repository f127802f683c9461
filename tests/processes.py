"""Our own programs as processes of a test: started with a setting, waited for, and ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0  # seconds for a program to answer, on a machine that is busy


def free_port() -> int:
    """A port that nobody listens at."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def is_free(port: int) -> bool:
    """Whether nobody listens at a port of this machine."""
    with contextlib.closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def eventually(true: Callable[[], bool], *, within: float = PATIENCE) -> bool:
    """Whether something comes true within so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return true()


@dataclass(frozen=True)
class Program:
    """A running program and the file that has what it said."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def end(self) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"did not stop when asked to; it said:\n{self.said()}") from None


@contextlib.contextmanager
def running(*words: str, log: Path, **settings: object) -> Iterator[Program]:
    """`undersigned <words>` with these UNDERSIGNED_ settings, ended when the block ends."""
    environment = os.environ | {
        f"UNDERSIGNED_{name}": str(value) for name, value in settings.items()
    }
    command = [sys.executable, "-m", "undersigned.config.cli", *words]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
    program = Program(process, log)
    try:
        yield program
    finally:
        if process.poll() is None:
            program.end()


def wait_for(address: str, program: Program | None = None, *, patience: float = PATIENCE) -> float:
    """Wait until an address gives any HTTP answer; how many seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        if program and program.process.poll() is not None:
            raise AssertionError(f"it ended before it answered; it said:\n{program.said()}")
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own server
        except urllib.error.HTTPError as error:
            error.close()
            return time.monotonic() - began
        except OSError:
            time.sleep(0.05)
        else:
            return time.monotonic() - began
    raise AssertionError(f"no answer from {address}; it said:\n{program.said() if program else ''}")
