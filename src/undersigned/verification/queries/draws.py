"""What the office shows of a draw: what it would cost, how far it is, what it came to."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from undersigned.ui.links import public_link
from undersigned.verification.methods import source_of, title_of
from undersigned.verification.models import Check, Draw
from undersigned.verification.queries.costs import Cost, Lines, costs, lines_of, next_samples
from undersigned.verification.queries.results import Result, result_of
from undersigned.verification.queries.witnessed import witnessed_at
from undersigned.verification.queries.worksheets import Printed, printed
from undersigned.verification.states.checks import CheckState
from undersigned.verification.states.draws import DrawState


@dataclass(frozen=True)
class DrawPage:
    """A check's draw in the office: what it would cost, or how far it is."""

    check: Check
    draw: Draw | None
    lines: Lines
    costs: list[Cost]
    witnessed: int  # the log's size when witnesses had vouched for the announcement; 0 before
    result: Result | None
    worksheet: Printed | None
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
        return bool(
            self.draw
            and self.check.state == CheckState.REVIEWING
            and self.result
            and self.result.asks_for_more
            and self.draw.sample < self.draw.lines
        )


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
        worksheet=printed(sheet) if sheet else None,
        next_samples=next_samples(draw) if draw else {},
        due=draw is not None and draw.happens_at <= at,
        public=_public(draw) if draw else "",
    )


def _public(draw: Draw) -> str:
    slug = draw.of.petition.slug
    language = get_language() or "en"
    return public_link("verification:public_draw", language=language, slug=slug, pk=draw.pk)
