"""Public keys with a name, and one key's line under a note: C2SP signed-note, § Format and § Verifier keys.

A key's id is the start of a hash over its name, its kind and itself; a line under a note names the
key and its id, so that a reader finds which key to check it with.

Limits: two of the kinds there are, both Ed25519: a log's, and a witness's cosignature. Others'
lines are kept and cannot be checked. Ids are 32 bits: a hint, never a proof.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.strict import from_base64, to_base64

LOG = 0x01
COSIGNATURE = 0x04
KINDS = (LOG, COSIGNATURE)

ID_BYTES = 4
KEY_BYTES = 32
DASH = "—"
NAME = re.compile(r"[^\s+\x00-\x1f]+")
LINE = re.compile(rf"{DASH} ([^ ]+) ([^ ]+)\n")


@dataclass(frozen=True)
class VKey:
    """A public key (32 bytes) under a name, of one of the KINDS."""

    name: str
    kind: int
    public: bytes

    @cached_property
    def id(self) -> bytes:
        """The four bytes by which lines under notes say that they are this key's."""
        hashed = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(hashed).digest()[:ID_BYTES]

    @property
    def text(self) -> str:
        """How it is written: name+id+key."""
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True)
class Seal:
    """One line under a note: who seals it, with which key, and what follows the key's id."""

    name: str
    key_id: bytes
    raw: bytes

    @property
    def line(self) -> str:
        """How it is written, with its newline."""
        return f"{DASH} {self.name} {to_base64(self.key_id + self.raw)}\n"


def parse_vkey(text: str) -> VKey:
    """The key that name+id+key says. Raises Invalid: malformed, of another kind, not its own id."""
    parts = text.split("+", 2)
    if len(parts) != len(("name", "id", "key")):
        raise Invalid("A key is written as name+id+key.")
    name, _, key = parts
    check_name(name)
    raw = from_base64(key, 1 + KEY_BYTES)
    if raw[0] not in KINDS:
        raise Invalid("This kind of key is not known here.")
    vkey = VKey(name, raw[0], raw[1:])
    if vkey.text != text:
        raise Invalid("A key's id does not belong to it.")
    return vkey


def check_name(name: str) -> None:
    """Raise Invalid unless this can name a key: not empty, no space, no plus, no control."""
    if not NAME.fullmatch(name):
        raise Invalid("A key's name is not one word without plus signs.")


def seal_line(vkey: VKey, raw: bytes) -> str:
    """The line, with its newline, by which a key seals a note."""
    return Seal(vkey.name, vkey.id, raw).line


def parse_seal(line: str) -> Seal:
    """What a line under a note says; it ends in its newline. Raises Invalid."""
    if not (found := LINE.fullmatch(line)):
        raise Invalid("A signature's line is not written as one.")
    check_name(found[1])
    raw = from_base64(found[2])
    if len(raw) <= ID_BYTES:
        raise Invalid("A signature's line holds no signature.")
    return Seal(found[1], raw[:ID_BYTES], raw[ID_BYTES:])
