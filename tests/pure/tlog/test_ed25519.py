"""Published vectors and edge cases, under both ways of checking: one verdict."""

import importlib
import sys
from hashlib import sha512

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.tlog.logs import flipped

from undersigned.pure.tlog import ed25519, ed25519_plain
from undersigned.pure.tlog.ed25519_plain import ORDER, PRIME, decode

pytestmark = pytest.mark.long  # for `make test`

# RFC 8032 §7.1: private key, public key, message, signature.
PUBLISHED = {
    "TEST 1": [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ],
    "TEST 2": [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ],
    "TEST 3": [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ],
    "TEST SHA(abc)": [
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ],
}
SEED = bytes(range(32))
PUBLIC = ed25519.public_of(SEED)
MESSAGE = b"a log's three lines"
SEAL = ed25519.sign(SEED, MESSAGE)

NEUTRAL = (1).to_bytes(32, "little")  # the point of order 1
ORDER_2 = (PRIME - 1).to_bytes(32, "little")
ORDER_4 = bytes(32)
ORDER_8 = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
SMALL = [NEUTRAL, ORDER_2, ORDER_4, ORDER_8]
# Each a second spelling of a point: y of the prime or more, or the sign of a zero.
SECOND_SPELLINGS = [
    PRIME.to_bytes(32, "little"),
    (PRIME + 1).to_bytes(32, "little"),
    ((1 << 255) - 1).to_bytes(32, "little"),
    (1 | 1 << 255).to_bytes(32, "little"),
    (PRIME - 1 | 1 << 255).to_bytes(32, "little"),
]
OFF_THE_CURVE = (2).to_bytes(32, "little")


def alone(public: bytes, message: bytes, seal: bytes) -> bool:
    """What `cryptography` says by itself."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(seal, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize(
    ("private", "public", "message", "seal"), PUBLISHED.values(), ids=PUBLISHED
)
def test_published_signatures_are_made_and_checked(
    private: str, public: str, message: str, seal: str
) -> None:
    raw = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(seal)
    assert ed25519.public_of(bytes.fromhex(private)) == raw[0]
    assert ed25519.sign(bytes.fromhex(private), raw[1]) == raw[2]
    assert ed25519.verify(*raw)
    assert ed25519_plain.verify(*raw)


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300), st.integers(0, 511))
def test_both_take_every_signature_and_none_with_a_bit_changed(
    seed: bytes, message: bytes, bit: int
) -> None:
    public, seal = ed25519.public_of(seed), ed25519.sign(seed, message)
    for verify in (ed25519.verify, ed25519_plain.verify):
        assert verify(public, message, seal)
        assert not verify(public, message, flipped(seal, bit))
        assert not verify(public, message + b"\0", seal)
        assert not verify(flipped(public, bit % 256), message, seal)


@pytest.mark.parametrize("public", [*SMALL, *SECOND_SPELLINGS, OFF_THE_CURVE, PUBLIC])
@pytest.mark.parametrize("point", [*SMALL, *SECOND_SPELLINGS, SEAL[:32]])
@pytest.mark.parametrize("scalar", [0, 1, ORDER - 1, ORDER, 2**256 - 1])
def test_both_say_the_same_of_edge_cases(public: bytes, point: bytes, scalar: int) -> None:
    seal = point + scalar.to_bytes(32, "little")
    for number in range(8):  # a small key holds for some messages and not for others
        message = b"%d" % number
        verdict = ed25519_plain.verify(public, message, seal)
        assert verdict == ed25519.verify(public, message, seal)
        strict = decode(public) is not None
        assert verdict == (strict and alone(public, message, seal))


def test_edge_cases_are_not_all_refused() -> None:
    seal = NEUTRAL + bytes(32)
    assert ed25519.verify(NEUTRAL, MESSAGE, seal)
    assert ed25519_plain.verify(NEUTRAL, MESSAGE, seal)


@pytest.mark.parametrize("public", SECOND_SPELLINGS)
def test_a_key_in_a_second_spelling_is_refused(public: bytes) -> None:
    assert decode(public) is None
    seals = [point + bytes(32) for point in (*SMALL, NEUTRAL)]
    for seal in seals:
        assert not ed25519.verify(public, MESSAGE, seal)
        assert not ed25519_plain.verify(public, MESSAGE, seal)


def test_a_scalar_beyond_the_order_is_refused() -> None:
    scalar = int.from_bytes(SEAL[32:], "little") + ORDER
    seal = SEAL[:32] + scalar.to_bytes(32, "little")
    assert not ed25519.verify(PUBLIC, MESSAGE, seal)
    assert not ed25519_plain.verify(PUBLIC, MESSAGE, seal)


def test_a_signature_off_by_a_point_of_small_order_is_refused() -> None:
    """With the cofactor, as some check, this one would pass: s = k·a with R of order 8."""
    nonce_point = ORDER_8
    digest = sha512(SEED).digest()
    secret = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    challenge = int.from_bytes(sha512(nonce_point + PUBLIC + MESSAGE).digest(), "little")
    seal = nonce_point + (challenge * secret % ORDER).to_bytes(32, "little")
    assert not alone(PUBLIC, MESSAGE, seal)
    assert not ed25519.verify(PUBLIC, MESSAGE, seal)
    assert not ed25519_plain.verify(PUBLIC, MESSAGE, seal)


@pytest.mark.parametrize(
    ("public", "seal"),
    [(PUBLIC[:31], SEAL), (PUBLIC + b"\0", SEAL), (PUBLIC, SEAL[:63]), (PUBLIC, SEAL + b"\0")],
)
def test_keys_and_signatures_of_other_lengths_are_refused(public: bytes, seal: bytes) -> None:
    assert not ed25519.verify(public, MESSAGE, seal)
    assert not ed25519_plain.verify(public, MESSAGE, seal)


def test_without_cryptography_the_plain_check_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    try:
        importlib.reload(ed25519)
        assert not ed25519.INSTALLED
        assert ed25519.verify(PUBLIC, MESSAGE, SEAL)
        assert not ed25519.verify(PUBLIC, MESSAGE, flipped(SEAL, 5))
    finally:
        monkeypatch.undo()
        importlib.reload(ed25519)
    assert ed25519.INSTALLED
