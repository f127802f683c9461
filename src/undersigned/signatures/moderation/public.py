"""What everybody reads about signatures that were declared void."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.models import Examination, Finding
from undersigned.signatures.states import State, VoidReason


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


def void_batches(petition_id: int, *, void: int) -> list[VoidBatch]:
    """The lines of a petition with so many void, oldest first, from the first batch on. One query; two if any are."""
    return _examined(petition_id) + (_read_back(petition_id) if void else [])


def _examined(petition_id: int) -> list[VoidBatch]:
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


def _read_back(petition_id: int) -> list[VoidBatch]:
    """Those of which a restored backup forgot who decided: the public log alone tells that they are void, and why."""
    found = Finding.objects.filter(signature=OuterRef("pk"), voided=True, restored=False)
    void = Signature.objects.filter(
        petition_id=petition_id, counted_as=State.VOID, state=State.VOID
    )
    rows = void.exclude(Exists(found)).values_list("left_at", "void_reason").annotate(Count("pk"))
    words = _("Read back from the public log, which has their days, after a backup was restored.")
    return [
        VoidBatch(
            at=left_at,
            number=number,
            reason=str(VoidReason(reason).label),
            words=words,
            restored=0,
            restored_at=None,
        )
        for left_at, reason, number in rows.order_by("left_at", "void_reason")
    ]
