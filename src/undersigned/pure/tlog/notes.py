"""A text with signatures beneath it: C2SP signed-note, § Format and § Signatures.

    the text, some lines
    (an empty line)
    — name base64 of the key's id and the signature

Lines of unknown keys are allowed and mean nothing. A line of a known key that fails spoils the
whole note.

Limits: a note is at most a million bytes with a hundred lines beneath, as in Go.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from undersigned.pure.tlog import cosignatures, ed25519
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import (
    COSIGNATURE,
    LOG,
    Seal,
    VKey,
    check_name,
    parse_seal,
    parse_vkey,
    seal_line,
)

__all__ = [
    "COSIGNATURE",
    "LOG",
    "Note",
    "Seal",
    "VKey",
    "add_lines",
    "parse_note",
    "parse_vkey",
    "seal_line",
    "sign_note",
    "verified",
]

LONGEST = 1_000_000
MOST_SEALS = 100
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True)
class Note:
    """A text, which ends in a newline, and the seals beneath it."""

    text: str
    seals: tuple[Seal, ...]

    @property
    def bytes(self) -> bytes:
        """How it is written."""
        return "".join([self.text, "\n", *(seal.line for seal in self.seals)]).encode()


def parse_note(raw: bytes) -> Note:
    """The text and seals that the bytes hold. Raises Invalid. Nothing is verified yet."""
    if len(raw) > LONGEST:
        raise Invalid("A note is too long.")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise Invalid("A note is not UTF-8.") from None
    if CONTROL.search(whole):
        raise Invalid("A note holds a control character.")
    text, gap, beneath = whole.rpartition("\n\n")
    *lines, rest = beneath.split("\n")
    if not gap or rest or not 0 < len(lines) <= MOST_SEALS:
        raise Invalid("A note is not a text, an empty line and signatures.")
    return Note(text + "\n", tuple(parse_seal(line + "\n") for line in lines))


def sign_note(text: str, name: str, seed: bytes) -> bytes:
    """A new note: the text under the seal of a private key (its seed of 32 bytes) called `name`.

    The same text and key give the same bytes. Raises Invalid if no note can hold this.
    """
    check_name(name)
    vkey = VKey(name, LOG, ed25519.public_of(seed))
    seal = Seal(name, vkey.id, ed25519.sign(seed, text.encode()))
    note = Note(text, (seal,))
    if parse_note(note.bytes) != note:
        raise Invalid("A note's text does not end in a newline.")
    return note.bytes


def add_lines(note: bytes, lines: Iterable[str]) -> bytes:
    """The note with more lines beneath, each with its newline; those it has are not repeated.

    Raises Invalid if the note or a line is malformed. Nothing is verified.
    """
    had = parse_note(note)
    more = dict.fromkeys(parse_seal(line) for line in lines)
    seals = had.seals + tuple(seal for seal in more if seal not in had.seals)
    return parse_note(Note(had.text, seals).bytes).bytes


def verified(note: Note, vkeys: Iterable[VKey]) -> list[VKey]:
    """Which of the keys sealed the note, in their order. Lines of other keys are passed over.

    Raises Invalid if a line says that it is of one of the keys and is not.
    """
    return [vkey for vkey in vkeys if _sealed_by(note, vkey)]


def _sealed_by(note: Note, vkey: VKey) -> bool:
    seals = [seal for seal in note.seals if (seal.name, seal.key_id) == (vkey.name, vkey.id)]
    for seal in seals:
        if vkey.kind == COSIGNATURE:
            cosignatures.check(seal, note.text, vkey)
        elif not ed25519.verify(vkey.public, note.text.encode(), seal.raw):
            raise Invalid("A signature does not belong to this text.")
    return bool(seals)
