"""Who may sign in to the demo's office: passwords and second factors made at its first start."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import struct
from dataclasses import asdict, dataclass
from pathlib import Path

TOTP_PERIOD = 30  # seconds; RFC 6238's default, as every authenticator app has it
TOTP_SECRET_BYTES = 20


@dataclass(frozen=True)
class Login:
    """One account of the demo."""

    role: str
    email: str
    name: str
    password: str
    totp_secret: str


def make_logins(users: dict[str, dict[str, str]]) -> list[Login]:
    """A login for each user of the world, by role."""
    password = f"demo-{secrets.token_hex(4)}"
    return [
        Login(role=role, password=password, totp_secret=_totp_secret(), **facts)
        for role, facts in users.items()
    ]


def keep_logins(logins: list[Login], file: Path) -> None:
    """Write them where only the owner may read."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump([asdict(login) for login in logins], out, indent=1)


def read_logins(file: Path) -> list[Login]:
    """Those that were kept; none before the first start."""
    if not file.exists():
        return []
    return [Login(**facts) for facts in json.loads(file.read_text(encoding="utf-8"))]


def code_now(secret: str, *, at: float) -> str:
    """The six digits that an authenticator app would show at a time in seconds (RFC 6238)."""
    counter = struct.pack(">Q", int(at) // TOTP_PERIOD)
    digest = hmac.digest(base64.b32decode(secret), counter, hashlib.sha1)
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0xF)
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"


def _totp_secret() -> str:
    return base64.b32encode(secrets.token_bytes(TOTP_SECRET_BYTES)).decode()
