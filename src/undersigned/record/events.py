from dataclasses import dataclass
from typing import ClassVar

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class DossierImported(Event):
    """A dossier's file was imported as a new version; it waits for review."""

    name: ClassVar[str] = "dossier.imported"

    dossier: int
    slug: str
    number: int


@dataclass(frozen=True, kw_only=True)
class DossierShown(Event):
    """A moderator reviewed a version of a dossier, and it shows."""

    name: ClassVar[str] = "dossier.shown"
    public: ClassVar[bool] = True

    dossier: int
    slug: str
    number: int

    def scopes(self) -> tuple[str, ...]:
        return (f"dossier:{self.slug}", "dossiers")


@dataclass(frozen=True, kw_only=True)
class DossierReturned(Event):
    """A moderator returned a version of a dossier, with a reason; it never showed."""

    name: ClassVar[str] = "dossier.returned"

    dossier: int
    slug: str
    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DossierWithdrawn(Event):
    """A moderator withdrew a version that showed; its address keeps the reason and the date."""

    name: ClassVar[str] = "dossier.withdrawn"
    public: ClassVar[bool] = True

    dossier: int
    slug: str
    number: int
    reason: str

    def scopes(self) -> tuple[str, ...]:
        return (f"dossier:{self.slug}", "dossiers")
