"""A petition as it stood at a checkpoint, and what changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.utils.formats import number_format

from undersigned.petitions.models import Petition
from undersigned.proof.models import Checkpoint, Document, Leaf
from undersigned.proof.queries.checking import frozen_address
from undersigned.proof.queries.checkpoints import newest, note_of, published
from undersigned.proof.queries.figures import Figures, figures_at
from undersigned.proof.states import Kind
from undersigned.proof.words import change_words, document_words, figure_words, withheld_words
from undersigned.signatures.queries import count_of

A_PAGE = 50  # lines of changes
MINUS = "\N{MINUS SIGN}"


class NeverPublished(LookupError):
    """No checkpoint of this size was published with the petition in it; the nearest that were, if any."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        super().__init__(f"no such checkpoint; near it: {self.sizes}")


@dataclass(frozen=True)
class FrozenPage:
    """A petition at a checkpoint. `ended` is the day on which it had closed by then, if it had."""

    petition: Petition
    checkpoint: Checkpoint
    figures: Figures
    ended: date | None
    note: str
    permalink: str
    newest: Checkpoint
    level: str


@dataclass(frozen=True)
class Change:
    """One line of what changed: on a day, so many leaves of one kind and reason; or one document."""

    day: date
    words: str
    number: int
    first: int
    last: int
    document: Document | None = None


@dataclass(frozen=True)
class Row:
    """One of a petition's figures, then and now."""

    words: str
    was: int
    now: int

    @property
    def change(self) -> str:
        """By how much it moved, with its sign."""
        moved = number_format(abs(self.now - self.was), use_l10n=True, force_grouping=True)
        sign = MINUS if self.now < self.was else "+" if self.now > self.was else ""
        return f"{sign}{moved}"


@dataclass(frozen=True)
class ChangesPage:
    """What happened to a petition between a checkpoint and the newest one."""

    petition: Petition
    since: Checkpoint
    until: Checkpoint
    was: Figures
    now: Figures
    changes: tuple[Change, ...]
    page_obj: Page[Any]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Each figure, then and now; what counts comes last."""
        return tuple(
            Row(words, getattr(self.was, name), getattr(self.now, name))
            for name, words in figure_words().items()
        )


def frozen_page(petition: Petition, size: int) -> FrozenPage:
    """A petition as it stood when the log had this size. Raises NeverPublished. Seven queries."""
    checkpoint = _published(petition, size)
    closing = _between(petition, 0, size).filter(kind=Kind.CLOSE).first()
    return FrozenPage(
        petition=petition,
        checkpoint=checkpoint,
        figures=figures_at(petition, size),
        ended=closing.day if closing else None,
        note=note_of(checkpoint).decode(),
        permalink=frozen_address(petition, size),
        newest=newest() or checkpoint,
        level=count_of(petition.pk).level,
    )


def changes_page(petition: Petition, size: int, *, number: str) -> ChangesPage:
    """What changed since the log had this size, a page of it. Raises NeverPublished. Nine queries."""
    since = _published(petition, size)
    until = newest() or since
    groups = (
        _between(petition, since.size, until.size)
        .values("day", "kind", "reason", "document_id")
        .annotate(number=Count("id"), first=Min("index"), last=Max("index"))
        .order_by("first")
    )
    page_obj = Paginator(groups, A_PAGE).get_page(number)
    return ChangesPage(
        petition=petition,
        since=since,
        until=until,
        was=figures_at(petition, since.size),
        now=figures_at(petition, until.size),
        changes=_changes(list(page_obj)),
        page_obj=page_obj,
    )


def _published(petition: Petition, size: int) -> Checkpoint:
    opening = Leaf.objects.filter(petition=petition, kind=Kind.OPEN, index__isnull=False).first()
    with_it = published().filter(size__gt=opening.index) if opening else published().none()
    if found := with_it.filter(size=size).first():
        return found
    sizes = with_it.prefetch_related(None).values_list("size", flat=True)
    before = sizes.filter(size__lt=size).order_by("-size")[:1]
    after = sizes.filter(size__gt=size).order_by("size")[:1]
    raise NeverPublished([*before, *after])


def _between(petition: Petition, start: int, end: int) -> QuerySet[Leaf]:
    """A petition's leaves from one size of the log to another, but for signatures and the sums of them."""
    leaves = Leaf.objects.filter(petition=petition, index__gte=start, index__lt=end)
    return leaves.exclude(kind=Kind.SIGN).exclude(kind=Kind.COUNT)


def _changes(rows: Sequence[Mapping[str, Any]]) -> tuple[Change, ...]:
    named = [row["document_id"] for row in rows if row["kind"] == Kind.NOTE]
    documents = Document.objects.defer("content").in_bulk(named)
    return tuple(
        _change(row, documents[row["document_id"]] if row["kind"] == Kind.NOTE else None)
        for row in rows
    )


def _change(row: Mapping[str, Any], document: Document | None) -> Change:
    if document is None:
        words = change_words(row["kind"], row["reason"], row["number"])
    elif row["reason"]:
        words = f"{document_words(document)}, {withheld_words(row['reason'])}"
    else:
        words = document_words(document)
    return Change(row["day"], words, row["number"], row["first"], row["last"], document)
