"""S1, S3, S5 and S6: signing and confirming on SQLite, beside the bare views on the same kind of server."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.disks import REAL, Disk, slower
from benchmarks.driver import Flow, Run, flow, wrk
from benchmarks.installations import BARE, Installation, Server, installation
from benchmarks.results import Reach, Row, compare

SIGN = "/petitions/bench/sign/"
MOST = 3000  # confirmations a second that links are made for
RATE = 330  # signs a second: ten times the largest peak on record
SLOW = 400
P99 = 0.250  # seconds


@dataclass
class Runs:
    """One run of each kind a round."""

    empty: list[Run] = field(default_factory=list)
    one_row: list[Run] = field(default_factory=list)
    sign: list[Run] = field(default_factory=list)
    confirm: list[Run] = field(default_factory=list)


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """Rounds of all four, one after the other; a steady flow; rounds of signing on a slower disk."""
    with ExitStack() as stack:
        product, bare = stack.enter_context(installation()), stack.enter_context(installation())
        site = stack.enter_context(product.serving())
        limit = stack.enter_context(bare.serving(BARE))
        warm_up(site, limit)
        runs = Runs()
        for number in range(rounds):
            links = _links(product, MOST * seconds, number)
            runs.empty.append(wrk(limit, "/empty/", "sign.lua", seconds=seconds))
            runs.one_row.append(wrk(limit, "/one-row/", "sign.lua", seconds=seconds))
            runs.sign.append(sign(site, seconds))
            runs.confirm.append(wrk(site, "/", "confirm.lua", links, seconds=seconds))
        yield _signs(runs, REAL)
        yield from _rows(runs)
        for slow in (0, SLOW):
            flowed = flow(site, SIGN, rate=RATE, seconds=rounds * seconds, slow=slow)
            yield _flow_row(flowed, slow)
    yield _on_slower_disk(rounds, seconds)


def _on_slower_disk(rounds: int, seconds: int) -> Row:
    with ExitStack() as stack:
        disk = stack.enter_context(slower())
        product = stack.enter_context(installation(disk=disk))
        bare = stack.enter_context(installation(disk=disk))
        site = stack.enter_context(product.serving())
        limit = stack.enter_context(bare.serving(BARE))
        warm_up(site, limit)
        runs = Runs()
        for _ in range(rounds):
            runs.one_row.append(wrk(limit, "/one-row/", "sign.lua", seconds=seconds))
            runs.sign.append(sign(site, seconds))
        return _signs(runs, disk)


def warm_up(site: Server, limit: Server) -> None:
    """First requests import, connect and compile."""
    sign(site, 1)
    wrk(limit, "/one-row/", "sign.lua", seconds=1)


def sign(site: Server, seconds: int) -> Run:
    """Sign for some seconds, each under an address that has not signed."""
    return wrk(site, SIGN, "sign.lua", uuid.uuid4().hex[:8], seconds=seconds)


def _links(product: Installation, number: int, part: int) -> Path:
    """A file of links from letters, enough for one run."""
    file = product.folder / f"links-{part}"
    product.ask("links", number, file)
    return file


def _signs(runs: Runs, disk: Disk) -> Row:
    return compare(
        "S1",
        f"durable signs, full path, SQLite{disk.said}",
        ours=[run.rate for run in runs.sign],
        limit=[run.rate for run in runs.one_row],
        against="a view that stores one row through the same batch writer, without middleware",
        unit="/s",
        reach=Reach(0.6),
    )


def _rows(runs: Runs) -> Iterator[Row]:
    yield compare(
        "S3",
        "CPU of the web process per sign",
        ours=[run.cpu_each for run in runs.sign],
        limit=[run.cpu_each for run in runs.empty],
        against="the same form posted to an empty view, without middleware",
        unit="ms",
        reach=Reach(4, at_most=True),
    )
    yield compare(
        "S6",
        "confirmations",
        ours=[run.rate for run in runs.confirm],
        limit=[run.rate for run in runs.sign],
        against="S1",
        unit="/s",
        reach=Reach(1.0),
    )


def _flow_row(flowed: Flow, slow: int) -> Row:
    beside = f", beside {slow} slow clients" if slow else ""
    return Row(
        "S5",
        f"99th percentile of the time to sign at {RATE}/s offered{beside}",
        f"{flowed.p99 * 1000:.0f} ms (median {flowed.median * 1000:.0f}, longest {flowed.longest * 1000:.0f})",
        limit=f"{flowed.sent - flowed.failed} of {flowed.sent} answered",
        reach=f"< {P99 * 1000:.0f} ms",
        met=flowed.p99 < P99 and not flowed.failed,
    )
