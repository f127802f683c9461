"""What a check has come to so far: outcomes of lines, and voters, of whom each counts once."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from undersigned.signatures.states import LEFT
from undersigned.verification.models import Check, Line
from undersigned.verification.states.checks import OPEN, LineState, Outcome

# A signature that was withdrawn or declared void after its line was settled does not count, whatever was decided.
OUTCOME_NOW = Case(
    When(outcome=Outcome.VALID, signature__state__in=LEFT, then=Value(Outcome.WITHDRAWN)),
    default=F("outcome"),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Tally:
    """How many lines have which outcome; how many voters the valid ones are of; how many lines wait."""

    lines: int
    outcomes: dict[str, int]  # only those that there are
    voters: int
    waiting: int  # for a reviewer
    undecided: int  # all without an outcome, those that nobody is to decide on too

    @property
    def valid(self) -> int:
        return self.outcomes.get(Outcome.VALID, 0)

    @property
    def repeated(self) -> int:
        """Valid lines beyond the first of their voters."""
        return self.valid - self.voters


@dataclass(frozen=True)
class LineNow:
    """A line as sampling and certificates need it. `voter` is the mark in hex; empty where it is not valid."""

    number: int
    channel: str
    band: str
    audited: bool
    outcome: str  # empty while it is undecided
    voter: str
    same_as: int | None  # of a duplicate: the number of the other line


def tally_of(check: Check) -> Tally:
    """Three queries."""
    now = Line.objects.filter(of=check).annotate(now=OUTCOME_NOW).order_by()
    outcomes = dict(now.values_list("now").annotate(number=Count("pk")))
    undecided = outcomes.pop("", 0)
    valid = now.filter(now=Outcome.VALID)
    return Tally(
        lines=undecided + sum(outcomes.values()),
        outcomes=outcomes,
        voters=valid.aggregate(voters=Count("voter", distinct=True))["voters"],
        waiting=waiting(check).count(),
        undecided=undecided,
    )


def waiting(check: Check) -> QuerySet[Line]:
    """The lines that reviewers are to decide on."""
    return Line.objects.filter(of=check, state__in=OPEN, wanted=True)


def lines_now(check: Check) -> Iterator[LineNow]:
    """Every line of a check, by number, as it stands now. One query, read as it goes."""
    rows = Line.objects.filter(of=check).annotate(now=OUTCOME_NOW).order_by("number")
    wanted = ("number", "channel", "band", "audited", "now", "voter", "same_as__number")
    for number, channel, band, audited, outcome, voter, same_as in rows.values_list(*wanted):
        mark = bytes(voter).hex() if outcome == Outcome.VALID else ""
        yield LineNow(number, channel, band, audited, outcome, mark, same_as)


def repeated_voters(check: Check) -> QuerySet[Line, tuple[bytes, int]]:
    """Marks of voters of more than one valid line, with how many."""
    valid = Q(state=LineState.SETTLED, outcome=Outcome.VALID) & ~Q(signature__state__in=LEFT)
    marks = Line.objects.filter(valid, of=check).order_by().values_list("voter")
    return marks.annotate(number=Count("pk")).filter(number__gt=1)
