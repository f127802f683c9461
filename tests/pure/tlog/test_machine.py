"""The rules of the log, each kept and each broken, and the figures against a naive counter."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import (
    SITE,
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
from undersigned.pure.tlog.machine import Figures, Machine

DAY = "2026-11-21"
H = bytes(32)


def opened(petition: str = "p1") -> Open:
    return Open(petition, DAY, H, H, H, H, "-", "-")


def signed(petition: str = "p1") -> Sign:
    return Sign(petition, DAY, H, H)


def void(leaf: int, petition: str = "p1") -> Void:
    return Void(petition, DAY, leaf, "dup")


def machine(*leaves: Leaf) -> Machine:
    taken = Machine()
    for leaf in leaves:
        taken.take(taken.size, leaf)
    return taken


def test_figures_follow_every_change() -> None:
    log = machine(opened(), signed(), signed(), signed())
    assert log.figures("p1") == Figures(3, 0, 0, 3, "open")
    log.take(4, Withdraw("p1", DAY, 1))
    log.take(5, void(2))
    log.take(6, void(3))
    assert log.figures("p1") == Figures(3, 1, 2, 0, "open")
    log.take(7, Restore("p1", DAY, 2))
    log.take(8, Withdraw("p1", DAY, 3))  # a void one may be withdrawn too
    log.take(9, Count("p1", DAY, 3, 2, 0, 1))
    log.take(10, Close("p1", DAY))
    assert log.figures("p1") == Figures(3, 2, 0, 1, "closed")
    log.take(11, Purge("p1", DAY))
    assert log.petitions() == {"p1": Figures(3, 2, 0, 1, "purged")}
    assert [log.status(index) for index in (1, 2, 3)] == ["withdrawn", "active", "withdrawn"]
    assert [log.is_active(index) for index in (0, 1, 2)] == [False, False, True]
    assert log.size == 12


def test_petitions_are_counted_apart() -> None:
    log = machine(opened("a"), opened("b"), signed("a"), signed("b"), signed("b"))
    assert list(log.petitions()) == ["a", "b"]
    assert (log.figures("a").net, log.figures("b").net) == (1, 2)
    assert [log.petition_of(index) for index in range(5)] == ["a", "b", "a", "b", "b"]
    assert log.figures("c") == Figures()


def test_documents_need_no_petition_and_unknown_kinds_change_nothing() -> None:
    note = Note(SITE, DAY, H, "house-rules")
    early = Note("p1", DAY, H, "p1-early")
    log = machine(note, early, Unknown("p1", DAY, "later", ""), Unknown("p9", DAY, "later", ""))
    assert log.petitions() == {}
    assert log.unknown == {"later": 2}
    log.take(4, opened())
    log.take(5, Withheld(SITE, DAY, 0, "person"))
    log.take(6, Withheld("p1", DAY, 1, "law"))
    log.take(7, Withheld("p1", DAY, 4, "law"))  # the files of an opening
    assert log.figures("p1") == Figures(0, 0, 0, 0, "open")


A_SIGNED_ONE = (opened(), signed())  # entry 1
CLOSED = (*A_SIGNED_ONE, Close("p1", DAY))
PURGED = (*CLOSED, Purge("p1", DAY))
OTHER_OPEN = (*A_SIGNED_ONE, opened("p2"))
NOTED = (Note("p1", DAY, H, "n"), opened())

BROKEN: list[tuple[str, tuple[Leaf, ...], Leaf]] = [
    ("opened twice", A_SIGNED_ONE, opened()),
    ("opened again after closing", CLOSED, opened()),
    ("signed before opening", (), signed()),
    ("signed after closing", CLOSED, signed()),
    ("withdrawn twice", (*A_SIGNED_ONE, Withdraw("p1", DAY, 1)), Withdraw("p1", DAY, 1)),
    ("withdrawn: an opening", A_SIGNED_ONE, Withdraw("p1", DAY, 0)),
    ("withdrawn: not there yet", A_SIGNED_ONE, Withdraw("p1", DAY, 3)),
    ("withdrawn: itself", A_SIGNED_ONE, Withdraw("p1", DAY, 2)),
    ("withdrawn: another petition's", OTHER_OPEN, Withdraw("p2", DAY, 1)),
    ("withdrawn after purge", PURGED, Withdraw("p1", DAY, 1)),
    ("void twice", (*A_SIGNED_ONE, void(1)), void(1)),
    ("void after withdrawal", (*A_SIGNED_ONE, Withdraw("p1", DAY, 1)), void(1)),
    ("void: another petition's", OTHER_OPEN, void(1, "p2")),
    ("void after purge", PURGED, void(1)),
    ("restored: active", A_SIGNED_ONE, Restore("p1", DAY, 1)),
    ("restored: withdrawn", (*A_SIGNED_ONE, Withdraw("p1", DAY, 1)), Restore("p1", DAY, 1)),
    ("restored twice", (*A_SIGNED_ONE, void(1), Restore("p1", DAY, 1)), Restore("p1", DAY, 1)),
    ("counted before opening", (), Count("p1", DAY, 0, 0, 0, 0)),
    ("counted one too many", A_SIGNED_ONE, Count("p1", DAY, 2, 0, 0, 2)),
    ("counted with a wrong sum", A_SIGNED_ONE, Count("p1", DAY, 1, 0, 0, 0)),
    ("closed before opening", (), Close("p1", DAY)),
    ("closed twice", CLOSED, Close("p1", DAY)),
    ("purged before closing", A_SIGNED_ONE, Purge("p1", DAY)),
    ("purged twice", PURGED, Purge("p1", DAY)),
    ("withheld: a signature", A_SIGNED_ONE, Withheld("p1", DAY, 1, "person")),
    ("withheld: another petition's", NOTED, Withheld("p2", DAY, 0, "person")),
    ("withheld twice", (*NOTED, Withheld("p1", DAY, 0, "law")), Withheld("p1", DAY, 0, "law")),
]


@pytest.mark.parametrize(("before", "leaf"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_what_no_rule_allows_names_its_entry_and_changes_nothing(
    before: tuple[Leaf, ...], leaf: Leaf
) -> None:
    log = machine(*before)
    size, figures = log.size, log.petitions()
    with pytest.raises(Invalid, match=f"^Entry {size} breaks the log's rules: .*\\.$"):
        log.take(size, leaf)
    assert (log.size, log.petitions()) == (size, figures)
    for petition in ("p1", "p2"):  # and a petition that it named is still free to open
        if log.figures(petition).state == "none":
            log.take(log.size, opened(petition))


def test_an_entry_comes_in_its_turn() -> None:
    with pytest.raises(Invalid, match=r"^Entry 1 comes where entry 0 belongs\.$"):
        Machine().take(1, opened())


@pytest.mark.parametrize("index", [-1, 0, 2])
def test_only_a_signature_has_a_status(index: int) -> None:
    with pytest.raises(Invalid, match=f"^Entry {index} of the log is not a signature"):
        machine(*A_SIGNED_ONE).status(index)


@pytest.mark.parametrize(("petitions", "bytes_each"), [(31, 1), (33, 2), (8193, 4)])
def test_a_place_is_as_wide_as_the_number_of_petitions_asks_for(
    petitions: int, bytes_each: int
) -> None:
    log = machine(*[opened(f"p{number}") for number in range(petitions)])
    last = f"p{petitions - 1}"
    log.take(log.size, signed(last))
    assert log._places.itemsize == bytes_each
    assert log.petition_of(log.size - 1) == last
    assert log.petition_of(7) == "p7"
    assert log.status(log.size - 1) == "active"


@dataclass
class Naive:
    """The same rules, from the whole history each time."""

    history: list[Leaf] = field(default_factory=list)

    def state(self, petition: str) -> str:
        kinds = {type(leaf) for leaf in self.history if leaf.petition == petition}
        for kind, state in ((Purge, "purged"), (Close, "closed"), (Open, "open")):
            if kind in kinds:
                return state
        return "none"

    def status(self, index: int) -> str:
        status = "active"
        for leaf in self.history:
            match leaf:
                case Withdraw(leaf=at) if at == index:
                    status = "withdrawn"
                case Void(leaf=at) if at == index:
                    status = "void"
                case Restore(leaf=at) if at == index:
                    status = "active"
        return status

    def figures(self, petition: str) -> tuple[int, int, int, int]:
        places = [
            index
            for index, leaf in enumerate(self.history)
            if isinstance(leaf, Sign) and leaf.petition == petition
        ]
        states = [self.status(index) for index in places]
        gone = states.count("withdrawn"), states.count("void")
        return (len(places), *gone, states.count("active"))

    def allows(self, leaf: Leaf) -> bool:
        state = self.state(leaf.petition)
        match leaf:
            case Open():
                return state == "none"
            case Sign() | Close():
                return state == "open"
            case Purge():
                return state == "closed"
            case Count(signed=s, withdrawn=w, void=v, net=n):
                return state != "none" and (s, w, v, n) == self.figures(leaf.petition)
            case Withdraw() | Void() | Restore():
                return state in {"open", "closed"} and self.may_turn(leaf)
        return True

    def may_turn(self, leaf: Withdraw | Void | Restore) -> bool:
        if leaf.leaf >= len(self.history):
            return False
        there = self.history[leaf.leaf]
        among = {Withdraw: {"active", "void"}, Void: {"active"}, Restore: {"void"}}[type(leaf)]
        mine = isinstance(there, Sign) and there.petition == leaf.petition
        return mine and self.status(leaf.leaf) in among


PETITIONS = st.sampled_from(["p1", "p2"])
PLACES = st.integers(0, 12)
SMALL = st.integers(0, 2)
ANY_LEAF = st.one_of(
    st.builds(opened, PETITIONS),
    *[st.builds(signed, PETITIONS)] * 6,
    st.builds(Withdraw, PETITIONS, st.just(DAY), PLACES),
    *[st.builds(void, PLACES, PETITIONS)] * 2,
    *[st.builds(Restore, PETITIONS, st.just(DAY), PLACES)] * 2,
    st.builds(Count, PETITIONS, st.just(DAY), SMALL, SMALL, SMALL, SMALL),
    st.builds(Note, PETITIONS, st.just(DAY), st.just(H), st.just("n")),
    st.builds(Unknown, PETITIONS, st.just(DAY), st.just("later"), st.just("")),
    st.builds(Close, PETITIONS, st.just(DAY)),
    st.builds(Purge, PETITIONS, st.just(DAY)),
)


@settings(max_examples=300)
@given(st.lists(ANY_LEAF, max_size=40))
def test_any_history_gives_the_naive_counters_figures(leaves: list[Leaf]) -> None:
    naive, log = Naive(), machine()
    for leaf in [opened("p1"), opened("p2"), *leaves]:
        if naive.allows(leaf):
            log.take(log.size, leaf)
            naive.history.append(leaf)
        else:
            with pytest.raises(Invalid, match=f"^Entry {log.size} "):
                log.take(log.size, leaf)
        for petition in ("p1", "p2"):
            figures = log.figures(petition)
            ours = (figures.signed, figures.withdrawn, figures.void, figures.net)
            assert (ours, figures.state) == (naive.figures(petition), naive.state(petition))
