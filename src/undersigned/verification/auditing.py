"""How sure the matching by rule is: what a blind look found, and whom the rule missed, by ward and form of name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from undersigned.journal.sealed import open_sealed
from undersigned.pure.sampling.hypergeometric import most_of_kind
from undersigned.signatures.models import Signature
from undersigned.signatures.states import LEFT
from undersigned.verification.groups import GROUPS, group_of
from undersigned.verification.models import Candidate, Check, Draw
from undersigned.verification.queries.results import Result
from undersigned.verification.states.checks import Outcome
from undersigned.verification.states.draws import AUDIT

REASON = "certificate: whom the matching by rule missed, by ward and form of name"
BATCH = 500
FEWEST = 10  # signatures of a group that is shown by itself
ON_ROLL = (Outcome.VALID, Outcome.DUPLICATE)
OTHERS = "others"


@dataclass(frozen=True)
class Audit:
    """Of `accepted` lines that a rule matched, `looked` were looked at blindly and `wrong` were not that voter's.

    With a confidence of 95 percent at most `most` of all of them are wrong; None where nobody looked.
    """

    accepted: int
    looked: int
    wrong: int
    most: int | None


@dataclass(frozen=True)
class Group:
    """Of so many lines of voters who are on the roll, the rule missed some, and people found them."""

    name: str
    on_roll: int
    missed: int


def audit(draw: Draw | None, accepted: int) -> Audit:
    """What the blind look found; a line whose signer left, or was erased, meanwhile tells nothing. Two queries."""
    if draw is None or not draw.audit:
        return Audit(accepted, 0, 0, None)
    right = _right(draw)
    wrong = right.count(False)
    return Audit(draw.accepted, len(right), wrong, most_of_kind(draw.accepted, len(right), wrong))


def _right(draw: Draw) -> list[bool]:
    """Of each line looked at, whether reviewers, who did not know of the match, found its best candidate to be it."""
    picks = draw.picks.filter(stratum=AUDIT).exclude(line__signature__sealed=b"")
    picks = picks.exclude(line__signature__state__in=LEFT).exclude(line__outcome=Outcome.WITHDRAWN)
    first = Candidate.objects.filter(line__in=picks.values("line"), rank=1)
    best = {line: bytes(mark) for line, mark in first.values_list("line", "voter")}
    rows = picks.values_list("line", "line__outcome", "line__voter", "line__same_as__voter")
    found = {
        line: bytes((other if outcome == Outcome.DUPLICATE else voter) or b"")
        for line, outcome, voter, other in rows
    }
    return [bool(mark) and mark == best.get(line) for line, mark in found.items()]


def missed(
    check: Check, result: Result, *, at: datetime, by: str
) -> tuple[list[Group], list[Group]]:
    """Of the lines looked at whose voter is on the roll, those that the rule missed: by ward, by form of name.

    Opens the lines' signatures to read name and ward, for REASON.
    """
    lines = [result.found.lines[number] for number in result.sample]
    by_rule = set(check.lines.exclude(rule="").values_list("number", flat=True))
    on_roll = {line.number: line.number not in by_rule for line in lines if line.outcome in ON_ROLL}
    wards, names = _groups_of(check, list(on_roll), at=at, by=by)
    return _table(on_roll, wards), _table(on_roll, names, order=GROUPS)


def _groups_of(
    check: Check, numbers: Sequence[int], *, at: datetime, by: str
) -> tuple[dict[int, str], dict[int, str]]:
    """The ward and the form of name of each line; of what is erased, neither."""
    wards, names = {}, {}
    for start in range(0, len(numbers), BATCH):
        some = check.lines.filter(number__in=numbers[start : start + BATCH])
        keys = dict(some.values_list("signature_id", "number"))
        rows = Signature.objects.filter(pk__in=keys).exclude(sealed=b"").only("ref", "sealed")
        by_ref = {bytes(row.ref): row for row in rows}
        sealed = {ref: row.sealed for ref, row in by_ref.items()}
        opened = open_sealed(sealed, of="signatures", reason=REASON, at=at, by=by)
        for ref, facts in opened.items():
            number = keys[by_ref[ref].pk]
            wards[number], names[number] = facts.get("ward", ""), group_of(facts["name"])
    return wards, names


def _table(
    on_roll: dict[int, bool], groups: dict[int, str], order: Iterable[str] = ()
) -> list[Group]:
    """How many of each group; nothing where all of them are too few."""
    named = _named([groups.get(number, "") for number in on_roll])
    found: dict[str, list[bool]] = defaultdict(list)
    for number, was_missed in on_roll.items():
        name = groups.get(number, "")
        found[name if name in named else OTHERS].append(was_missed)
    if OTHERS in found and len(found[OTHERS]) < FEWEST:
        return []
    rank = {name: place for place, name in enumerate(order)}
    names = sorted(found, key=lambda name: (name == OTHERS, rank.get(name, len(rank)), name))
    return [Group(name, len(found[name]), sum(found[name])) for name in names]


def _named(names: Sequence[str]) -> set[str]:
    """The groups that are shown by themselves: none of them, nor all others together, is of one to nine signatures."""
    sizes = Counter(names)
    named = sorted((size, name) for name, size in sizes.items() if name and size >= FEWEST)
    others = len(names) - sum(size for size, _ in named)
    while named and 0 < others < FEWEST:
        others += named.pop(0)[0]
    return {name for _, name in named}
