"""What the public pages of dossiers show: one frozen dataclass a page, its template's only variable."""

from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.translation import get_language

from undersigned.record.document import Document, parse
from undersigned.record.mentions import Mention, mentions_of
from undersigned.record.models import Version
from undersigned.record.page import Citation, DossierPage
from undersigned.record.queries import latest_shown, public_version, shown_numbers
from undersigned.ui.links import public_link


class DossierNotFound(Exception):
    """Nothing of that name or number shows, or ever did."""


@dataclass(frozen=True)
class Entry:
    """A dossier in the list."""

    version: Version
    document: Document


@dataclass(frozen=True)
class DossiersPage:
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class SourcePage:
    """Everything that one source says in a version of a dossier."""

    dossier: DossierPage
    citation: Citation
    mentions: list[Mention]


def dossiers_page() -> DossiersPage:
    """The latest shown version of every dossier. One query."""
    return DossiersPage(
        tuple(Entry(version, parse(bytes(version.content))) for version in latest_shown())
    )


def find_version(slug: str, number: int | None = None) -> Version:
    """The latest version that shows, or one by number that shows or was withdrawn.

    Raises DossierNotFound.
    """
    version = public_version(slug, number)
    if version is None:
        raise DossierNotFound(slug)
    return version


def dossier_page(version: Version, *, pinned: bool = False) -> DossierPage:
    """A version that shows; `pinned` makes its links stay within the version. One query."""
    slug, number = version.dossier.slug, version.number
    if pinned:
        source = partial(_address, "journey:source_version", slug=slug, number=number)
    else:
        source = partial(_address, "journey:source", slug=slug)
    return DossierPage(
        document=parse(bytes(version.content)),
        number=number,
        sha256=version.sha256,
        shown_at=version.shown_at,
        source_href=lambda name: source(source=name),
        permalink=public_link(
            "journey:dossier_version", language=get_language() or "en", slug=slug, number=number
        ),
        json_href=reverse("journey:dossier_json", kwargs={"slug": slug, "number": number}),
        shown=tuple(shown_numbers(slug)),
    )


def source_page(version: Version, source: str, *, pinned: bool = False) -> SourcePage:
    """A source by its id. Raises DossierNotFound. No query."""
    slug, number = version.dossier.slug, version.number
    home = (
        _address("journey:dossier_version", slug=slug, number=number)
        if pinned
        else _address("journey:dossier", slug=slug)
    )
    dossier = DossierPage(
        document=parse(bytes(version.content)),
        number=number,
        sha256=version.sha256,
        shown_at=version.shown_at,
        source_href=lambda _source: home,
        permalink=home,
    )
    if source not in dossier.sources:
        raise DossierNotFound(source)
    return SourcePage(dossier, dossier.citation(source), mentions_of(dossier.document, source))


def _address(name: str, **parts: object) -> str:
    return reverse(name, kwargs=parts)
