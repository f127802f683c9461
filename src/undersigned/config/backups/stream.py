"""The backup file: a header that anybody can read, then chunks that only backup.key opens.

    the line "undersigned-backup-1"
    4 bytes length, the header as JSON
    4 bytes key id, 80 bytes: the data key, sealed to backup.pub (HPKE), bound to both of the above
    chunks of 64 KiB, AES-256-GCM under the data key; the nonce is the chunk's number and, in its
    last byte, whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
    Vizár, 2015): chunks cannot be changed, moved, repeated or left out, nor the end cut off.

All integers are big-endian. Memory is constant, whatever the size.
"""

import hashlib
import json
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from undersigned.config.terminal import Stop
from undersigned.journal.keys import ID_LENGTH, key_id_of
from undersigned.journal.sealed import SUITE

MAGIC = b"undersigned-backup-1\n"
CHUNK = 64 * 1024
TAG = 16
KEY = 32
WRAPPED = 32 + KEY + TAG  # HPKE: encapsulated key, ciphertext, tag
HEADER_LIMIT = 1024 * 1024


class Damaged(Stop):
    """The file is not a whole, unchanged backup."""


@dataclass(frozen=True)
class Header:
    """What a backup says of itself, in clear and authenticated; nothing in it is about a person."""

    made_at: str
    version: str
    database: str  # sqlite or postgresql
    migrations: list[str]
    rows: dict[str, int]
    ledger_lines: int
    ledger_chain: str
    format: int = field(default=1)

    def encode(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode()

    @classmethod
    def decode(cls, raw: bytes) -> Self:
        try:
            return cls(**json.loads(raw))
        except (ValueError, TypeError):
            raise Damaged("The backup's header cannot be read: the file was changed.") from None


def write(
    out: BinaryIO, header: Header, plain: Iterable[bytes], to: tuple[bytes, X25519PublicKey]
) -> None:
    """Write a whole backup of the plain bytes, which may come in pieces of any size."""
    key_id, public = to
    raw = header.encode()
    key = os.urandom(KEY)
    out.write(MAGIC + struct.pack(">I", len(raw)) + raw)
    out.write(key_id + SUITE.encrypt(key, public, info=_info(raw, key_id)))
    cipher = AESGCM(key)
    out.writelines(
        cipher.encrypt(_nonce(number, last=last), chunk, None)
        for number, (chunk, last) in enumerate(_chunks(plain))
    )


def read_header(file: BinaryIO) -> Header:
    """The header of a backup; leaves the file behind it. Raises Damaged."""
    return Header.decode(_raw_header(file))


def read(file: BinaryIO, private: X25519PrivateKey) -> Iterator[bytes]:
    """The plain bytes of a backup, chunk by chunk, each authentic. Raises Stop (another key) or Damaged."""
    raw = _raw_header(file)
    cipher = AESGCM(_unwrap(file, raw, private))
    number = 0
    sealed = file.read(CHUNK + TAG)
    while True:
        following = file.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), sealed, None)
        except InvalidTag:
            raise Damaged("The backup is damaged: it was changed, or its end is missing.") from None
        if not following:
            return
        number, sealed = number + 1, following


def _raw_header(file: BinaryIO) -> bytes:
    if file.read(len(MAGIC)) != MAGIC:
        raise Damaged("This is not a backup of Undersigned, or its beginning was changed.")
    raw_length = file.read(4)
    length = struct.unpack(">I", raw_length)[0] if len(raw_length) == 4 else HEADER_LIMIT + 1  # noqa: PLR2004
    raw = file.read(length) if length <= HEADER_LIMIT else b""
    if not raw or len(raw) != length:
        raise Damaged("The backup's header is cut short or was changed.")
    return raw


def _unwrap(file: BinaryIO, raw: bytes, private: X25519PrivateKey) -> bytes:
    key_id, wrapped = file.read(ID_LENGTH), file.read(WRAPPED)
    mine = key_id_of(private.public_key().public_bytes_raw())
    if len(wrapped) != WRAPPED:
        raise Damaged("The backup is cut short.")
    try:
        return SUITE.decrypt(wrapped, private, info=_info(raw, key_id))
    except InvalidTag:
        if key_id != mine:
            raise Stop(
                f"This backup is sealed to the key {key_id.hex()}; the key given is {mine.hex()}."
            ) from None
        raise Damaged("The backup's header or data key was changed.") from None


def _chunks(plain: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Chunks of the same size, each with whether it is the last; the last may be short, even empty."""
    held = bytearray()
    for piece in plain:
        held += piece
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK]), False
            del held[:CHUNK]
    yield bytes(held), True


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">7xI?", number, last)


def _info(header: bytes, key_id: bytes) -> bytes:
    return b"undersigned/backup/v1/" + hashlib.sha256(header + key_id).hexdigest().encode()
