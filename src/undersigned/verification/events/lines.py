from dataclasses import dataclass

from undersigned.verification.events.checks import OnCheck


@dataclass(frozen=True, kw_only=True)
class OnLine(OnCheck):
    """What the events about one line of a check have in common."""

    line_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class LineDecided(OnLine):
    """A reviewer decided on a line. A rejection stands once a second one said the same."""

    name = "line.decided"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class LinesLeft(OnCheck):
    """So many lines that waited were settled as withdrawn: their signatures were withdrawn, declared void or erased."""

    name = "check.lines_left"
    rows: int


@dataclass(frozen=True, kw_only=True)
class DecisionUndone(OnLine):
    """A decision on a line was undone; it stays to be seen."""

    name = "line.decision_undone"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CandidateFound(OnLine):
    """A reviewer found another row of the roll that may be the signer of a line."""

    name = "line.candidate_found"


@dataclass(frozen=True, kw_only=True)
class CureAsked(OnLine):
    """The signer of a line that does not count was written to, and may say more."""

    name = "line.cure_asked"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class LineCured(OnLine):
    """The signer of a line said more; it goes to reviewers again."""

    name = "line.cured"
