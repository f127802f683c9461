"""What the page "Check this count" shows: the figure, what the log proves of it, and everything to check it with."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from undersigned.petitions.models import Petition
from undersigned.proof.models import Checkpoint, Leaf
from undersigned.proof.queries.checkpoints import newest, note_of
from undersigned.proof.queries.figures import NOTHING, Figures, figures_at
from undersigned.proof.queries.published import Published, published_files
from undersigned.proof.queries.witnesses import Witnesses, witnesses
from undersigned.proof.states import Kind
from undersigned.signatures.queries import Count, count_of
from undersigned.ui.links import public_link


@dataclass(frozen=True)
class CheckPage:
    """The running count beside what the newest checkpoint proves; `waiting` signatures are promised and not in it yet.

    `alone` stand in the log, and a restored backup does not know them (docs/run/log.md).
    `figures`, `checkpoint`, `note` and `permalink` are empty while nothing is published.
    """

    petition: Petition
    count: Count
    waiting: int
    alone: int
    files: Published
    language: str
    witnesses: Witnesses
    checkpoint: Checkpoint | None = None
    figures: Figures = NOTHING
    note: str = ""
    permalink: str = ""


def check_page(petition: Petition, *, at: datetime) -> CheckPage:
    """Everything to check a petition's count with, as it stands at a time. Nine queries."""
    checkpoint, count = newest(), count_of(petition.pk)
    signed = Leaf.objects.filter(petition=petition, kind=Kind.SIGN)
    waiting, alone = signed.filter(index=None).count(), signed.filter(signature=None).count()
    facts = (petition, count, waiting, alone, published_files(), language(), witnesses(at=at))
    if checkpoint is None:
        return CheckPage(*facts)
    return CheckPage(
        *facts,
        checkpoint=checkpoint,
        figures=figures_at(petition, checkpoint.size),
        note=note_of(checkpoint).decode(),
        permalink=frozen_address(petition, checkpoint.size),
    )


def frozen_address(petition: Petition, size: int) -> str:
    """The address under which a petition's page stays as it was at a checkpoint."""
    return public_link("proof:frozen", language=language(), slug=petition.slug, size=size)


def language() -> str:
    """The page's own."""
    return get_language() or "en"
