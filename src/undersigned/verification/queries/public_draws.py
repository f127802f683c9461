"""What everybody sees of a draw, and how it is drawn again."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from undersigned.petitions.models import Petition
from undersigned.pure.sampling.ceremony import Announcement, Lot
from undersigned.pure.sampling.draw import SPACE
from undersigned.verification.drawing import announced, lots_of
from undersigned.verification.methods import source_of, title_of
from undersigned.verification.models import Draw
from undersigned.verification.queries.witnessed import witnessed_at
from undersigned.verification.states.checks import CheckState
from undersigned.verification.states.draws import DrawState

BY_HAND = 3  # numbers that a page works out step by step
SHOWN = 20_000  # lines at most in one list


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
    witnessed: int  # the log's size when witnesses had vouched for the announcement; 0 before
    strata: tuple[DrawnStratum, ...]

    @property
    def thrown(self) -> bool:
        return bool(self.draw.digits)


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
    return rows.exclude(of__state=CheckState.CANCELLED).first()
