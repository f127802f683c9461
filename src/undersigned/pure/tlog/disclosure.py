"""Signatures by ward, published so that they can be counted again, and so that few tell on nobody.

Of each listed signature the file gives the entry's number and the salt of its ward commitment
(commitment.py): whoever reads it can test that this entry stands for that ward. A ward is listed
with at least K active signatures; the rest is one number, `other`. The rules are Undersigned's
own, `undersigned/v1` (docs/open-data/log.md, § Wards); hiding a second cell with the first is the
complementary suppression of Cox 1980, "Suppression Methodology and Statistical Disclosure Control",
§ 3.

What two files tell when one is subtracted from the other is thought of so: an entry once listed is
public for good, so a ward listed before hides nobody by being left out later. Only wards never
listed count as cover. Whenever `other` is not zero, at least two such wards stand behind it, with
at least K signatures between them; if they do not, nothing new is published (`choose` gives None).

Limits: when a ward reaches K, the file lists its earlier entries too, so how many it had at an
earlier file's size can be told then. Wards without signatures belong to the cover, if the caller
names them. Who knows some of the signers behind `other` knows more than its number says.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.pure.tlog.commitment import ward_hash
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf, Sign
from undersigned.pure.tlog.machine import Machine
from undersigned.pure.tlog.strict import from_base64, to_base64

K = 10
SALT_BYTES = 32
FORMAT = "undersigned/wards/v1"
UNKNOWN = ""  # the ward of who gave none: never listed

Entry = tuple[int, bytes]  # a leaf's number and the 32 bytes that salt its ward


@dataclass(frozen=True)
class Disclosure:
    """What is published of a petition's wards at a size of the log: the listed, and how many others."""

    origin: str
    petition: str
    size: int
    wards: dict[str, list[Entry]]
    other: int

    @property
    def bytes(self) -> bytes:
        """The file, as canonical JSON."""
        wards = {ward: [[at, to_base64(salt)] for at, salt in e] for ward, e in self.wards.items()}
        rest = {"origin": self.origin, "petition": self.petition, "size": self.size}
        return canonical_json({"format": FORMAT, **rest, "wards": wards, "other": self.other})


def choose(counts: Mapping[str, int], before: AbstractSet[str] = frozenset()) -> set[str] | None:
    """Which wards to list, of all the council's with their active signatures; None: publish nothing.

    `before` are the wards that an earlier file listed. See the module for why.
    """
    listed = {ward for ward, number in counts.items() if number >= K and ward != UNKNOWN}
    newest = sorted(listed - before, key=lambda ward: (counts[ward], ward), reverse=True)
    while not _covered(counts, listed, before):
        if not newest:
            return None
        listed.discard(newest.pop())
    return listed


def _covered(counts: Mapping[str, int], listed: AbstractSet[str], before: AbstractSet[str]) -> bool:
    """Whether what is not listed hides each of its wards, or holds no ward at all."""
    rest = counts.keys() - listed - {UNKNOWN}
    cover = [counts[ward] for ward in rest - before]
    if not cover:
        return not any(counts[ward] for ward in rest)
    return len(cover) > 1 and sum(cover) >= K


def disclose(
    origin: str,
    petition: str,
    size: int,
    entries: Mapping[str, Sequence[Entry]],
    before: AbstractSet[str] = frozenset(),
) -> Disclosure | None:
    """The disclosure of a petition's active signatures at `size`, by ward; None: not now (`choose`).

    `entries` has every ward of the council, those without signatures too, and UNKNOWN.
    """
    listed = choose({ward: len(there) for ward, there in entries.items()}, before)
    if listed is None:
        return None
    wards = {ward: sorted(entries[ward]) for ward in sorted(listed)}
    other = sum(len(there) for ward, there in entries.items() if ward not in listed)
    return Disclosure(origin, petition, size, wards, other)


def parse_disclosure(raw: bytes) -> Disclosure:
    """The disclosure that a file holds. Raises Invalid unless it is the one way to write it."""
    try:
        read = json.loads(raw)
        wards = {ward: [_entry(each) for each in there] for ward, there in read["wards"].items()}
        names, numbers = (str(read["origin"]), str(read["petition"])), (read["size"], read["other"])
        size, other = [_whole(number) for number in numbers]
        disclosure = Disclosure(*names, size, wards, other)
        same = disclosure.bytes == raw
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Invalid("This is not a file of signatures by ward.") from None
    if not same:
        raise Invalid("A file of signatures by ward is not written in its one form.")
    return disclosure


def _entry(written: list[Any]) -> Entry:
    at, salt = written
    return _whole(at), from_base64(salt, SALT_BYTES)


def _whole(number: Any) -> int:
    if type(number) is int and number >= 0:
        return number
    raise Invalid("What should be a whole number is none.")


def check_disclosure(
    disclosure: Disclosure, machine: Machine, leaf_at: Callable[[int], Leaf | None]
) -> None:
    """Raise Invalid unless every listed signature is there, active, of its ward and listed once.

    `machine` has taken just the first `size` entries of the log; `leaf_at` gives an entry, if
    there is one.
    """
    if machine.size != disclosure.size:
        raise Invalid("The entries are not those up to the size that the file speaks of.")
    seen: set[int] = set()
    for ward, entries in disclosure.wards.items():
        places = [at for at, _ in entries]
        if len(places) < K or places != sorted(set(places)) or not seen.isdisjoint(places):
            raise Invalid("A ward is listed with too few signatures, or one is listed twice.")
        seen.update(places)
        for at, salt in entries:
            _check_entry(disclosure.petition, ward, salt, leaf_at(at))
            if machine.status(at) != "active":
                raise Invalid(f"Entry {at} is listed in a ward and does not count.")
    if machine.figures(disclosure.petition).net != len(seen) + disclosure.other:
        raise Invalid("The listed signatures and the others are not the petition's count.")


def _check_entry(petition: str, ward: str, salt: bytes, leaf: Leaf | None) -> None:
    if not isinstance(leaf, Sign) or leaf.petition != petition:
        raise Invalid("An entry is listed in a ward that is no signature of this petition.")
    if ward_hash(salt, petition, ward) != leaf.w:
        raise Invalid("An entry is listed in a ward that it was not signed for.")
