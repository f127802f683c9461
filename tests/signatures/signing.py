"""What signers do, for tests: sign as a browser would, and read what the letter of a row says."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.test import Client

from undersigned.journal.announce import announce
from undersigned.journal.sealed import unseal
from undersigned.mail.models import Letter
from undersigned.petitions.models import Petition
from undersigned.proof.models import Leaf
from undersigned.signatures.actions.change import change
from undersigned.signatures.events import SignaturesRestored, SignaturesVoided
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


def own(letter: dict[str, str], act: str = "") -> str:
    """The path of the page of one's own signature, or of what can be done to it."""
    return f"/signatures/{letter['ref']}/{letter['token']}/" + (f"{act}/" if act else "")


def do(web: Client, letter: dict[str, str], act: str) -> Any:
    """Press the button of a question about one's own signature."""
    return web.post(own(letter, act), headers=PRESS)


def letter_of(row: Signature) -> dict[str, str]:
    """The newest letter about a signature."""
    return [letter for letter in letters() if letter.get("ref") == bytes(row.ref).hex()][-1]


def declare_void(row: Signature, *, at: datetime) -> None:
    """What the worker does to a signature that two moderators declare void."""
    with transaction.atomic():
        change(row, state="void", left_at=at, void_reason="fraud", held=False)
        voided = {"petition_id": row.petition_id, "reason": "fraud", "signature_ids": [row.pk]}
        announce(SignaturesVoided(**voided), at=at, by="user:1")


def put_back(row: Signature, *, at: datetime) -> None:
    """The same backwards."""
    with transaction.atomic():
        change(row, state="confirmed", left_at=None, void_reason="")
        restored = SignaturesRestored(petition_id=row.petition_id, signature_ids=[row.pk])
        announce(restored, at=at, by="user:1")


def kinds_of_leaves(row: Signature) -> list[str]:
    return list(Leaf.objects.filter(signature=row).order_by("id").values_list("kind", flat=True))
