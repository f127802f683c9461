"""Leaves: the entries of which the public log is made, each in exactly one form.

The grammar is Undersigned's own, `undersigned/v1` (docs/open-data/log.md, § Leaves): ASCII, each
line ended by one LF, a fixed order of lines, at most 1024 bytes. One pattern for each kind matches
the canonical form and nothing else (base64 of RFC 4648 §4 whose padding bits are zero, decimals
without leading zeros), so that what is read writes the same bytes again.

Limits: a kind that this version does not know is read as Unknown if its first lines are sound.
Whether a leaf may stand where it stands is for machine.py to say.
"""

import builtins
import re
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from operator import call
from typing import Any, ClassVar

from undersigned.pure.tlog.faults import Invalid

LONGEST = 1024  # bytes
SITE = "-"  # instead of a petition's public name: the whole site's
VOID_REASONS = ("dup", "roll", "form", "fraud", "age", "other")
WITHHELD_REASONS = ("person", "law", "other")

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HASH = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="  # the last digit holds 4 bits and two zeros
_NUMBER = "0|[1-9][0-9]{0,14}"
_NAME = "[a-z0-9_-]{1,80}"
_VKEY = r"[!-*,-~]{1,255}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{4,200}={0,2}"
_PREFIX = "undersigned/v1 "
_READ: dict[str, Callable[[str], Any]] = {
    _HASH: a2b_base64,
    _NUMBER: int,
}  # what is not read so is text
_HEADER = re.compile(
    rf"{_PREFIX}([a-z]{{1,16}})\npetition ([a-z0-9-]{{1,32}})\nday ({_DAY})\n(.*)", re.DOTALL
)
_OTHER = re.compile(r"(?:[a-z]{1,16} [!-~](?:[ -~]*[!-~])?\n)*")


@dataclass(frozen=True)
class _Leaf:
    petition: str
    day: str

    def _write(self, kind: str, rest: str) -> bytes:
        return f"{_PREFIX}{kind}\npetition {self.petition}\nday {self.day}\n{rest}".encode("ascii")


@dataclass(frozen=True)
class _Known(_Leaf):
    kind: ClassVar[str]
    lines: ClassVar[tuple[str, ...]] = ()  # the patterns of a kind's own lines

    def _rest(self) -> str:
        own = [(field.name, getattr(self, field.name)) for field in fields(self)[2:]]
        return "".join([f"{name} {_written(value)}\n" for name, value in own])

    @property
    def bytes(self) -> "builtins.bytes":
        """The leaf as it stands in the log."""
        return self._write(self.kind, self._rest())


@dataclass(frozen=True)
class Open(_Known):
    """A petition opened. Its text, rules, wards and notice are fixed as the hashes of four files."""

    kind = "open"
    lines = (*[_HASH] * 4, f"-|{_VKEY}", f"-|{_DAY}")
    text: bytes
    rules: bytes
    wards: bytes
    notice: bytes
    clerk: str  # a vkey, or "-"
    closes: str  # a day, or "-"


@dataclass(frozen=True)
class Sign(_Known):
    """Somebody signed: commitments to a signer's data (c) and ward (w), see commitment.py."""

    kind = "sign"
    lines = (_HASH, _HASH)
    c: bytes
    w: bytes


@dataclass(frozen=True)
class Withdraw(_Known):
    """The signer of leaf number `leaf` took the signature back. Final."""

    kind = "withdraw"
    lines = (_NUMBER,)
    leaf: int


@dataclass(frozen=True)
class Void(_Known):
    """Signature number `leaf` does not count any more, for a reason of VOID_REASONS."""

    kind = "void"
    lines = (_NUMBER, "|".join(VOID_REASONS))
    leaf: int
    reason: str


@dataclass(frozen=True)
class Restore(_Known):
    """Signature number `leaf`, which was void, counts again."""

    kind = "restore"
    lines = (_NUMBER,)
    leaf: int


@dataclass(frozen=True)
class Count(_Known):
    """The figures of a petition as its leaves so far give them."""

    kind = "count"
    lines = (_NUMBER,) * 4
    signed: int
    withdrawn: int
    void: int
    net: int


