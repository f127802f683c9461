from dataclasses import dataclass

from undersigned.verification.events.checks import OnCheck


@dataclass(frozen=True, kw_only=True)
class OnDraw(OnCheck):
    """What the events about a draw have in common; its announcement is a document of its own on the record."""

    draw_id: int
    announcement: str


@dataclass(frozen=True, kw_only=True)
class DrawAnnounced(OnDraw):
    """A clerk laid down, before any dice, when and where lines of a check are drawn, and how many by which method.

    The announcement itself is the document of that name, in the format that docs/open-data/draw.md describes.
    """

    name = "draw.announced"
    method: str
    required: int
    happens_at: str

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class DrawThrown(OnDraw):
    """Dice were thrown, after the announcement stood in a log that witnesses vouched for; these lines were drawn."""

    name = "draw.thrown"
    public = True
    digits: str
    witnessed_size: int  # of the log, for which witnesses had vouched before
    drawn: dict[str, list[int]]  # of each stratum, entries of the public log in the order drawn


@dataclass(frozen=True, kw_only=True)
class DrawGrown(OnDraw):
    """More lines were drawn from the same dice; those drawn before stay."""

    name = "draw.grown"
    public = True
    drawn: dict[str, list[int]]  # all of them, those drawn before too


@dataclass(frozen=True, kw_only=True)
class DrawCancelled(OnDraw):
    """A clerk gave a draw up. What was announced and thrown stays on the record."""

    name = "draw.cancelled"
    public = True
    thrown: bool
