"""What an event is: a small frozen dataclass in the past tense, whose docstring is its public documentation."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened.

    Facts are ids, numbers and strings that may be read by whoever may read the journal: never personal data.
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

    def scopes(self) -> tuple[str, ...]:
        """The kept pages that show something of this, such as ``petition:7`` or ``petitions``."""
        return ()
