"""The public pages of dossiers: the list, one dossier or one version of it, one source, the files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from undersigned.journal.kept import keep
from undersigned.journey.queries import dossiers as queries
from undersigned.record.models import Version
from undersigned.record.published import SCHEMA
from undersigned.record.states import State
from undersigned.ui.audience import public

GONE = 410


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every dossier that shows."""
    page = queries.dossiers_page()
    return keep(render(request, "journey/dossiers.html", {"page": page}), "dossiers")


@public
def dossier(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A dossier: its latest version, or by number a permalink; withdrawn ones keep the address."""
    version = _find(slug, number)
    if version.state == State.WITHDRAWN:
        return _withdrawn(request, version)
    page = queries.dossier_page(version, pinned=number is not None)
    return keep(render(request, "journey/dossier.html", {"page": page}), f"dossier:{slug}")


@public
def source(request: HttpRequest, slug: str, source: str, number: int | None = None) -> HttpResponse:
    """Everything that one source says in a dossier."""
    version = _find(slug, number)
    if version.state == State.WITHDRAWN:
        return _withdrawn(request, version)
    try:
        page = queries.source_page(version, source, pinned=number is not None)
    except queries.DossierNotFound:
        raise Http404 from None
    return keep(render(request, "journey/dossier_source.html", {"page": page}), f"dossier:{slug}")


@public
def file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version's file, whose SHA-256 its page shows."""
    version = _find(slug, number)
    if version.state == State.WITHDRAWN:
        return _withdrawn(request, version)
    body = bytes(version.content)
    return keep(HttpResponse(body, content_type="application/json"), f"dossier:{slug}")


@public
def schema(_request: HttpRequest) -> HttpResponse:
    """The published JSON Schema of a dossier's file."""
    return keep(HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json"))


def _find(slug: str, number: int | None) -> Version:
    try:
        return queries.find_version(slug, number)
    except queries.DossierNotFound:
        raise Http404 from None


def _withdrawn(request: HttpRequest, version: Version) -> HttpResponse:
    return render(request, "journey/dossier_withdrawn.html", {"page": version}, status=GONE)
