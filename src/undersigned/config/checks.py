"""System checks that refuse to start an installation that would lose or expose something."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

Check = Callable[..., list[CheckMessage]]

FIXED = (3, 51, 3)  # SQLite loses committed writes before (WAL-reset bug, found in March 2026)
BACKPORT = (3, 50, 7)
PRAGMAS = ("journal_mode=wal", "synchronous=full", "foreign_keys=on")
SECRET_LENGTH = 50
DAY = 86_400  # seconds

# What each process needs in settings.KEYS, and what it must not be able to read in production.
NEEDS = {
    "web": ("signatures.pub", "letters.pub", "log.pub", "promise.pub", "blind-index.secret"),
    "office": (
        "signatures.pub",
        "letters.pub",
        "signatures.key",
        "rolls.pub",
        "rolls.key",
        "blind-index.secret",
        "office.secret",
    ),
    "worker": (
        "signatures.pub",
        "letters.pub",
        "signatures.key",
        "letters.key",
        "rolls.pub",
        "rolls.key",
        "log.pub",
        "log.key",
        "promise.pub",
        "promise.key",
        "blind-index.secret",
    ),
    "command": (),
}
FORBIDDEN = {
    "web": ("*.key", "office.secret"),
    "office": ("letters*.key", "log*.key", "promise*.key", "backup*.key"),
    "worker": ("backup*.key", "office.secret"),
    "command": (),
}


def _check(check: Callable[[], Sequence[CheckMessage]]) -> Check:
    """Register a check under the tag that `undersigned web`, `office` and `worker` run."""

    def run(**_: object) -> list[CheckMessage]:
        return list(check())

    run.__name__ = check.__name__
    register(run, "undersigned")
    return run


@_check
def sqlite_keeps_what_it_committed() -> list[CheckMessage]:
    if not _on_sqlite():
        return []
    version = sqlite3.sqlite_version_info
    if version >= FIXED or version == BACKPORT:
        return []
    words = ".".join(map(str, version))
    return [
        Error(
            f"SQLite {words} can lose committed writes (the WAL-reset bug).",
            hint="Install the locked packages again: they bring a fixed one.",
            id="undersigned.E001",
        )
    ]


@_check
def sqlite_is_durable() -> list[CheckMessage]:
    if not _on_sqlite():
        return []
    options = settings.DATABASES["default"].get("OPTIONS", {})
    pragmas = options.get("init_command", "").lower().replace(" ", "")
    missing = [pragma for pragma in PRAGMAS if pragma not in pragmas]
    if options.get("transaction_mode") != "IMMEDIATE":
        missing.append("transaction_mode=IMMEDIATE")
    return [
        Error(f"The embedded database runs without {setting}.", id="undersigned.E002")
        for setting in missing
    ]


@_check
def one_web_process_on_sqlite() -> list[CheckMessage]:
    if settings.WORKERS == 1 or not _on_sqlite():
        return []
    return [
        Error(
            f"{settings.WORKERS} web workers on SQLite would wait for each other's writes.",
            hint="Use one, or PostgreSQL.",
            id="undersigned.E003",
        )
    ]


@_check
def no_debugging_in_production() -> list[CheckMessage]:
    if not (settings.PRODUCTION and settings.DEBUG):
        return []
    return [Error("UNDERSIGNED_DEBUG shows code and data to visitors.", id="undersigned.E004")]


@_check
def office_has_a_secret() -> list[CheckMessage]:
    if not settings.PRODUCTION or settings.PROCESS != "office":
        return []
    try:
        long_enough = len(settings.SECRET_KEY) >= SECRET_LENGTH
    except ImproperlyConfigured:  # Django's way to say that it is empty
        long_enough = False
    if long_enough:
        return []
    return [
        Error(
            f"UNDERSIGNED_SECRET_KEY must have at least {SECRET_LENGTH} characters.",
            hint="Log-in depends on it.",
            id="undersigned.E005",
        )
    ]


@_check
def keys_are_there() -> list[CheckMessage]:
    folder: Path = settings.KEYS
    return [
        Error(
            f"{settings.PROCESS} cannot read its key {folder / name}.",
            hint="`undersigned keys make` makes what is missing; docs/keys.md says who holds what.",
            id="undersigned.E006",
        )
        for name in NEEDS[settings.PROCESS]
        if not os.access(folder / name, os.R_OK)
    ]


@_check
def keys_of_others_are_closed() -> list[CheckMessage]:
    if not settings.PRODUCTION:
        return []
    folder: Path = settings.KEYS
    found = {path for pattern in FORBIDDEN[settings.PROCESS] for path in folder.glob(pattern)}
    return [
        Error(
            f"{settings.PROCESS} can read {path}, which it must not.",
            hint="Run each process as its own user; docs/keys.md says who may read what.",
            id="undersigned.E007",
        )
        for path in sorted(found)
        if os.access(path, os.R_OK)
    ]


@_check
def cache_is_shared() -> list[CheckMessage]:
    backend = str(settings.CACHES["default"]["BACKEND"])
    local = backend.endswith((".LocMemCache", ".DummyCache"))
    if not local or (settings.WORKERS == 1 and not settings.PRODUCTION):
        return []
    return [
        Error(
            "The cache belongs to one process, so limits on log-in would count for each alone.",
            id="undersigned.E008",
        )
    ]


@_check
def hosts_are_named() -> list[CheckMessage]:
    wild = [host for host in settings.ALLOWED_HOSTS if host.startswith((".", "*"))]
    return [
        Error(
            f"UNDERSIGNED_HOSTS has {host!r}; each host must be named in full.",
            id="undersigned.E009",
        )
        for host in wild
    ]


@_check
def addresses_are_https() -> list[CheckMessage]:
    if not settings.PRODUCTION:
        return []
    return [
        Error(
            f"UNDERSIGNED_{name} is {getattr(settings, name)!r}; in production it begins with https://.",
            id="undersigned.E010",
        )
        for name in ("PUBLIC_ADDRESS", "OFFICE_ADDRESS")
        if urlsplit(getattr(settings, name)).scheme != "https"
    ]


@_check
def wards_are_counted_slowly() -> list[CheckMessage]:
    if not settings.PRODUCTION or settings.WARDS_SECONDS >= DAY:
        return []
    return [
        Error(
            "UNDERSIGNED_WARDS_SECONDS is less than a day: counts by ward could tell who signed when.",
            id="undersigned.E011",
        )
    ]


def _on_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3")
