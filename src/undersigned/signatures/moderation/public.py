"""What everybody reads about signatures that were declared void."""

from dataclasses import dataclass
from datetime import datetime

from undersigned.signatures.moderation.models import Examination


@dataclass(frozen=True)
class VoidBatch:
    """One line that explains a drop: since when, how many, why; and how many of them were put back when.

    `at` is None while it goes on, and so is `restored_at`.
    """

    at: datetime | None
    number: int
    reason: str
    words: str
    restored: int
    restored_at: datetime | None


def void_batches(petition_id: int) -> list[VoidBatch]:
    """The lines of a petition, oldest first, from the first batch on. One query."""
    rows = Examination.objects.filter(petition_id=petition_id, voided__gt=0).order_by("approved_at")
    return [
        VoidBatch(
            at=row.ended_at,
            number=row.voided,
            reason=row.get_reason_display(),
            words=row.words,
            restored=row.restored,
            restored_at=row.undone_at,
        )
        for row in rows
    ]
