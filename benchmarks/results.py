"""What was measured, and the table of it."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reach:
    """What a ratio is to reach, or, if `at_most`, to stay below."""

    ratio: float
    at_most: bool = False

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.ratio:g}"

    def met(self, ratio: float) -> bool:
        return ratio <= self.ratio if self.at_most else ratio >= self.ratio


@dataclass(frozen=True)
class Row:
    """One line: what was measured, against what, what ratio was to be reached, and whether it was."""

    goal: str
    what: str
    figure: str
    limit: str = "–"
    ratio: str = "–"
    reach: str = "–"
    met: bool | None = None  # None: nothing was asked of it
    notes: Sequence[str] = field(default=())


def compare(
    goal: str,
    what: str,
    *,
    ours: Sequence[float],
    limit: Sequence[float],
    against: str,
    unit: str,
    reach: Reach,
    notes: Sequence[str] = (),
) -> Row:
    """A goal that is a ratio: the median of the rounds' own ratios, each taken side by side."""
    ratios = [mine / theirs for mine, theirs in zip(ours, limit, strict=True)]
    ratio = statistics.median(ratios)
    return Row(
        goal=goal,
        what=what,
        figure=spread(ours, unit),
        limit=f"{against}: {spread(limit, unit)}",
        ratio=f"{ratio:.2f} ({min(ratios):.2f}–{max(ratios):.2f})",
        reach=str(reach),
        met=reach.met(ratio),
        notes=notes,
    )


def spread(values: Sequence[float], unit: str) -> str:
    """The median, the least and the most: `812 /s (790–833)`."""
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{_short(middle)} {unit} ({_short(least)}–{_short(most)})"


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


WORDS = {True: "met", False: "**missed**", None: ""}


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown, with their notes below."""
    lines = [
        "| Goal | Measured | Figure | Limit in the same run | Ratio | To reach | |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.goal} | {row.what} | {row.figure} | {row.limit} | {row.ratio} | {row.reach} | {WORDS[row.met]} |"
        for row in rows
    ]
    notes = [f"- **{row.goal}** {note}" for row in rows for note in row.notes]
    return "\n".join([*lines, "", *dict.fromkeys(notes)])