@dataclass(frozen=True)
class Note(_Known):
    """A published file: `doc` is its hash with a salt (documents.py), `name` where it stands."""

    kind = "note"
    lines = (_HASH, _NAME)
    doc: bytes
    name: str


@dataclass(frozen=True)
class Withheld(_Known):
    """What note number `leaf` published, file and salt, was taken away: one of WITHHELD_REASONS.

    `leaf` may be an open leaf's number too: then of its four files. In the log this is a note
    with one line of its own: `withheld <number> <reason>`.
    """

    kind = "note"
    lines = (_NUMBER, "|".join(WITHHELD_REASONS))
    leaf: int
    reason: str

    def _rest(self) -> str:
        return f"withheld {self.leaf} {self.reason}\n"


@dataclass(frozen=True)
class Close(_Known):
    """The petition takes no more signatures. Final."""

    kind = "close"


@dataclass(frozen=True)
class Purge(_Known):
    """All that was held of the petition's signers is destroyed, the openings too. Final."""

    kind = "purge"


@dataclass(frozen=True)
class Unknown(_Leaf):
    """A leaf of a kind that this version does not know; its own lines are kept as they stand."""

    kind: str
    rest: str

    @property
    def bytes(self) -> "builtins.bytes":
        """The leaf as it stands in the log."""
        return self._write(self.kind, self.rest)


_Kind = type[Open | Sign | Withdraw | Void | Restore | Count | Note | Withheld | Close | Purge]
_KINDS: tuple[_Kind, ...] = (
    Open,
    Sign,
    Withdraw,
    Void,
    Restore,
    Count,
    Note,
    Withheld,
    Close,
    Purge,
)
Leaf = Open | Sign | Withdraw | Void | Restore | Count | Note | Withheld | Close | Purge | Unknown


def parse_leaf(data: bytes) -> Leaf:
    """The leaf that the bytes are. Raises Invalid unless they are one leaf's canonical form."""
    if len(data) > LONGEST:
        raise Invalid(f"A leaf is longer than {LONGEST} bytes.")
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise Invalid("A leaf holds something other than ASCII.") from None
    kind = text[len(_PREFIX) : text.find("\n")]
    return _known(kind, text) if kind in _FORMS else _unknown(text)


def _known(kind: str, text: str) -> Leaf:
    for make, pattern, readers in _FORMS[kind]:
        if found := pattern.fullmatch(text):
            petition, day, *values = found.groups()
            _check_days(day, values[-1] if make is Open else SITE)
            if petition == SITE and kind != "note":
                raise Invalid(f"A leaf of the kind {kind} names no petition.")
            return make(petition, day, *map(call, readers, values))
    raise Invalid(f"A leaf of the kind {kind} is not written in its one form.")


def _unknown(text: str) -> Unknown:
    if not (found := _HEADER.fullmatch(text)) or not _OTHER.fullmatch(found[4]):
        raise Invalid("A leaf does not begin and go on as every leaf must.")
    kind, petition, day, rest = found.groups()
    _check_days(day, SITE)
    return Unknown(petition, day, kind, rest)


def _check_days(*days: str) -> None:
    for day in days:
        if day != SITE and not _is_day(day):
            raise Invalid("A leaf names a day that is in no calendar.")


@lru_cache(maxsize=1024)
def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _written(value: object) -> str:
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)


def _form(make: _Kind) -> tuple[_Kind, re.Pattern[str], list[Callable[[str], Any]]]:
    """How a kind is made, the pattern of its whole text, and what reads each of its own lines."""
    names = [field.name for field in fields(make)[2:]]
    own = [f"{name} ({line})\n" for name, line in zip(names, make.lines, strict=True)]
    if make is Withheld:
        own = ["withheld ({}) ({})\n".format(*make.lines)]
    head = f"{_PREFIX}{make.kind}\npetition ([a-z0-9-]{{1,32}})\nday ({_DAY})\n"
    readers = [_READ.get(line, str) for line in make.lines]
    return make, re.compile(head + "".join(own), re.ASCII), readers


_FORMS = {make.kind: [_form(each) for each in _KINDS if each.kind == make.kind] for make in _KINDS}
