"""The log's own files as readers find them under /log/: keys, policy, verifiers."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from undersigned.proof.files import fetch
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import parse_vkey

VERIFIERS = ("undersigned-verify.pyz", "verify.html")


@dataclass(frozen=True)
class Key:
    """A public key: its line in the policy, and the SHA-256 of the key itself by which people compare it."""

    file: str
    line: str
    fingerprint: str


@dataclass(frozen=True)
class Verifier:
    """A program that checks this log, and the SHA-256 of its file."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Published:
    """Where the log is, and what stands there beside its tiles."""

    address: str
    origin: str
    keys: tuple[Key, ...]
    policy: str
    verifiers: tuple[Verifier, ...]


def published_files() -> Published:
    """Read them from the log's folder; what is missing there is missing here. No query."""
    keys = (_key(name) for name in ("vkey", "promise.vkey"))
    policy = _read("policy")
    found = {name: _read(name) for name in VERIFIERS}
    return Published(
        address=f"{settings.PUBLIC_ADDRESS}/log",
        origin=settings.LOG_ORIGIN,
        keys=tuple(key for key in keys if key),
        policy=policy.decode() if policy else "",
        verifiers=tuple(
            Verifier(name, sha256(content).hexdigest())
            for name, content in found.items()
            if content
        ),
    )


def _key(name: str) -> Key | None:
    line = _read(name).decode().strip()
    try:
        public = parse_vkey(line).public
    except Invalid:
        return None
    return Key(name, line, sha256(public).hexdigest())


def _read(name: str) -> bytes:
    try:
        return fetch(name)
    except FileNotFoundError:
        return b""
