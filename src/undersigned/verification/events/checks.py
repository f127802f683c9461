from dataclasses import dataclass

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class OnCheck(Event):
    """What the events about a check of a petition have in common."""

    petition_id: int
    check_id: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",) if self.public else ()


@dataclass(frozen=True, kw_only=True)
class CheckBegun(OnCheck):
    """A clerk began to check a petition against a roll; the worker fixes the list."""

    name = "check.begun"
    roll_id: int


@dataclass(frozen=True, kw_only=True)
class CheckFrozen(OnCheck):
    """The list of a check is fixed: so many signatures counted at this checkpoint of the log, numbered in its order.

    The roll is told by its day and by the SHA-256 of what was read from it.
    """

    name = "check.frozen"
    public = True
    size: int
    root: str
    lines: int
    roll_as_of: str
    roll_sha256: str


@dataclass(frozen=True, kw_only=True)
class CheckLinked(OnCheck):
    """Every line was compared with the roll: so many were matched by rule, the others go to people."""

    name = "check.linked"
    accepted: int
    lines: int


@dataclass(frozen=True, kw_only=True)
class LinesWanted(OnCheck):
    """So many lines of a check are to be decided on by people, beside those that were before."""

    name = "check.lines_wanted"
    rows: int


@dataclass(frozen=True, kw_only=True)
class LinesAudited(OnCheck):
    """So many lines that a rule had matched go to reviewers all the same, who are not told which they are."""

    name = "check.lines_audited"
    rows: int


@dataclass(frozen=True, kw_only=True)
class CheckCancelled(OnCheck):
    """A clerk gave a check up, or its roll could not be read any more. Nothing follows from it."""

    name = "check.cancelled"
    public = True


@dataclass(frozen=True, kw_only=True)
class CheckClosed(OnCheck):
    """A check is finished: how many lines had which outcome, and how many voters the valid ones are of."""

    name = "check.closed"
    public = True
    lines: int
    voters: int
    outcomes: dict[str, int]
    undecided: int


@dataclass(frozen=True, kw_only=True)
class CheckReopened(OnCheck):
    """A clerk took a finished check up again."""

    name = "check.reopened"
    public = True


@dataclass(frozen=True, kw_only=True)
class CureOffered(OnCheck):
    """A clerk had signers written to whose lines do not count and who may put it right until a day."""

    name = "check.cure_offered"
    until: str


@dataclass(frozen=True, kw_only=True)
class CheckForgotten(OnCheck):
    """What a check held of the roll is destroyed: candidates, marks, what signers said. Outcomes stay."""

    name = "check.forgotten"


@dataclass(frozen=True, kw_only=True)
class LinesForgotten(Event):
    """What checks held of so many signers was destroyed with their signatures."""

    name = "check.lines_forgotten"
    rows: int
