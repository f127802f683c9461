"""How the log stands: for the operator's eyes, in `undersigned log status` and `undersigned doctor`."""

from dataclasses import dataclass
from datetime import datetime

from undersigned.journal.keys import KeyMissing
from undersigned.proof.files import Differs, published
from undersigned.proof.guard import Behind, refuse_to_fork
from undersigned.proof.models import Checkpoint, Leaf
from undersigned.proof.queries.sizes import log_size


@dataclass(frozen=True)
class LogStatus:
    """Sizes, what waits and since when, what was published when, and why nothing is signed ("" if it may be).

    What the rules did not allow (`refused`) waits too, and is not looked at for `oldest`.
    """

    size: int
    published: int | None
    published_at: datetime | None
    waiting: int
    oldest: datetime | None
    refused: int
    unpromised: int
    overdue: int  # promises that were broken
    refusal: str


def log_status(*, at: datetime) -> LogStatus:
    """Look at the database and at the published checkpoint."""
    waiting = Leaf.objects.filter(index__isnull=True)
    newest = Checkpoint.objects.filter(published_at__isnull=False).order_by("-size").first()
    refusal, size = _refusal()
    return LogStatus(
        size=log_size(),
        published=size,
        published_at=newest.published_at if newest else None,
        waiting=waiting.count(),
        oldest=waiting.filter(refused_at=None)
        .order_by("id")
        .values_list("made_at", flat=True)
        .first(),
        refused=waiting.filter(refused_at__isnull=False).count(),
        unpromised=Leaf.objects.filter(kind="sign", promise=b"").count(),
        overdue=waiting.filter(kind="sign", include_by__lt=at).count(),
        refusal=refusal,
    )


def _refusal() -> tuple[str, int | None]:
    """Why nothing may be signed, and the published size where that can be read."""
    try:
        out = published()
    except Differs as error:
        return str(error), None
    size = out[1].size if out else None
    try:
        refuse_to_fork()
    except (Behind, Differs, KeyMissing) as error:
        return str(error), size
    return "", size
