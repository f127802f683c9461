"""Sixteen at once press the same five hundred links, and two workers count at once: five hundred, no more, no less."""

import http.client
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.faults.installations import Installation, OnPostgres
from tests.faults.power import power
from tests.faults.signers import FORM, Ledger, rush

pytestmark = pytest.mark.fault

SIGNATURES = 500
RACERS = 16


class Sqlite(Installation):
    """A site on SQLite with nothing preloaded."""

    def preload(self) -> dict[str, str]:
        return {}


@pytest.fixture(params=[Sqlite, OnPostgres], ids=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with power() as on:
        site = request.param(on, tmp_path / "keys")
        site.prepare()
        yield site
        on.cut()


def race(port: int, links: list[tuple[str, str]], seed: int) -> int:
    """One racer: presses every link in an order of its own; how many answers said confirmed."""
    mine = random.Random(seed).sample(links, len(links))  # noqa: S311 - an order
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    said = 0
    for ref, token in mine:
        headers = FORM | {"sec-fetch-user": "?1"}
        connection.request("POST", f"/confirm/{ref}/{token}/", "", headers)
        answer = connection.getresponse()
        answer.read()
        said += answer.status == 302
    connection.close()
    return said


def test_sixteen_racers_make_exactly_five_hundred(site: Installation, tmp_path: Path) -> None:
    with site.serving(tmp_path / "log") as port:
        ledger = Ledger()
        signers: list[threading.Thread] = []
        while len(ledger.signed) < SIGNATURES:
            signers = rush(port, "fault-test", to_confirm={}, ledger=ledger, seconds=1)
            for signer in signers:
                signer.join()
        tokens = site.ask("stored")["tokens"]
        links = sorted(tokens.items())[:SIGNATURES]

        with ThreadPoolExecutor(RACERS) as racers:
            said = list(racers.map(lambda seed: race(port, links, seed), range(RACERS)))
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: site.ask("counted"), range(2)))

    counted = site.ask("counted")
    assert said == [SIGNATURES] * RACERS
    assert counted == {"running": SIGNATURES, "rows": SIGNATURES, "differs": 0}
