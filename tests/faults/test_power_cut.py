"""The power goes again and again while people sign: nothing acknowledged is lost, nothing is counted twice.

kill -9 alone proves nothing about durability: the kernel still holds what was written. powercut.c is a disk that
keeps only what was synced; the ledger of what the site acknowledged stands outside. The same cuts must lose
something when the database answers before it has synced, or they would prove nothing either.
"""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.installations import Installation, OnPostgres
from tests.faults.power import power
from tests.faults.signers import Ledger, rush

pytestmark = pytest.mark.fault

CUTS = int(os.environ.get("POWER_CUTS", "10"))
CUTS_THAT_BITE = 15  # how many a lazy database gets to lose something


@pytest.fixture(params=[Installation, OnPostgres], ids=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with power() as on:
        yield request.param(on, tmp_path / "keys")
        on.cut()


def cut(site: Installation, log: Path, ledger: Ledger, waiting: dict[str, str]) -> dict[str, str]:
    """One rush, cut short; what waits for confirmation afterwards, by ref."""
    with site.serving(log) as port:
        signers = rush(port, "fault-test", to_confirm=waiting, ledger=ledger, seconds=5)
        time.sleep(random.uniform(0.2, 0.7))  # noqa: S311 - when the power goes
        site.power.cut()
    for signer in signers:
        signer.join()
    site.after_cut()
    stored = site.ask("stored")
    ledger.compare(stored["states"])
    return {
        ref: stored["tokens"][ref] for ref, state in stored["states"].items() if state == "pending"
    }


def test_nothing_acknowledged_is_lost_and_nothing_is_counted_twice(
    site: Installation, tmp_path: Path
) -> None:
    site.prepare()
    ledger = Ledger()
    waiting: dict[str, str] = {}

    for _ in range(CUTS):
        waiting = cut(site, tmp_path / "log", ledger, waiting)

    counted = site.ask("counted")
    assert ledger.lost == set()
    assert len(ledger.signed) > 10 * CUTS
    assert len(ledger.confirmed) > CUTS
    assert counted["running"] == counted["rows"] >= len(ledger.confirmed)
    assert counted["differs"] == 0


def test_the_same_cuts_lose_something_where_the_database_answers_first(
    site: Installation, tmp_path: Path
) -> None:
    site.lazy = True
    site.prepare()
    ledger = Ledger()
    waiting: dict[str, str] = {}

    for _ in range(CUTS_THAT_BITE):
        waiting = cut(site, tmp_path / "log", ledger, waiting)
        if ledger.lost:
            break

    assert ledger.lost != set()
