"""Signers without a browser: what the form post makes of one more invented person."""

from itertools import count

from django.utils import timezone

from undersigned.journal.sealed import unseal
from undersigned.signatures.actions.sign import Signing
from undersigned.signatures.allowances import network_limit
from undersigned.signatures.facts import Entry
from undersigned.signatures.intake import intake
from undersigned.signatures.prepare import prepare

NUMBERS = count(1)


def signing(slug: str) -> Signing:
    """What `sign` takes of a person who has not signed before, from a network of their own."""
    number = next(NUMBERS)
    at = timezone.now()
    entry = Entry(
        name=f"Ben Sample {number}",
        email=f"ben{number}@example.org",
        address="1 Sample Street, 00000",
        ward="North",
        basis="live",
        old_enough=True,
    )
    network = network_limit(f"10.{number >> 8 & 255}.{number & 255}.0/24", allowed=10**6, at=at)
    petition = intake(slug).petition
    return prepare(entry, petition=petition, language="en", network=network, at=at)


def link(signed: Signing) -> str:
    """The path of the letter's link."""
    token = unseal(signed.sealed, of="signatures", ref=signed.ref)["token"]
    return f"/confirm/{signed.ref.hex()}/{token}/"
