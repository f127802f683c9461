"""Opens files of the format age (age-encryption.org/v1, C2SP age), encrypted to an X25519 recipient.

The site encrypts with rage; who has `age` or `rage` may open with those instead.

Limits: X25519 recipients alone; the whole file is held in memory.
"""

import hmac
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from hashlib import sha256

from undersigned.verification.seal.chacha import NotGenuine, open_box
from undersigned.verification.seal.x25519 import BASE, x25519

VERSION = b"age-encryption.org/v1\n"
LABEL = b"age-encryption.org/v1/X25519"
CHUNK = 64 * 1024 + 16
NONCE, FILE_KEY, LINE = 16, 16, 64
CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class NotOpened(ValueError):
    """The file is not one of age, is damaged, or was encrypted to somebody else."""


def recipient_of(private: bytes) -> str:
    """The recipient, `age1…`, that belongs to a private key (32 bytes)."""
    return _bech32("age", x25519(private, BASE))


def open_file(raw: bytes, private: bytes) -> bytes:
    """The plain bytes of an age file. Raises NotOpened."""
    head, mark, rest = raw.partition(b"\n--- ")
    mac, _, payload = rest.partition(b"\n")
    if not raw.startswith(VERSION) or not mark:
        raise NotOpened("This is not a file that age encrypted.")
    file_key = _file_key(head[len(VERSION) :], private)
    expected = hmac.digest(_derived(file_key, b"", b"header"), head + b"\n---", "sha256")
    if not hmac.compare_digest(expected, _base64(mac)):
        raise NotOpened("The file's header was changed.")
    return b"".join(_chunks(_derived(file_key, payload[:NONCE], b"payload"), payload[NONCE:]))


def _file_key(head: bytes, private: bytes) -> bytes:
    own = x25519(private, BASE)
    for kind, *words in _stanzas(head):
        if kind == b"X25519" and len(words) == len((b"share", b"body")):
            share, body = map(_base64, words)
            key = _derived(x25519(private, share), share + own, LABEL)
            try:
                return open_box(key, bytes(12), body)
            except NotGenuine:
                continue
    raise NotOpened("The file is encrypted to somebody else’s key.")


def _stanzas(head: bytes) -> Iterator[list[bytes]]:
    """Each recipient's words, the body last: lines of 64 characters, and a shorter one that ends it."""
    for stanza in (b"\n" + head).split(b"\n-> ")[1:]:
        first, *body = stanza.split(b"\n")
        yield [*first.split(b" "), b"".join(body)]


def _chunks(key: bytes, payload: bytes) -> Iterator[bytes]:
    starts = range(0, max(len(payload), 1), CHUNK)
    for number, start in enumerate(starts):
        last = number == len(starts) - 1
        nonce = number.to_bytes(11, "big") + bytes([last])
        try:
            yield open_box(key, nonce, payload[start : start + CHUNK])
        except NotGenuine:
            raise NotOpened("The file is damaged, or its end is missing.") from None


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869), 32 bytes."""
    extracted = hmac.digest(salt or bytes(sha256().digest_size), secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def _base64(text: bytes) -> bytes:
    try:
        return b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except Error:
        raise NotOpened("The file's header is not written as age writes it.") from None


def _bech32(prefix: str, raw: bytes) -> str:
    """BIP 173, § Bech32."""
    bits = int.from_bytes(raw, "big") << -(len(raw) * 8) % 5
    length = -(-len(raw) * 8 // 5)
    data = [bits >> 5 * place & 31 for place in reversed(range(length))]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    checked = _polymod([*expanded, *data, *[0] * 6]) ^ 1
    data += [checked >> 5 * place & 31 for place in reversed(range(6))]
    return f"{prefix}1{''.join(CHARACTERS[value] for value in data)}"


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(GENERATOR):
            check ^= generator if top >> place & 1 else 0
    return check
