"""Whether enough witnesses saw a draw's announcement in the public log."""

from undersigned.proof.models import Checkpoint, Document, Leaf
from undersigned.proof.queries.checkpoints import published
from undersigned.proof.queries.witnesses import LOOK_BACK, is_vouched, published_policy
from undersigned.verification.models import Draw


def first_witnessed(document: Document) -> Checkpoint | None:
    """A published checkpoint that binds the document and that enough witnesses vouched for. Three queries."""
    leaf = Leaf.objects.filter(document=document, index__isnull=False, reason="").first()
    if leaf is None or leaf.index is None:
        return None
    policy = published_policy()
    with_it = published().filter(size__gt=leaf.index)
    for some in (with_it[:LOOK_BACK], with_it.order_by("-size")[:LOOK_BACK]):
        if found := next((one for one in some if is_vouched(one, policy)), None):
            return found
    return None


def witnessed_at(draw: Draw) -> int:
    """The size of the log at which witnesses had vouched for the announcement; 0 if they have not."""
    if draw.witnessed_size:
        return draw.witnessed_size
    checkpoint = first_witnessed(draw.announcement)
    return checkpoint.size if checkpoint else 0
