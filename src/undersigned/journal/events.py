"""What an event is: a small frozen dataclass in the past tense, whose docstring is its public documentation."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened.

    Facts are ids, numbers and strings that may be read by whoever may read the journal: never personal data. What a
    person wrote freely may hold some all the same, and must not be among them: the journal forgets nothing.
    """

    name: ClassVar[str]
    """The dotted public name, such as ``petition.opened``."""

    public: ClassVar[bool] = False
    """Whether it belongs on the public record."""

    journaled: ClassVar[bool] = True
    """False where the row that changed is itself the record (a million signatures need no second million rows)."""

    def facts(self) -> dict[str, Any]:
        """The fields, as they stand in the journal."""
        return asdict(self)

    def on_record(self) -> dict[str, Any]:
        """The fields, as a public event stands on the public record: there, words can be withheld later."""
        return self.facts()

    def scopes(self) -> tuple[str, ...]:
        """The kept pages that show something of this, such as ``petition:7`` or ``petitions``."""
        return ()
