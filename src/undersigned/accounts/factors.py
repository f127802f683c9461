"""Second factors at rest and in hand: secrets sealed with the office's key, and codes by the clock.

Only the office can open the secrets (docs/keys.md): a stolen database alone gives nobody a second factor.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from undersigned.journal.keys import secret

NONCE = 12  # bytes, drawn for each secret
SECRET_LENGTH = 20  # bytes
STEP = 30  # seconds a code lives (RFC 6238 §4)
PURPOSE = b"undersigned/factor/v1"


class FactorNotOpened(Exception):
    """The secret was sealed with another key, or changed."""


def seal_factor(text: str) -> str:
    """A factor's secret under AES-256-GCM with a key derived from the office's, as base64 text."""
    nonce = secrets.token_bytes(NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), PURPOSE)).decode()


def open_factor(sealed: str) -> str:
    """What seal_factor sealed. Raises FactorNotOpened."""
    raw = base64.b64decode(sealed)
    try:
        return _cipher().decrypt(raw[:NONCE], raw[NONCE:], PURPOSE).decode()
    except InvalidTag:
        raise FactorNotOpened(
            "A second factor's secret does not open with this office key."
        ) from None


def new_totp_secret() -> str:
    """A fresh TOTP secret: 20 random bytes in base32 (RFC 4226 §4, R6)."""
    return base64.b32encode(secrets.token_bytes(SECRET_LENGTH)).decode()


def totp_secret_for(email: str) -> str:
    """A TOTP secret in base32 that is the same each time for one address on one installation: for the demo's people."""
    drawn = hmac.digest(secret("office"), f"demo totp {email}".encode(), hashlib.sha256)
    return base64.b32encode(drawn[:SECRET_LENGTH]).decode()


def totp_code(totp_secret: str, *, at: datetime) -> str:
    """The six digits an authenticator app shows at this moment (RFC 6238 with SHA-1, 30 seconds; RFC 4226 §5.3)."""
    counter = int(at.timestamp()) // STEP
    digest = hmac.digest(base64.b32decode(totp_secret), counter.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


def _cipher() -> AESGCM:
    return AESGCM(hmac.digest(secret("office"), PURPOSE, hashlib.sha256))
