"""From lines and their outcomes to what is counted: voters, of whom each counts once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from undersigned.pure.sampling.strata import Part
from undersigned.pure.sampling.worksheet import Tally
from undersigned.verification.queries.tally import LineNow
from undersigned.verification.states.checks import Outcome


@dataclass(frozen=True)
class Counted:
    """Every line of a check by number, and whose line it is: `voters` has the counting ones and their repetitions.

    `sought` are voters of whom an open line may be, too: how many lines are theirs is not known yet.
    """

    lines: Mapping[int, LineNow]
    voters: Mapping[int, str]
    sought: Collection[str] = frozenset()

    def undecided(self, numbers: Iterable[int]) -> list[int]:
        """Those that nobody has decided on yet, in their order."""
        return [number for number in numbers if not self.lines[number].outcome]

    def unsettled(self, numbers: Iterable[int]) -> list[int]:
        """Those whose worth is not known yet: undecided, or their voter may have another line that is."""
        return [
            number
            for number in numbers
            if not self.lines[number].outcome or self.voters.get(number) in self.sought
        ]

    def tally(self, numbers: Sequence[int], required: int) -> Tally:
        """What these lines, all decided, come to. A voter's first one among them counts, the further ones do not.

        That another line of the same voter, outside the sample, counts already is nothing that the sample saw.
        """
        found = [voter for number in numbers if (voter := self.voters.get(number))]
        valid = len(set(found))
        return Tally(
            raw=len(self.lines),
            sampled=len(numbers),
            valid=valid,
            invalid=len(numbers) - len(found),
            duplicates=len(found) - valid,
            required=required,
        )

    def worths(self, numbers: Sequence[int]) -> list[Fraction]:
        """What each line is worth: nothing, or one part of its voter, who is shared by all lines of theirs."""
        shares = Counter(self.voters.values())
        return [
            Fraction(1, shares[voter]) if (voter := self.voters.get(number)) else Fraction(0)
            for number in numbers
        ]

    def parts(self, numbers: Sequence[int]) -> list[Part]:
        """The sample by channel. A line counts there if it is the first of its voter in the whole petition."""
        first = {voter: number for number, voter in sorted(self.voters.items(), reverse=True)}
        counting = Counter(
            self.lines[number].channel for number in set(first.values()) & set(numbers)
        )
        sampled = Counter(self.lines[number].channel for number in numbers)
        lines = Counter(line.channel for line in self.lines.values())
        return [
            Part(channel, lines[channel], sampled[channel], counting[channel])
            for channel in sorted(lines, reverse=True)
        ]


def counted(lines: Iterable[LineNow], sought: Collection[str] = frozenset()) -> Counted:
    """Read the lines of a check."""
    by_number = {line.number: line for line in lines}
    voters = {
        number: voter for number, line in by_number.items() if (voter := _voter(line, by_number))
    }
    return Counted(by_number, voters, sought)


def _voter(line: LineNow, by_number: Mapping[int, LineNow]) -> str:
    """Whose line it is, if it counts or repeats, in however many steps, one that does."""
    seen: set[int] = set()
    while line.outcome == Outcome.DUPLICATE and line.same_as and line.number not in seen:
        seen.add(line.number)
        line = by_number[line.same_as]
    return line.voter if line.outcome == Outcome.VALID else ""
