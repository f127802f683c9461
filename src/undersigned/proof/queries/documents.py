"""The public record: every document that the log binds, those withheld too."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from undersigned.petitions.models import Petition
from undersigned.proof.models import Document, Leaf
from undersigned.proof.naming import together
from undersigned.proof.words import document_words, withheld_words

A_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """A document in the list. `index` is its leaf's (None: it waits for one, or the opening's binds it too)."""

    document: Document
    words: str
    day: date
    index: int | None
    withheld: str

    @property
    def fixed(self) -> bool:
        """Whether the leaf of the petition's opening binds it, with three others and without a salt."""
        return len(together(self.document.name)) > 1


@dataclass(frozen=True)
class DocumentsPage:
    """The documents of a petition, or of the site itself (no petition), newest first."""

    petition: Petition | None
    entries: tuple[Entry, ...]
    page_obj: Page[Document]


def documents_page(petition: Petition | None, *, number: str) -> DocumentsPage:
    """A page of the record. Three queries however many it shows."""
    found = Document.objects.filter(petition=petition).defer("content").order_by("-id")
    page_obj = Paginator(found, A_PAGE).get_page(number)
    documents = list(page_obj)
    return DocumentsPage(petition, _entries(documents), page_obj)


def _entries(documents: Collection[Document]) -> tuple[Entry, ...]:
    leaves = Leaf.objects.filter(document__in=documents, reason="")
    places: dict[Any, int | None] = dict(leaves.values_list("document_id", "index"))
    return tuple(_entry(document, places.get(document.pk)) for document in documents)


def _entry(document: Document, index: int | None) -> Entry:
    reason = document.withheld_reason
    day = timezone.localdate(document.made_at)
    withheld = withheld_words(reason) if reason else ""
    return Entry(document, document_words(document), day, index, withheld)
