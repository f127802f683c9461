"""What the pages of a draw show, in the office and in public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from undersigned.petitions.models import Petition
from undersigned.pure.sampling.ceremony import Announcement, Lot
from undersigned.pure.sampling.draw import SPACE
from undersigned.pure.sampling.worksheet import Decision, Worksheet
from undersigned.ui.links import public_link
from undersigned.verification.drawing import announced, lots_of
from undersigned.verification.methods import source_of, title_of
from undersigned.verification.models import Check, Draw
from undersigned.verification.queries.costs import Cost, Lines, costs, lines_of, next_samples
from undersigned.verification.queries.results import Result, result_of
from undersigned.verification.queries.witnessed import first_witnessed
from undersigned.verification.states.checks import CheckState
from undersigned.verification.states.draws import DrawState

BY_HAND = 3  # numbers that a page works out step by step
SHOWN = 20_000  # lines at most in one list


@dataclass(frozen=True)
class Step:
    """A step of a worksheet, in the reader's language."""

    words: str
    formula: str
    value: str


@dataclass(frozen=True)
class Sheet:
    """A worksheet to read and print."""

    steps: tuple[Step, ...]
    decision: str
    reason: str
    final: bool


@dataclass(frozen=True)
class DrawPage:
    """A check's draw in the office: what it would cost, or how far it is."""

    check: Check
    draw: Draw | None
    lines: Lines
    costs: list[Cost]
    witnessed: (
        int  # the log's size, by which witnesses had vouched for the announcement; 0 before that
    )
    result: Result | None
    sheet: Sheet | None
    next_samples: dict[str, int]
    due: bool = False
    public: str = ""

    @property
    def accepted(self) -> int:
        """How many lines a rule matched."""
        return sum(self.lines.accepted.values())

    @property
    def next_size(self) -> int:
        """How many lines there are in the next, larger sample."""
        return sum(self.next_samples.values())

    @property
    def title(self) -> str:
        return title_of(self.draw.method) if self.draw else ""

    @property
    def source(self) -> str:
        return source_of(self.draw.method) if self.draw else ""

    @property
    def undecided(self) -> int:
        """How many drawn lines wait."""
        return len(self.result.undecided) if self.result else 0

    @property
    def may_announce(self) -> bool:
        return self.draw is None and self.check.state == CheckState.REVIEWING

    @property
    def may_grow(self) -> bool:
        more = {Decision.LARGER_SAMPLE, Decision.FULL_CHECK}
        return bool(
            self.draw
            and self.check.state == CheckState.REVIEWING
            and self.result
            and self.result.decision in more
            and self.draw.sample < self.draw.lines
        )


@dataclass(frozen=True)
class HandStep:
    """How one number is drawn: the hash of the seed and a counter, and what it leaves when divided by the lines."""

    counter: int
    hash: str
    remainder: int
    line: int
    taken: bool


@dataclass(frozen=True)
class DrawnStratum:
    """What was drawn of one stratum, and how to draw it again."""

    name: str
    words: str
    lines: int
    message: str
    seed: str
    by_hand: tuple[HandStep, ...]
    lots: tuple[Lot, ...]


@dataclass(frozen=True)
class PublicDrawPage:
    """A draw as everybody reads it."""

    petition: Petition
    draw: Draw
    method: str
    source: str
    file: str
    witnessed: (
        int  # the log's size, by which witnesses had vouched for the announcement; 0 before that
    )
    strata: tuple[DrawnStratum, ...]

    @property
    def thrown(self) -> bool:
        return bool(self.draw.digits)


def draw_of(check: Check) -> Draw | None:
    """The draw of a check that was not given up. One query."""
    rows = Draw.objects.exclude(state=DrawState.CANCELLED).filter(of=check)
    found = rows.select_related("announcement", "announced_by").first()
    if found:
        found.of = check
    return found


def draw_page(check: Check, *, required: int | None, invalid: int, at: datetime) -> DrawPage:
    """About ten queries; works the draw out where there is one."""
    draw = draw_of(check)
    lines = lines_of(check)
    thrown = draw is not None and draw.state == DrawState.THROWN
    result = result_of(draw) if draw and thrown else None
    sheet = result.worksheet if result else None
    return DrawPage(
        check=check,
        draw=draw,
        lines=lines,
        costs=costs(lines, required, invalid=invalid) if required and not draw else [],
        witnessed=witnessed_at(draw) if draw else 0,
        result=result,
        sheet=sheet_of(sheet) if sheet else None,
        next_samples=next_samples(draw) if draw else {},
        due=draw is not None and draw.happens_at <= at,
        public=_public(draw) if draw else "",
    )


