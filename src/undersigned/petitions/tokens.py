"""Tokens that go out in letters: whoever holds the letter may act; the database holds a hash."""

import hashlib
import secrets

TOKEN_LENGTH = 16


def draw_token() -> str:
    """32 hex digits from the operating system."""
    return secrets.token_hex(TOKEN_LENGTH)


def hash_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
