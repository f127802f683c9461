"""Signers outside the machine that loses power, with a ledger of what they were told."""

import http.client
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from itertools import count

NUMBERS = count(1)
FORM = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}


@dataclass
class Ledger:
    """What the site acknowledged, by ref: signatures stored, signatures confirmed; and which of them are gone."""

    signed: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)

    def compare(self, states: dict[str, str]) -> None:
        """Note what was acknowledged and does not stand in the database."""
        self.lost |= self.signed - states.keys()
        self.lost |= {ref for ref in self.confirmed if states.get(ref) != "confirmed"}


def rush(
    port: int, slug: str, *, to_confirm: dict[str, str], ledger: Ledger, seconds: float
) -> list[threading.Thread]:
    """Eight signers at once for a while: each signs under ever new addresses, and confirms what waits."""
    waiting = list(to_confirm.items())
    until = time.monotonic() + seconds

    def act() -> None:
        site = http.client.HTTPConnection("localhost", port, timeout=5)
        try:
            while time.monotonic() < until:
                _sign(site, slug, ledger)
                if waiting:
                    _confirm(site, *waiting.pop(), ledger)
        except (OSError, http.client.HTTPException, IndexError):
            return  # the power is gone
        finally:
            site.close()

    threads = [threading.Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    return threads


def entry_body() -> bytes:
    """What a signer's browser sends, each time under a new address."""
    number = next(NUMBERS)
    entry = {
        "name": f"Ana Sample {number}",
        "email": f"ana{number}@example.org",
        "address": "1 Sample Street",
        "postcode": "00000",
        "basis": "live",
        "ward": "North",
        "old_enough": "on",
    }
    return urllib.parse.urlencode(entry).encode()


def _sign(site: http.client.HTTPConnection, slug: str, ledger: Ledger) -> None:
    site.request("POST", f"/petitions/{slug}/sign/", entry_body(), FORM)
    answer = site.getresponse()
    answer.read()
    if answer.status == 302:
        ledger.signed.add(answer.headers["Location"].split("/")[2])


def _confirm(site: http.client.HTTPConnection, ref: str, token: str, ledger: Ledger) -> None:
    site.request("POST", f"/confirm/{ref}/{token}/", "", FORM | {"sec-fetch-user": "?1"})
    answer = site.getresponse()
    answer.read()
    if answer.status == 302:
        ledger.confirmed.add(ref)
