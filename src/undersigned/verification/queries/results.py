"""What a check comes to by its draw, or by a full count."""

from collections.abc import Sequence
from dataclasses import dataclass

from undersigned.pure.sampling.worksheet import Decision, Worksheet
from undersigned.verification.counting import Counted, counted
from undersigned.verification.methods import BY_CHANNEL, FULL_COUNT, RISKS, work_out
from undersigned.verification.models import Candidate, Check, Draw
from undersigned.verification.queries.tally import lines_now
from undersigned.verification.states.checks import OPEN
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

    @property
    def asks_for_more(self) -> bool:
        """Whether all drawn lines are decided on, and do not settle it."""
        more = {Decision.LARGER_SAMPLE, Decision.FULL_CHECK}
        return not self.undecided and self.decision in more


def result_of(draw: Draw) -> Result:
    """Work a draw out. Three queries, and memory for all lines of the check."""
    found = counted(lines_now(draw.of), sought_voters(draw.of))
    sample = sample_of(draw) if draw.method != FULL_COUNT else tuple(sorted(found.lines))
    return work(draw.method, found, sample, draw.required)


def full_count_of(check: Check, required: int) -> Result:
    """Work a check of every line out, where nothing was drawn. One query."""
    found = counted(lines_now(check))
    return work(FULL_COUNT, found, tuple(sorted(found.lines)), required)


def work(method: str, found: Counted, sample: Sequence[int], required: int) -> Result:
    """The result of a sample as far as it is settled."""
    whole = method in RISKS or method == BY_CHANNEL  # speaks of voters, all of whose lines count
    undecided = found.unsettled(sample) if whole else found.undecided(sample)
    ready = _ready(method, sample, undecided)
    sheet = work_out(method, found, ready, required) if ready else None
    return Result(method, tuple(sample), tuple(undecided), sheet, found)


def _ready(method: str, sample: Sequence[int], undecided: Sequence[int]) -> Sequence[int]:
    """What a method may read by now: a sequential one as far as it goes, a full count what there is, others all."""
    if not undecided:
        return sample
    if method in RISKS:
        return sample[: sample.index(undecided[0])]
    if method == FULL_COUNT:
        open_ones = set(undecided)
        return [number for number in sample if number not in open_ones]
    return ()


def sought_voters(check: Check) -> frozenset[str]:
    """The marks of voters of whom a line may be that people are still to decide on. One query."""
    waiting = Candidate.objects.filter(
        line__of=check, line__state__in=OPEN, line__wanted=True, weight__gt=0
    )
    return frozenset(bytes(mark).hex() for mark in waiting.values_list("voter", flat=True))


def sample_of(draw: Draw) -> tuple[int, ...]:
    """The numbers of the lines that were drawn, in the order drawn; without those of the blind look."""
    picks = draw.picks.exclude(stratum=AUDIT).order_by("stratum", "place")
    return tuple(picks.values_list("line__number", flat=True))


def audit_of(draw: Draw) -> tuple[int, ...]:
    """The numbers of the lines that a rule matched and that are looked at all the same."""
    picks = draw.picks.filter(stratum=AUDIT).order_by("place")
    return tuple(picks.values_list("line__number", flat=True))
