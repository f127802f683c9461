"""Sealed data: written by whoever holds a public key, read only where the private key is (HPKE, RFC 9180 §6).

Base mode, X25519 / HKDF-SHA256 / AES-256-GCM, one blob a row. `info` binds the blob to its purpose and its row,
so that a blob moved to another row does not open. The plain text is padded to a multiple of 256 bytes, so that
its length says little.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.journal.events import Event
from undersigned.journal.keys import ID_LENGTH, private_key, public_key

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PAD = 256


class NotOpened(Exception):
    """The blob is not sealed to a key held here, or was sealed for another row or purpose, or was changed."""


@dataclass(frozen=True, kw_only=True)
class SealedDataOpened(Event):
    """Somebody opened sealed personal data: how many rows, of what, and why. Never what was in them."""

    name = "sealed.opened"
    what: str
    rows: int
    reason: str


def seal(facts: Mapping[str, str], *, to: str, ref: bytes) -> bytes:
    """Seal string facts to the pair named `to`, bound to the row `ref`; returns key id and ciphertext.

    >>> seal({"name": "Ana"}, to="signatures", ref=row_ref)  # doctest: +SKIP
    """
    plain = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    plain += b" " * (-len(plain) % PAD)
    key_id, key = public_key(to)
    return key_id + SUITE.encrypt(plain, key, info=_info(to, ref))


def unseal(sealed: bytes | memoryview, *, of: str, ref: bytes) -> dict[str, str]:
    """Open one blob; raises NotOpened. No note in the journal: for letters, and after `note_opening`."""
    sealed = bytes(sealed)
    try:
        key = private_key(of, sealed[:ID_LENGTH])
        plain = SUITE.decrypt(sealed[ID_LENGTH:], key, info=_info(of, ref))
    except InvalidTag:
        raise NotOpened(f"A sealed row of {of} does not open.") from None
    facts: dict[str, str] = json.loads(plain)
    return facts


def open_sealed(
    rows: Mapping[bytes, bytes | memoryview], *, of: str, reason: str, at: datetime, by: str
) -> dict[bytes, dict[str, str]]:
    """Open rows (ref → sealed) for a stated reason; the journal keeps who, how many and why. Raises NotOpened."""
    note_opening(len(rows), of=of, reason=reason, at=at, by=by)
    return {ref: unseal(sealed, of=of, ref=ref) for ref, sealed in rows.items()}


@transaction.atomic
def note_opening(rows: int, *, of: str, reason: str, at: datetime, by: str) -> None:
    """Write into the journal that so many rows are about to be unsealed, by whom and why."""
    announce(SealedDataOpened(what=of, rows=rows, reason=reason), at=at, by=by)


def _info(purpose: str, ref: bytes) -> bytes:
    return f"undersigned/{purpose}/v1/{bytes(ref).hex()}".encode()
