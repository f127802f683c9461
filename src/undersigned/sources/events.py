from dataclasses import dataclass
from typing import ClassVar

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class SourceAdded(Event):
    """A source was added to the record, so that statements can cite it."""

    name: ClassVar[str] = "source.added"
    public: ClassVar[bool] = True

    source: int


@dataclass(frozen=True, kw_only=True)
class StatementMade(Event):
    """A statement about a petition was put on its record, with its source."""

    name: ClassVar[str] = "statement.made"
    public: ClassVar[bool] = True

    statement: int
    about: str

    def scopes(self) -> tuple[str, ...]:
        return (self.about,)


@dataclass(frozen=True, kw_only=True)
class ReplyMade(Event):
    """Somebody replied to a petition, or to a statement about it; both stand side by side."""

    name: ClassVar[str] = "reply.made"
    public: ClassVar[bool] = True

    statement: int
    about: str
    answers: int | None

    def scopes(self) -> tuple[str, ...]:
        return (self.about,)
