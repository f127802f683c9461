"""Damage that is the same each time."""

import random
from base64 import b64encode

CHANCE = 20261121


def chance_of(number: int) -> random.Random:
    """The same chance each time."""
    return random.Random(CHANCE + number)  # noqa: S311


def b64(raw: bytes) -> str:
    return b64encode(raw).decode()


def flipped(raw: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(raw))
