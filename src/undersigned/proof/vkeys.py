"""The public keys of this site's log: those it signs with now, and those it signed with before (docs/run/log.md)."""

from pathlib import Path

from django.conf import settings

from undersigned.journal.keys import signing_public
from undersigned.pure.tlog.notes import LOG, VKey, parse_vkey
from undersigned.pure.tlog.promises import key_name

RETIRED = "keys"  # the folder of them, below the log's


def log_vkey() -> VKey:
    """The key that signs checkpoints."""
    return VKey(settings.LOG_ORIGIN, LOG, signing_public("log"))


def promise_vkey() -> VKey:
    """The key that seals promises."""
    return VKey(key_name(settings.LOG_ORIGIN), LOG, signing_public("promise"))


PUBLISHED = {"log": "vkey", "promise": "promise.vkey"}


def published_vkey(name: str) -> VKey | None:
    """The key of a pair (``log`` or ``promise``) as everybody reads it; None before the first."""
    path: Path = settings.LOG / PUBLISHED[name]
    return parse_vkey(path.read_text(encoding="ascii").strip()) if path.exists() else None


def retired_path(name: str, vkey: VKey) -> str:
    """Where a retired key of a pair stands below the log's address; its cross-seal ends in .note instead."""
    return f"{RETIRED}/{name}-{vkey.id.hex()}.vkey"


def all_vkeys(name: str) -> list[VKey]:
    """The pair's key (``log`` or ``promise``) and every retired one of that name."""
    current = {"log": log_vkey, "promise": promise_vkey}[name]()
    folder: Path = settings.LOG / RETIRED
    texts = [path.read_text(encoding="ascii") for path in sorted(folder.glob(f"{name}-*.vkey"))]
    return [current, *(parse_vkey(text.removesuffix("\n")) for text in texts)]
