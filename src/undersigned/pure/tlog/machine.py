"""Which leaf may follow which, and the figures that come of it (docs/open-data/log.md, § Rules).

A signature is active, withdrawn or void; net is the number of active ones. What the rules do not
allow makes the log invalid, and the refusal names the entry. The rules are Undersigned's own,
`undersigned/v1`. A leaf of an unknown kind changes nothing and is counted by its kind.

Limits: this counts entries; that an entry stands for a person is not in them (docs/threat-model.md).
Memory is one to four bytes for each entry and some hundred for each petition.
"""

from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, dataclass
from typing import Any, ClassVar, Literal

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import (
    Close,
    Count,
    Leaf,
    Note,
    Open,
    Purge,
    Restore,
    Sign,
    Unknown,
    Void,
    Withdraw,
    Withheld,
)

State = Literal["none", "open", "closed", "purged"]
# What stands at a place of the log, as far as a later leaf may refer to it.
_OTHER, _ACTIVE, _WITHDRAWN, _VOID, _DOCUMENT, _WITHHELD = range(6)
_BITS = 3
_MASK = (1 << _BITS) - 1
_WORDS = {_ACTIVE: "active", _WITHDRAWN: "withdrawn", _VOID: "void"}


@dataclass(frozen=True)
class Figures:
    """A petition's numbers: net = signed - withdrawn - void. State "none": it never opened."""

    signed: int = 0
    withdrawn: int = 0
    void: int = 0
    net: int = 0
    state: State = "none"


