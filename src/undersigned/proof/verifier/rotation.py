"""When a log changes its key: the notes under keys/ in which the new key, and the old one, say so.

    undersigned/v1 key
    petitions.example.org/log
    old <vkey>
    new <vkey>
    reason planned|lost|stolen
    day 2026-11-21

The new key always seals it. Only a planned change that the old key seals too can be believed by who knows
the old key alone: of a lost key nobody can say so, and of a stolen one the thief could.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from undersigned.proof.verifier.sources import Source
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey, parse_vkey
from undersigned.pure.tlog.notes import Note, parse_note, verified

LONGEST = 50  # changes that are followed
NOTE = re.compile(
    r"undersigned/v1 key\n([^\n]+)\nold ([^\n]+)\nnew ([^\n]+)\n"
    r"reason (planned|lost|stolen)\nday ([0-9-]{10})\n"
)


@dataclass(frozen=True)
class Change:
    """One change of key, sealed by the new one; `agreed`: planned, and by the old one too."""

    old: VKey
    new: VKey
    agreed: bool
    day: str


def changes(source: Source, old: VKey) -> Iterator[Change]:
    """The changes from an old key on, as the site publishes them. Raises Invalid for a false note."""
    seen: set[VKey] = set()
    while old not in seen and len(seen) < LONGEST:
        seen.add(old)
        try:
            raw = source.fetch(f"keys/log-{old.id.hex()}.note")
        except FileNotFoundError:
            return
        change = _change(raw, old)
        yield change
        old = change.new


def agreed_successor(source: Source, old: VKey) -> VKey:
    """The key that the old one, step by step, says came after it; itself if it says nothing."""
    for change in changes(source, old):
        if not change.agreed:
            break
        old = change.new
    return old


def is_followed(source: Source, seen: Note, current: VKey) -> bool:
    """Whether a note seen before was sealed by the current key, or by one that says it is followed by it.

    Raises Invalid.
    """
    ids = [seal.key_id for seal in seen.seals if seal.name == current.name]
    if current.id in ids:
        return bool(verified(seen, [current]))
    old_keys = [retired_key(source, key_id, current) for key_id in ids]
    return any(
        verified(seen, [old]) and agreed_successor(source, old) == current
        for old in old_keys
        if old is not None
    )


def retired_key(source: Source, key_id: bytes, current: VKey) -> VKey | None:
    """The key with this id that the current one says came before it, if there is one. Raises Invalid."""
    try:
        raw = source.fetch(f"keys/log-{key_id.hex()}.vkey")
    except FileNotFoundError:
        return None
    old = parse_vkey(raw.decode("ascii", "replace").removesuffix("\n"))
    known = old.name == current.name and any(c.new == current for c in changes(source, old))
    return old if known else None


def _change(raw: bytes, old: VKey) -> Change:
    note = parse_note(raw)
    if not (found := NOTE.fullmatch(note.text)):
        raise Invalid("A note on a change of the log's key is not written as one.")
    new = parse_vkey(found[3])
    sealed = verified(note, [old, new])
    if found[1] != old.name or found[2] != old.text or new.name != old.name or new not in sealed:
        raise Invalid("A note on a change of the log's key is not of this log's keys.")
    return Change(old, new, found[4] == "planned" and old in sealed, found[5])
