"""Figures that others published, and what they made of them: the sources stand beside each.

Who counts the lines that are neither valid nor invalid differs; the figures are as printed.
"""

from dataclasses import dataclass

from undersigned.pure.sampling.worksheet import Decision, Tally


@dataclass(frozen=True)
class Published:
    """A case: which rule, which figures, and what was published (None: no projection was)."""

    case: str
    profile: str
    tally: Tally
    estimate: int | None
    decision: Decision | None


SUFFICIENT, FULL = Decision.SUFFICIENT, Decision.FULL_CHECK
CASES = (
    # 2 CCR 20540 gives 722 lines and 516 + 205 of them
    Published("2 CCR 20540, example", "california-initiative",
              Tally(24034, 722, 516, 205, 2, 15000), 15028, FULL),
    Published("Orange County recall handbook, p. 15", "california-county-recall",
              Tally(25000, 1250, 900, 349, 1, 17000), 17620, FULL),
    # The sheet gives 4,864; by the regulation it is 4,863
    Published("Irvine 2012, worksheet", "california-initiative-sheet",
              Tally(10007, 500, 262, 237, 1, 8738), 4864, Decision.INSUFFICIENT),
    Published("Irvine 2012, by the regulation", "california-initiative",
              Tally(10007, 500, 262, 237, 1, 8738), 4863, Decision.INSUFFICIENT),
    Published("Washington I-917, 2006", "washington",
              Tally(266006, 10819, 9442, 1377, 24, 224880), None, FULL),
    Published("Washington I-1351, 2014", "washington",
              Tally(348072, 10512, 9606, 737 + 153 + 7, 9, 246372), None, SUFFICIENT),
    # Published as 85,800, which is one off
    Published("Colorado 46, 2012", "colorado",
              Tally(106119, 5306, 4290, 1016, 0, 86105), 85799, FULL),
    Published("Colorado 46, 2012, line by line", "full-count",
              Tally(106119, 106119, 82246, 23873, 0, 86105), 82246, Decision.INSUFFICIENT),
    Published("Colorado 82, 2012", "colorado",
              Tally(182090, 9105, 4547, 4558, 0, 86105), 90935, FULL),
    Published("Colorado 30, 2012", "colorado",
              Tally(163598, 8180, 4436, 3744, 0, 86105), 88719, FULL),
    Published("Colorado 25, 2021", "colorado",
              Tally(203335, 10167, 7254, 2913, 0, 124632), 145076, SUFFICIENT),
    Published("Michigan, Voters Not Politicians, 2018", "michigan",
              Tally(427075, 505, 466, 39, 0, 315654, removed=1865), 392372, SUFFICIENT),
    Published("Oregon petition 8, 2006", "oregon",
              Tally(152127, 1000, 768, 232, 0, 100840), 101317, SUFFICIENT),
)  # fmt: skip

# Washington R-71, 2009: lines checked, duplicates found so far, and what that projects to
R71_LINES, R71_DUPLICATES = 137881, 2093
R71 = (
    (17317, 45, 2853),
    (48289, 242, 1973),
    (72976, 593, 2117),
    (79195, 703, 2131),
    (88191, 867, 2119),
    (125631, 1730, 2084),
)
# Lines, required, sample; certify from, insufficient up to, at a risk of 5 percent
CUTS = (
    (5000, 3500, 500, 367, 333),
    (24034, 16000, 721, 501, 458),
    (373062, 340047, 500, 467, 444),
)
