"""Leaves and the rules of the log: the page reads, takes and refuses what Python does, leaf for leaf."""

import random

from playwright.sync_api import Page
from tests.factories.logs import DAY, opened, signature
from tests.proof.browser.chances import b64, chance_of, flipped

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import (
    Close,
    Count,
    Leaf,
    Note,
    Purge,
    Restore,
    Unknown,
    Void,
    Withdraw,
    Withheld,
    parse_leaf,
)
from undersigned.pure.tlog.machine import Machine

LEAVES: list[Leaf] = [
    opened("p1"),
    opened("p2", closes="2027-02-28"),
    signature("p1", 1),
    Withdraw("p1", DAY, 0),
    Void("p1", DAY, 12, "fraud"),
    Restore("p1", DAY, 999_999_999_999_999),
    Count("p1", DAY, 10, 2, 3, 5),
    Note("-", DAY, bytes(range(32)), "site-key_2"),
    Withheld("p1", DAY, 7, "law"),
    Close("p1", DAY),
    Purge("p1", DAY),
    Unknown("p1", DAY, "wave", "height 3\nwidth a b\n"),
    Unknown("-", DAY, "wave", ""),
]
ODD_LEAVES = [
    b"",
    b"undersigned/v1 close\npetition -\nday 2026-11-21\n",
    b"undersigned/v1 close\npetition p1\nday 2026-02-29\n",
    b"undersigned/v1 close\npetition p1\nday 0000-01-01\n",
    b"undersigned/v1 close\r\npetition p1\nday 2026-11-21\n",
    b"undersigned/v1 withdraw\npetition p1\nday 2026-11-21\nleaf 01\n",
    b"undersigned/v1 constructor\npetition p1\nday 2026-11-21\n",
    b"undersigned/v1 wave\npetition p1\nday 2026-11-21\n" + b"word x\n" * 200,
    opened("p1", closes="2027-02-29").bytes,
]


def test_a_leaf_is_read_or_refused_as_python_does_also_when_damaged(page: Page) -> None:
    chance = chance_of(0)
    texts = [leaf.bytes for leaf in LEAVES] + ODD_LEAVES
    for leaf in LEAVES * 40:
        raw = leaf.bytes
        at = chance.randrange(len(raw))
        texts += [
            flipped(raw, chance.randrange(8 * len(raw))),
            raw[:at] + raw[at + 1 :],
            raw[:at] + chance.choice([b"\n", b" ", b"0", b"="]) + raw[at:],
        ]
    read = """(texts) => texts.map((text) => {
      try { return leafOf(fromBase64(text)).kind; }
      catch (refusal) { if (refusal instanceof Refusal) return null; throw refusal; }
    })"""
    assert page.evaluate(read, list(map(b64, texts))) == list(map(kind_of, texts))


def kind_of(text: bytes) -> str | None:
    """What Python takes a leaf for; None if it refuses it."""
    try:
        leaf = parse_leaf(text)
    except Invalid:
        return None
    return "withheld" if isinstance(leaf, Withheld) else leaf.kind


def random_log(chance: random.Random, length: int) -> list[bytes]:
    """Leaves at random, most of which may stand where they stand."""
    log: list[bytes] = []
    for _ in range(length):
        petition, place = chance.choice(["p1", "p2"]), chance.randrange(len(log) + 2)
        log.append(
            chance.choice(
                [
                    *[signature(petition, chance.randrange(9))] * 6,
                    *[Withdraw(petition, DAY, place), Void(petition, DAY, place, "dup")] * 2,
                    *[Restore(petition, DAY, place), Withheld(petition, DAY, place, "law")] * 2,
                    opened(petition),
                    Note(petition, DAY, bytes(32), "a-note"),
                    Count(petition, DAY, chance.randrange(3), 0, 0, chance.randrange(3)),
                    Unknown(petition, DAY, "wave", ""),
                    *[Close(petition, DAY), Purge(petition, DAY)],
                    opened("p3"),
                ]
            ).bytes
        )
    return log


def test_the_rules_of_the_log_are_pythons_leaf_for_leaf(page: Page) -> None:
    """Refused leaves are passed over here, so that each log goes far."""
    chance = chance_of(0)
    logs = [[opened("p1").bytes, *random_log(chance, 60)] for _ in range(60)]
    run = """(logs) => logs.map((log) => {
      const machine = new Machine();
      const taken = log.map((text) => {
        try { machine.take(leafOf(fromBase64(text))); return true; }
        catch (refusal) { if (refusal instanceof Refusal) return false; throw refusal; }
      });
      const figures = machine.figures().map(({ name, state, ...numbers }) => [name, state, Object.values(numbers)]);
      return [taken, figures, Object.fromEntries(machine.unknown)];
    })"""
    found = page.evaluate(run, [list(map(b64, log)) for log in logs])
    expected = [by_python(log) for log in logs]
    assert found == expected
    taken = [each for taken, _, _ in expected for each in taken]
    assert 0.3 < sum(taken) / len(taken) < 0.9  # both happen often


def by_python(log: list[bytes]) -> list[object]:
    machine, taken = Machine(), []
    for text in log:
        try:
            machine.take(machine.size, parse_leaf(text))
        except Invalid:
            taken.append(False)
        else:
            taken.append(True)
    figures = [
        [name, f.state, [f.signed, f.withdrawn, f.void, f.net]]
        for name, f in machine.petitions().items()
    ]
    return [taken, figures, dict(machine.unknown)]
