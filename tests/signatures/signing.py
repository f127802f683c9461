"""What signers do, for tests: sign as a browser would, and read what the letter of a row says."""

from typing import Any

from django.test import Client

from undersigned.journal.sealed import unseal
from undersigned.mail.models import Letter
from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature

PRESS = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "sec-fetch-user": "?1"}
ENTRY = {
    "name": "Ana Sample",
    "email": "ana@example.org",
    "address": "1 Sample Street",
    "postcode": "00000",
    "basis": "live",
    "ward": "North",
    "old_enough": "on",
}


def sign(web: Client, petition: Petition, **entry: str) -> Any:
    """Post the form."""
    return web.post(f"/petitions/{petition.slug}/sign/", {**ENTRY, **entry}, headers=PRESS)


def letters() -> list[dict[str, str]]:
    """Every letter so far, oldest first: its kind, its state and what it holds."""
    return [
        {"kind": row.kind, "state": row.state}
        | unseal(row.sealed, of="letters", ref=bytes(row.ref))
        for row in Letter.objects.order_by("id")
    ]


def link_of(letter: dict[str, str]) -> str:
    """The path of the letter's link."""
    return f"/confirm/{letter['ref']}/{letter['token']}/"


def press(web: Client, letter: dict[str, str]) -> Any:
    """Press the button on the page of the letter's link."""
    return web.post(link_of(letter), headers=PRESS)


def sign_and_confirm(web: Client, petition: Petition, **entry: str) -> Signature:
    """A confirmed signature, made as a signer makes it."""
    sign(web, petition, **entry)
    press(web, letters()[-1])
    return Signature.objects.latest("id")
