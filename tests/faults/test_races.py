"""Sixteen at once press the same five hundred links, and two workers count at once: five hundred, no more, no less."""

import http.client
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.faults.installations import Installation, OnPostgres
from tests.faults.power import power
from tests.faults.signers import FORM, Ledger, rush

pytestmark = pytest.mark.fault

SIGNATURES = 500
LEAVING = 60
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


CONFIRM = "/confirm/{}/{}/"
WITHDRAW = "/signatures/{}/{}/withdraw/"


def race(port: int, links: list[tuple[str, str]], seed: int, page: str = CONFIRM) -> int:
    """One racer: presses every link in an order of its own; how many answers said that it is done."""
    mine = random.Random(seed).sample(links, len(links))  # noqa: S311 - an order
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    said = 0
    for ref, token in mine:
        headers = FORM | {"sec-fetch-user": "?1"}
        connection.request("POST", page.format(ref, token), "", headers)
        answer = connection.getresponse()
        answer.read()
        said += answer.status == 302
    connection.close()
    return said


def signed(site: Installation, port: int, number: int) -> list[tuple[str, str]]:
    """So many signatures that wait; ref and token of each."""
    ledger = Ledger()
    while len(ledger.signed) < number:
        for signer in rush(port, "fault-test", to_confirm={}, ledger=ledger, seconds=1):
            signer.join()
    return sorted(site.ask("stored")["tokens"].items())[:number]


def test_sixteen_racers_make_exactly_five_hundred(site: Installation, tmp_path: Path) -> None:
    with site.serving(tmp_path / "log") as port:
        links = signed(site, port, SIGNATURES)

        with ThreadPoolExecutor(RACERS) as racers:
            said = list(racers.map(lambda seed: race(port, links, seed), range(RACERS)))
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: site.ask("counted"), range(2)))

    counted = site.ask("counted")
    assert said == [SIGNATURES] * RACERS
    assert counted == {"running": SIGNATURES, "rows": SIGNATURES, "differs": 0}


def test_while_eight_confirm_eight_withdraw_and_the_count_is_what_stays(
    site: Installation, tmp_path: Path
) -> None:
    with site.serving(tmp_path / "log") as port:
        links = signed(site, port, LEAVING)
        leaving = links[::2]
        with ThreadPoolExecutor(RACERS) as racers:
            confirming = [racers.submit(race, port, links, n) for n in range(8)]
            withdrawing = [racers.submit(race, port, leaving, n, WITHDRAW) for n in range(8)]
        said = [racer.result() for racer in (*confirming, *withdrawing)]
        with ThreadPoolExecutor(RACERS) as racers:
            racers.map(lambda seed: race(port, leaving, seed, WITHDRAW), range(RACERS))
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: site.ask("counted"), range(2)))

    stay = LEAVING - len(leaving)
    assert said == [LEAVING] * 8 + [len(leaving)] * 8
    assert site.ask("counted") == {"running": stay, "rows": stay, "differs": 0}
