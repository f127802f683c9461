from dataclasses import asdict, dataclass
from typing import Any

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class OnExamination(Event):
    """What the events about a moderator's examination have in common."""

    petition_id: int
    examination_id: int


@dataclass(frozen=True, kw_only=True)
class ExaminationBegun(OnExamination):
    """A moderator gave a condition, and the worker counts what it finds."""

    name = "examination.begun"


@dataclass(frozen=True, kw_only=True)
class ExaminationCounted(OnExamination):
    """The set of an examination is fixed: so many signatures were found."""

    name = "examination.counted"
    rows: int


@dataclass(frozen=True, kw_only=True)
class LookAsked(OnExamination):
    """A moderator had the found signatures' sealed data opened, to count what they have in common."""

    name = "examination.look_asked"
    reason: str


@dataclass(frozen=True, kw_only=True)
class HoldAsked(OnExamination):
    """A moderator had the found signatures held."""

    name = "examination.hold_asked"


@dataclass(frozen=True, kw_only=True)
class ReleaseAsked(OnExamination):
    """A moderator had the found signatures released."""

    name = "examination.release_asked"


@dataclass(frozen=True, kw_only=True)
class SignaturesHeld(OnExamination):
    """Signatures were marked as held. Nothing else about them changes, and nobody outside is told."""

    name = "signatures.held"
    rows: int


@dataclass(frozen=True, kw_only=True)
class SignaturesReleased(OnExamination):
    """Signatures are not held any more."""

    name = "signatures.released"
    rows: int


@dataclass(frozen=True, kw_only=True)
class VoidAsked(OnExamination):
    """A moderator asked a second one to declare an examination's signatures void."""

    name = "examination.void_asked"
    reason: str


@dataclass(frozen=True, kw_only=True)
class VoidApproved(OnExamination):
    """A second moderator approved that; the worker goes through the signatures."""

    name = "examination.void_approved"


@dataclass(frozen=True, kw_only=True)
class VoidRefused(OnExamination):
    """A second moderator did not approve that; the examination stands as it was counted."""

    name = "examination.void_refused"


@dataclass(frozen=True, kw_only=True)
class ExaminationCancelled(OnExamination):
    """A moderator gave an examination up before anything was declared void by it."""

    name = "examination.cancelled"


@dataclass(frozen=True, kw_only=True)
class UndoAsked(OnExamination):
    """A moderator asked a second one to put back what an examination declared void."""

    name = "examination.undo_asked"


@dataclass(frozen=True, kw_only=True)
class UndoApproved(OnExamination):
    """A second moderator approved that; the worker puts the signatures back."""

    name = "examination.undo_approved"


@dataclass(frozen=True, kw_only=True)
class UndoRefused(OnExamination):
    """A second moderator did not approve that; the signatures stay void."""

    name = "examination.undo_refused"


@dataclass(frozen=True, kw_only=True)
class Explained(Event):
    """What the public explanations of a petition's count have in common."""

    public = True
    petition_id: int
    rows: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class VoidsExplained(Explained):
    """So many signatures of a petition were declared void by two moderators, for this reason, in these words.

    The words are on the public record alone, where they can be withheld.
    """

    name = "signatures.voids_explained"
    reason: str
    words: str

    def facts(self) -> dict[str, Any]:
        return {fact: value for fact, value in asdict(self).items() if fact != "words"}

    def on_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class VoidsUndone(Explained):
    """So many signatures of a petition that had been declared void for this reason count again."""

    name = "signatures.voids_undone"
    reason: str
