"""How many letters a second one worker sends to a server that takes all of them at once."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.installations import installation
from benchmarks.results import Row, spread
from tests.processes import eventually, free_port, is_free

LETTERS = 4000  # more than one pass of the sender takes


@contextmanager
def sink() -> Iterator[int]:
    """An SMTP server that throws everything away; its port."""
    port = free_port()
    where = ["-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    process = subprocess.Popen([sys.executable, "-m", "aiosmtpd", *where])
    try:
        assert eventually(lambda: not is_free(port))
        yield port
    finally:
        process.terminate()
        process.wait()


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """One pass of the sender a round, which ends after its own five seconds; `seconds` is not used."""
    del seconds
    rates = []
    with sink() as port, installation() as site:
        site.ask("links", LETTERS, site.folder / "links")
        for _ in range(rounds):
            site.ask("links", LETTERS, site.folder / "links")
            passed = site.ask("send", port)
            rates.append(passed["sent"] / passed["seconds"])
    yield Row(
        "–",
        "letters of confirmation sent by one worker, SQLite, SMTP to a sink",
        spread(rates, "/s"),
    )