def witnessed_at(draw: Draw) -> int:
    """The size of the log at which witnesses had vouched for the announcement; 0 if they have not."""
    if draw.witnessed_size:
        return draw.witnessed_size
    checkpoint = first_witnessed(draw.announcement)
    return checkpoint.size if checkpoint else 0


def _public(draw: Draw) -> str:
    slug = draw.of.petition.slug
    language = get_language() or "en"
    return public_link("verification:public_draw", language=language, slug=slug, pk=draw.pk)


def sheet_of(worksheet: Worksheet) -> Sheet:
    """In the reader's language."""
    words = {
        Decision.SUFFICIENT: _("There are enough valid signatures."),
        Decision.INSUFFICIENT: _("There are not enough valid signatures."),
        Decision.FULL_CHECK: _("The sample does not settle it: every line is to be looked at."),
        Decision.LARGER_SAMPLE: _("Not settled yet: more lines are to be drawn."),
    }
    return Sheet(
        steps=tuple(Step(_(each.text), each.formula, each.shown) for each in worksheet.steps),
        decision=words[worksheet.decision],
        reason=_(worksheet.reason.text),
        final=worksheet.decision in {Decision.SUFFICIENT, Decision.INSUFFICIENT},
    )


def public_draw_page(petition: Petition, draw: Draw) -> PublicDrawPage:
    """A draw that is announced, thrown or given up. Five queries."""
    return PublicDrawPage(
        petition=petition,
        draw=draw,
        method=title_of(draw.method),
        source=source_of(draw.method),
        file=f"/log/record/{draw.announcement.name}.json",
        witnessed=witnessed_at(draw),
        strata=strata_drawn(draw) if draw.digits else (),
    )


def strata_drawn(draw: Draw) -> tuple[DrawnStratum, ...]:
    """Each stratum of which something was drawn."""
    told, lots = announced(draw), lots_of(draw, draw.digits)
    found = []
    for stratum in told.strata:
        seed = told.seed(stratum.name, draw.digits)
        if lots[stratum.name]:
            found.append(
                DrawnStratum(
                    name=stratum.name,
                    words=stratum_words(stratum.name),
                    lines=len(stratum.entries),
                    message=message_of(told, stratum.name, draw.digits),
                    seed=seed,
                    by_hand=_by_hand(seed, len(stratum.entries)),
                    lots=lots[stratum.name][:SHOWN],
                )
            )
    return tuple(found)


def message_of(told: Announcement, stratum: str, digits: str) -> str:
    """What the seed is the hash of (pure/sampling/ceremony.py)."""
    about = f"petition {told.petition}\nstratum {stratum}\ndice {digits}\n"
    return f"undersigned/v1 draw\n{told.checkpoint.body}{about}"


def stratum_words(name: str) -> str:
    """What a stratum is called."""
    words = {"all": _("All lines"), "web": _("Signed on the web"), "paper": _("Signed on paper")}
    return words.get(name, name)


def _by_hand(seed: str, lines: int) -> tuple[HandStep, ...]:
    steps: list[HandStep] = []
    seen: set[int] = set()
    for counter in range(1, BY_HAND + 1):
        digest = sha256(f"{seed},{counter}".encode()).hexdigest()
        number = int(digest, 16)
        fair = number < SPACE - SPACE % lines
        remainder = number % lines
        steps.append(
            HandStep(counter, digest, remainder, remainder + 1, fair and remainder not in seen)
        )
        seen.add(remainder)
    return tuple(steps)


def draws_of(petition: Petition) -> Sequence[Draw]:
    """Every draw of a petition's checks, the newest first. One query."""
    rows = Draw.objects.filter(of__petition=petition).select_related("announcement", "of")
    return list(rows)


def draw_ahead(petition_id: int) -> Draw | None:
    """The draw that was announced and not made yet, for whoever wants to come. One query."""
    rows = Draw.objects.filter(of__petition=petition_id, state=DrawState.ANNOUNCED)
    return rows.first()
