"""What a check comes to by its draw, or by a full count."""

from collections.abc import Sequence
from dataclasses import dataclass

from undersigned.pure.sampling.worksheet import Decision, Worksheet
from undersigned.verification.counting import Counted, counted
from undersigned.verification.methods import FULL_COUNT, RISKS, work_out
from undersigned.verification.models import Check, Draw
from undersigned.verification.queries.tally import lines_now
from undersigned.verification.states.draws import AUDIT


@dataclass(frozen=True)
class Result:
    """Where a draw stands: the lines in the order drawn, those still undecided, and the worksheet of what is decided.

    `worksheet` is None while it would say nothing: a rule of a state speaks of the whole sample, a sequential one of
    the lines up to the first undecided one.
    """

    method: str
    sample: tuple[int, ...]
    undecided: tuple[int, ...]
    worksheet: Worksheet | None
    found: Counted

    @property
    def decision(self) -> Decision | None:
        return self.worksheet.decision if self.worksheet else None

    @property
    def final(self) -> bool:
        """Whether there are enough valid signatures, or not."""
        return self.decision in {Decision.SUFFICIENT, Decision.INSUFFICIENT}


def result_of(draw: Draw) -> Result:
    """Work a draw out. Two queries, and memory for all lines of the check."""
    found = counted(lines_now(draw.of))
    sample = sample_of(draw) if draw.method != FULL_COUNT else tuple(sorted(found.lines))
    return work(draw.method, found, sample, draw.required)


def full_count_of(check: Check, required: int) -> Result:
    """Work a check of every line out, where nothing was drawn. One query."""
    found = counted(lines_now(check))
    return work(FULL_COUNT, found, tuple(sorted(found.lines)), required)


def work(method: str, found: Counted, sample: Sequence[int], required: int) -> Result:
    """The result of a sample as far as it is decided."""
    undecided = tuple(found.undecided(sample))
    ready = sample
    if undecided:
        ready = sample[: sample.index(undecided[0])] if method in RISKS else ()
        if method == FULL_COUNT:
            open_ones = set(undecided)
            ready = [number for number in sample if number not in open_ones]
    sheet = work_out(method, found, ready, required) if ready else None
    return Result(method, tuple(sample), undecided, sheet, found)


def sample_of(draw: Draw) -> tuple[int, ...]:
    """The numbers of the lines that were drawn, in the order drawn; without those of the blind look."""
    picks = draw.picks.exclude(stratum=AUDIT).order_by("stratum", "place")
    return tuple(picks.values_list("line__number", flat=True))


def audit_of(draw: Draw) -> tuple[int, ...]:
    """The numbers of the lines that a rule matched and that are looked at all the same."""
    picks = draw.picks.filter(stratum=AUDIT).order_by("place")
    return tuple(picks.values_list("line__number", flat=True))
