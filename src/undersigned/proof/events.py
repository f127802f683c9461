from dataclasses import dataclass
from typing import ClassVar

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CheckpointPublished(Event):
    """The log's newest checkpoint, or another witness's line under it, stands where everybody reads it."""

    name: ClassVar[str] = "checkpoint.published"
    journaled: ClassVar[bool] = False

    size: int
    petitions: list[int]

    def scopes(self) -> tuple[str, ...]:
        return ("log", *(f"petition:{petition}" for petition in self.petitions))


@dataclass(frozen=True, kw_only=True)
class ToolPublished(Event):
    """A file to check the log with was published, in a new version with this hash."""

    name: ClassVar[str] = "tool.published"
    public: ClassVar[bool] = True

    file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class KeyRotated(Event):
    """The log (or its promises) is signed with another key from now on; the cross-seal is the note of both.

    `reason` is ``planned``, ``lost`` (the old key could not sign the note any more) or ``stolen``.
    """

    name: ClassVar[str] = "key.rotated"
    public: ClassVar[bool] = True

    key: str
    old: str
    new: str
    reason: str
    cross_seal: str


@dataclass(frozen=True, kw_only=True)
class DocumentWithheld(Event):
    """A published document was taken away for a person's sake. Its own leaf tells it."""

    name: ClassVar[str] = "document.withheld"

    document: str
    reason: str

    def scopes(self) -> tuple[str, ...]:
        return ("log",)


@dataclass(frozen=True, kw_only=True)
class LogAdopted(Event):
    """After a restore: entries that were published and that the database did not know were read back into it."""

    name: ClassVar[str] = "log.adopted"

    size: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class PolicyPublished(Event):
    """Which witnesses watch the log, and how many must vouch for it, is said anew; `sha256` is over the policy."""

    name: ClassVar[str] = "policy.published"
    public: ClassVar[bool] = True

    sha256: str
    witnesses: list[str]

    def scopes(self) -> tuple[str, ...]:
        return ("log",)


@dataclass(frozen=True, kw_only=True)
class WitnessMoved(Event):
    """A witness began to vouch for the log, or has not done so for two days."""

    name: ClassVar[str] = "witness.moved"

    witness: str
    freshness: str

    def scopes(self) -> tuple[str, ...]:
        return ("log",)


@dataclass(frozen=True, kw_only=True)
class LogContradicted(Event):
    """A witness showed a checkpoint under this log's own seal that this log contradicts; or it does so no more."""

    name: ClassVar[str] = "log.contradicted"

    witness: str
    contradicted: bool

    def scopes(self) -> tuple[str, ...]:
        return ("log",)


@dataclass(frozen=True, kw_only=True)
class WardsDisclosed(Event):
    """A petition's signatures by ward were published, in groups that hide each signer; the file has its own leaf."""

    name: ClassVar[str] = "wards.disclosed"

    petition: int
    size: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition}",)
