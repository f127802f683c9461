"""Which lines are of one voter, and which of them counts."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from undersigned.signatures.states import LEFT
from undersigned.verification.models import Check, Line
from undersigned.verification.queries.tally import OUTCOME_NOW
from undersigned.verification.states.checks import Band, Outcome


@dataclass(frozen=True)
class Group:
    """Lines of one voter: the one that counts (0 if none does), and the others."""

    counts: int
    others: list[int]


@dataclass(frozen=True)
class DuplicatesPage:
    """Every voter of more than one line of a check."""

    check: Check
    groups: list[Group]


def duplicates_page(check: Check) -> DuplicatesPage:
    """One query."""
    return DuplicatesPage(check, groups_of(check))


def groups_of(check: Check) -> list[Group]:
    """Of the valid lines of one voter the first counts; lines that reviewers called duplicates stand beside it."""
    lines = Line.objects.filter(of=check).annotate(now=OUTCOME_NOW)
    rows = lines.filter(now__in=[Outcome.VALID, Outcome.DUPLICATE]).order_by("number")
    voters: dict[int, bytes] = {}
    others: dict[int, int] = {}
    for number, outcome, voter, other in rows.values_list(
        "number", "now", "voter", "same_as__number"
    ):
        if outcome == Outcome.DUPLICATE:
            others[number] = other
        else:
            voters[number] = bytes(voter)
    return _grouped(voters, others)


def astray(check: Check) -> QuerySet[Line]:
    """Lines that reviewers called duplicates though the line that they repeat does not count, or no more."""
    numbers = [number for group in groups_of(check) if not group.counts for number in group.others]
    lines = Line.objects.filter(of=check, number__in=numbers).order_by("number")
    # Nobody can decide anew on what was withdrawn; of what an earlier check settled, there is nothing to undo.
    return lines.exclude(signature__state__in=LEFT).exclude(band=Band.CARRIED)


def _grouped(voters: dict[int, bytes], others: dict[int, int]) -> list[Group]:
    groups: dict[bytes | int, list[int]] = defaultdict(list)
    for number in [*voters, *others]:
        groups[_root(number, voters, others)].append(number)
    found = []
    for numbers in groups.values():
        counts = min((number for number in numbers if number in voters), default=0)
        rest = sorted(number for number in numbers if number != counts)
        if rest:
            found.append(Group(counts, rest))
    return sorted(found, key=lambda group: group.counts or group.others[0])


def _root(number: int, voters: dict[int, bytes], others: dict[int, int]) -> bytes | int:
    """The voter whom a line repeats, in however many steps; or the line it repeats, where that one is not valid."""
    seen: set[int] = set()
    while number in others and number not in seen:
        seen.add(number)
        number = others[number]
    return voters.get(number, number)
