from dataclasses import dataclass

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class OnRoll(Event):
    """What the events about a roll have in common."""

    roll: int


@dataclass(frozen=True, kw_only=True)
class RollReceived(OnRoll):
    """A file with a list of voters came in and waits for its columns to be named."""

    name = "roll.received"
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RollMapped(OnRoll):
    """A known layout was put on a file that waits."""

    name = "roll.mapped"
    profile: str


@dataclass(frozen=True, kw_only=True)
class RollImportAsked(OnRoll):
    """Somebody said which column is what, and the worker reads the file."""

    name = "roll.import_asked"


@dataclass(frozen=True, kw_only=True)
class RollReady(OnRoll):
    """A roll was read in; `sha256` is over the list of its parts. From here on it never changes."""

    name = "roll.ready"
    rows: int
    rejected: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RollRefused(OnRoll):
    """A file could not be read in; nothing of it is used."""

    name = "roll.refused"
    why: str


@dataclass(frozen=True, kw_only=True)
class RollPurged(OnRoll):
    """A roll's key and files were destroyed."""

    name = "roll.purged"


@dataclass(frozen=True, kw_only=True)
class ProfileSaved(Event):
    """A clerk saved how the columns of a kind of file map."""

    name = "profile.saved"
    profile: int
