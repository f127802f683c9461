"""The plain arithmetic of the clerk's tool: published vectors, and other people's programs."""

from collections.abc import Callable

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from undersigned.verification.seal import ed25519
from undersigned.verification.seal.age import CHUNK, NotOpened, open_file, recipient_of
from undersigned.verification.seal.chacha import NotGenuine, open_box
from undersigned.verification.seal.x25519 import BASE, x25519

SEEDS = st.binary(min_size=32, max_size=32)
MINE, OTHERS = bytes(range(32)), bytes(range(1, 33))
PART = CHUNK - 16  # of plain bytes


@given(SEEDS, st.binary(max_size=200))
@settings(max_examples=10)
def test_its_seals_are_those_of_cryptography(seed: bytes, message: bytes) -> None:
    other = Ed25519PrivateKey.from_private_bytes(seed)
    assert ed25519.public_of(seed) == other.public_key().public_bytes_raw()
    assert ed25519.sign(seed, message) == other.sign(message)


def test_the_published_seal_of_rfc_8032_comes_out() -> None:
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    assert ed25519.sign(seed, b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


@pytest.mark.parametrize(
    ("private", "public", "shared"),
    [
        (
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        ),
        (
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
        ),
    ],
)
def test_the_published_products_of_rfc_7748_come_out(
    private: str, public: str, shared: str
) -> None:
    assert x25519(bytes.fromhex(private), bytes.fromhex(public)).hex() == shared


@given(SEEDS, SEEDS)
@settings(max_examples=10)
def test_its_products_are_those_of_cryptography(private: bytes, other: bytes) -> None:
    key, public = X25519PrivateKey.from_private_bytes(private), x25519(other, BASE)
    assert key.public_key().public_bytes_raw() == x25519(private, BASE)
    assert key.exchange(X25519PublicKey.from_public_bytes(public)) == x25519(private, public)


@given(SEEDS, st.binary(min_size=12, max_size=12), st.binary(max_size=200))
@settings(max_examples=20)
def test_it_opens_the_boxes_of_cryptography(key: bytes, nonce: bytes, plain: bytes) -> None:
    box = ChaCha20Poly1305(key).encrypt(nonce, plain, None)
    assert open_box(key, nonce, box) == plain
    for place in (0, len(box) - 1):
        changed = bytearray(box)
        changed[place] ^= 1
        with pytest.raises(NotGenuine):
            open_box(key, nonce, bytes(changed))


def encrypted(plain: bytes, *recipients: bytes) -> bytes:
    """As the site does it."""
    to = [pyrage.x25519.Recipient.from_str(recipient_of(private)) for private in recipients]
    return pyrage.encrypt(plain, to)


@pytest.mark.parametrize("plain", [b"", b"a", b"name\n" * 50])
def test_it_opens_the_files_of_age(plain: bytes) -> None:
    assert open_file(encrypted(plain, MINE), MINE) == plain
    assert open_file(encrypted(plain, OTHERS, MINE), MINE) == plain
    with pytest.raises(NotOpened, match="somebody else"):
        open_file(encrypted(plain, OTHERS), MINE)


@pytest.mark.long
@pytest.mark.parametrize("size", [PART - 1, PART, PART + 1, 2 * PART])
def test_it_opens_files_of_many_chunks(size: int) -> None:
    plain = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    assert open_file(encrypted(plain, MINE), MINE) == plain


def test_its_recipients_are_those_of_age() -> None:
    sealed = encrypted(b"plain", MINE)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])
    known = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    identity = pyrage.x25519.Identity.from_str(secret)
    assert str(identity.to_public()) == known
    assert recipient_of(b"\x42" * 32) == known


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: b"%PDF-1.7" + raw, "not a file that age"),
        (lambda raw: raw.split(b"\n--- ")[0], "not a file that age"),
        (lambda raw: raw.replace(b"\n--- ", b"\n--- !"), "not written as age"),
        (lambda raw: raw.replace(b"\n--- ", b"\n-> more\n\n--- "), "header was changed"),
        (lambda raw: raw[:-1], "damaged"),
        (lambda raw: raw[:-17] + bytes(17), "damaged"),
    ],
)
def test_a_file_that_was_changed_does_not_open(
    change: Callable[[bytes], bytes], words: str
) -> None:
    with pytest.raises(NotOpened, match=words):
        open_file(change(encrypted(b"a list of names", MINE)), MINE)
