"""Looking at drawn lines one after another until the answer is sure enough: ALPHA.

Somebody who doubts that the petition is sufficient offers fair odds on every next line, as they
would be if it held just one valid signature too few. We bet. If it does hold too few, our stake
grows to 20 times with a chance of at most 1 in 20 (Ville's inequality), however long we go on and
whenever we stop; so when it has, the doubt is refuted at a risk of 5 percent. A second bet, on lines that
are not valid, is laid against whoever claims that the petition is sufficient. (Stark 2023, ALPHA: audit that learns
from previously audited ballots, § 2, arXiv 2201.02707; sampling without replacement.)

How much of the stake is bet follows from a guess at the petition's total: as if `PRIOR` lines had been
seen whose total lies `GAIN` beyond what is required, then learning from each line. The guess only
changes how soon the answer comes, never the risk.

All is whole numbers. A stake is rounded down after 512 bits, against whoever bets.

Limits: lines must be looked at in the order drawn, from one draw over all lines, without leaving
any out; each answers with its worth (estimators.py): 0, or 1/k if its voter has k valid lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from undersigned.pure.sampling.estimators import multiplicity
from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Reckoning,
    Tally,
    Worksheet,
    gettext_noop,
)

RISK = Fraction(1, 20)
GAIN = Fraction(7, 100)
PRIOR = 500  # lines, or a tenth of the petition's if that is less
MILLION = 10**6
BOLDEST = 900_000  # millionths of the stake that are ever bet on one line
BITS = 512


@dataclass
class Bet:
    """A stake against the claim that the worths of all lines sum to at most `most`.

    Worths are whole numbers of `unit` parts. `won / staked` is how many times the stake we hold.
    """

    lines: int
    most: int
    gain: int
    unit: int
    seen: int = 0
    worth: int = 0
    won: int = 1
    staked: int = 1

    def refuted(self, risk: Fraction) -> bool:
        """Whether the claim cannot be, or would be this unlikely to look so."""
        certain = self.worth > self.most * self.unit
        return certain or self.won * risk.numerator >= self.staked * risk.denominator

    def look(self, worth: int) -> None:
        """Lay the bet on the next line, and settle it."""
        left = self.most * self.unit - self.worth  # what the claim allows the others
        if left:  # else the claim allows nothing: no odds, and any worth refutes it
            bold = self.boldness()
            rest = self.lines - self.seen
            self.won *= (MILLION - bold) * left + bold * worth * rest
            self.staked *= MILLION * left
        self.seen, self.worth = self.seen + 1, self.worth + worth
        if (extra := self.staked.bit_length() - BITS) > 0:
            self.won, self.staked = self.won >> extra, (self.staked >> extra) + 1

    def boldness(self) -> int:
        """Which part of the stake is bet on the next line, in millionths: (guess - most) / (greatest - most)."""
        prior = min(PRIOR, max(self.lines // 10, 1))
        ahead = self.unit * (prior * self.gain - self.seen * self.most) + self.lines * self.worth
        greatest = self.unit * (self.lines - self.seen - self.most) + self.worth
        bold = MILLION * ahead // ((prior + self.seen) * greatest)
        return min(max(bold, 0), BOLDEST)


@dataclass(frozen=True)
class Verdict:
    """What follows, after how many lines, and how many times the stake each bet then stood at."""

    decision: Decision
    looked: int
    sufficient: Fraction
    insufficient: Fraction


def certify(
    lines: int, required: int, worths: Sequence[Fraction], risk: Fraction = RISK
) -> Verdict:
    """What follows from the worths of drawn lines, in the order drawn; LARGER_SAMPLE if nothing yet.

    Lines after the one that decided are not needed and not used. Raises ValueError if there are
    more worths than lines, or a worth is not from 0 to 1.
    """
    if len(worths) > lines or any(not 0 <= worth <= 1 for worth in worths):
        raise ValueError("Each line is looked at once, and is worth from 0 to 1.")
    unit = lcm(*(Fraction(worth).denominator for worth in worths))
    too_few, enough = bets(lines, required, unit)
    parts = iter([int(worth * unit) for worth in worths])
    while (decision := _decision(too_few, enough, risk)) is Decision.LARGER_SAMPLE:
        if (worth := next(parts, None)) is None:
            break
        too_few.look(worth)
        enough.look(unit - worth)
    stakes = (Fraction(bet.won, bet.staked) for bet in (too_few, enough))
    return Verdict(decision, too_few.seen, *stakes)


def bets(lines: int, required: int, unit: int) -> tuple[Bet, Bet]:
    """The two bets: against `too few`, and against `enough`."""

    def bet(most: int) -> Bet:
        gain = min(int(GAIN * required), (lines - most) // 2)
        return Bet(lines, most, max(gain, 1), unit)

    return bet(required - 1), bet(lines - required)


def _decision(too_few: Bet, enough: Bet, risk: Fraction) -> Decision:
    if too_few.refuted(risk):
        return Decision.SUFFICIENT
    return Decision.INSUFFICIENT if enough.refuted(risk) else Decision.LARGER_SAMPLE


def worksheet(tally: Tally, worths: Sequence[Fraction], risk: Fraction = RISK) -> Worksheet:
    """The worksheet of what `certify` makes of a tally's lines. Raises ValueError if they are not as many."""
    if tally.sampled != len(worths):
        raise ValueError("Each line that was looked at has its worth.")
    verdict = certify(tally.lines, tally.required, worths, risk)
    work = Reckoning(tally)
    step = work.step
    step("risk", RISK_TEXT, "risk × 100", risk * 100, 1)
    step("needed", NEEDED, "1 / risk", 1 / risk, 1)
    step("worth", WORTH, "Σ 1 / k", sum(worths, Fraction(0)), 2)
    step("looked", LOOKED, "", verdict.looked)
    step("stake_sufficient", STAKE_SUFFICIENT, "", verdict.sufficient, 2)
    step("stake_insufficient", STAKE_INSUFFICIENT, "", verdict.insufficient, 2)
    value = multiplicity(tally.lines, worths).value
    estimate = step("estimate", ESTIMATE, "N × Σ 1 / k / n", value, 1)
    return work.done(estimate, verdict.decision, REASONS[verdict.decision])


RISK_TEXT = gettext_noop("Risk of a wrong answer, at most, in percent")
NEEDED = gettext_noop("How many times the stake must be won")
WORTH = gettext_noop("Voters that the lines stand for: each line counts 1 / k if its voter has k")
LOOKED = gettext_noop("Lines after which the answer stood, or all so far")
STAKE_SUFFICIENT = gettext_noop("Won, betting that it is sufficient")
STAKE_INSUFFICIENT = gettext_noop("Won, betting that it is not")
ESTIMATE = gettext_noop("Valid signatures projected")
REASONS = {
    Decision.SUFFICIENT: Reason(
        "refuted_too_few",
        gettext_noop("That too few signatures are valid is refuted at this risk."),
    ),
    Decision.INSUFFICIENT: Reason(
        "refuted_enough", gettext_noop("That enough signatures are valid is refuted at this risk.")
    ),
    Decision.LARGER_SAMPLE: Reason(
        "look_on", gettext_noop("Neither is refuted yet: more lines are looked at.")
    ),
}