class _Petition:
    """What is known of one petition; its number marks its places in the log."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number
        self.state: State = "none"
        self.signed = self.withdrawn = self.void = 0

    def figures(self) -> Figures:
        net = self.signed - self.withdrawn - self.void
        return Figures(self.signed, self.withdrawn, self.void, net, self.state)


class Machine:
    """A log's rules at work: take every leaf in order, then ask. A refused leaf changes nothing."""

    def __init__(self) -> None:
        """A log without entries."""
        self.unknown: Counter[str] = Counter()
        self._petitions: dict[str, _Petition] = {}
        self._names: list[str] = []
        self._places = array("B")  # a petition's number and what stands there; widened when needed

    @property
    def size(self) -> int:
        """How many leaves were taken."""
        return len(self._places)

    def petitions(self) -> dict[str, Figures]:
        """The figures of every petition that opened, in the order of the log."""
        known = self._petitions.values()
        return {each.name: each.figures() for each in known if each.state != "none"}

    def figures(self, petition: str) -> Figures:
        """The figures of one petition; all zero and state "none" if it never opened."""
        known = self._petitions.get(petition)
        return known.figures() if known else Figures()

    def status(self, index: int) -> str:
        """Whether signature `index` is active, withdrawn or void. Raises Invalid if it is none."""
        if not 0 <= index < self.size or self._places[index] & _MASK not in _WORDS:
            raise Invalid(f"Entry {index} of the log is not a signature.")
        return _WORDS[self._places[index] & _MASK]

    def is_active(self, index: int) -> bool:
        """Whether entry `index`, which there is, is a signature that counts."""
        return self._places[index] & _MASK == _ACTIVE

    def petition_of(self, index: int) -> str:
        """The petition that entry `index` belongs to; "-" is the site."""
        return self._names[self._places[index] >> _BITS]

    def take(self, index: int, leaf: Leaf) -> None:
        """Take the next leaf, entry `index`. Raises Invalid, naming it, where no rule allows it."""
        if index != self.size:
            raise Invalid(f"Entry {index} comes where entry {self.size} belongs.")
        name = leaf.petition
        petition = self._petitions.get(name) or _Petition(name, len(self._names))
        try:
            what = self._RULES[type(leaf)](self, petition, leaf)
        except Invalid as fault:
            raise Invalid(f"Entry {index} breaks the log's rules: {fault}") from None
        if petition.number == len(self._names):
            self._petitions[name] = petition
            self._names.append(name)
        self._append(_mark(petition, what))

    def _append(self, mark: int) -> None:
        try:
            self._places.append(mark)
        except OverflowError:  # more petitions than this width has numbers for
            wider = "H" if self._places.typecode == "B" else "I"
            self._places = array(wider, self._places)
            self._append(mark)

    # One rule for each kind: raise Invalid, or make the change and say what stands there now.

    def _open(self, petition: _Petition, _leaf: Open) -> int:
        _demand(petition, "none", "the petition opened before.")
        petition.state = "open"
        return _DOCUMENT  # its four files may be withheld as a note's one file may

    def _sign(self, petition: _Petition, _leaf: Sign) -> int:
        _demand(petition, "open", "a signature for a petition that is not open.")
        petition.signed += 1
        return _ACTIVE

    def _withdraw(self, petition: _Petition, leaf: Withdraw) -> int:
        was = self._turn_signature(petition, leaf.leaf, (_ACTIVE, _VOID), _WITHDRAWN)
        petition.void -= was == _VOID
        petition.withdrawn += 1
        return _OTHER

    def _void(self, petition: _Petition, leaf: Void) -> int:
        self._turn_signature(petition, leaf.leaf, (_ACTIVE,), _VOID)
        petition.void += 1
        return _OTHER

    def _restore(self, petition: _Petition, leaf: Restore) -> int:
        self._turn_signature(petition, leaf.leaf, (_VOID,), _ACTIVE)
        petition.void -= 1
        return _OTHER

    def _count(self, petition: _Petition, leaf: Count) -> int:
        now = petition.figures()
        if now.state == "none":
            raise Invalid("figures of a petition that never opened.")
        if (leaf.signed, leaf.withdrawn, leaf.void, leaf.net) != astuple(now)[:4]:
            raise Invalid("its figures are not those that the entries before it give.")
        return _OTHER

    def _note(self, _petition: _Petition, _leaf: Note) -> int:
        return _DOCUMENT

    def _withheld(self, petition: _Petition, leaf: Withheld) -> int:
        self._turn(petition, leaf.leaf, (_DOCUMENT,), _WITHHELD)
        return _OTHER

    def _close(self, petition: _Petition, _leaf: Close) -> int:
        _demand(petition, "open", "the petition is not open.")
        petition.state = "closed"
        return _OTHER

    def _purge(self, petition: _Petition, _leaf: Purge) -> int:
        _demand(petition, "closed", "the petition is not closed, or was purged before.")
        petition.state = "purged"
        return _OTHER

    def _other(self, _petition: _Petition, leaf: Unknown) -> int:
        self.unknown[leaf.kind] += 1
        return _OTHER

    def _turn_signature(
        self, petition: _Petition, place: int, among: tuple[int, ...], to: int
    ) -> int:
        if petition.state == "purged":  # what nobody can audit any more stands as it is
            raise Invalid("a signature changes after its data was destroyed.")
        return self._turn(petition, place, among, to)

    def _turn(self, petition: _Petition, place: int, among: tuple[int, ...], to: int) -> int:
        """Change what stands at a place from one of `among`; returns what stood there."""
        was = self._places[place] if place < self.size else -1
        if was not in [_mark(petition, each) for each in among]:
            raise Invalid(f"this cannot be done to entry {place}.")
        self._places[place] = _mark(petition, to)
        return was & _MASK

    _RULES: ClassVar[dict[type[Leaf], Callable[["Machine", _Petition, Any], int]]] = {
        Open: _open,
        Sign: _sign,
        Withdraw: _withdraw,
        Void: _void,
        Restore: _restore,
        Count: _count,
        Note: _note,
        Withheld: _withheld,
        Close: _close,
        Purge: _purge,
        Unknown: _other,
    }


def _mark(petition: _Petition, what: int) -> int:
    return petition.number << _BITS | what


def _demand(petition: _Petition, state: State, otherwise: str) -> None:
    if petition.state != state:
        raise Invalid(otherwise)
