"""Pages of one petition's proof: how to check its count, how it stood at a checkpoint, what changed, the documents."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from undersigned.journal.kept import keep
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import PetitionNotFound, find_public
from undersigned.petitions.states import State
from undersigned.proof.queries.checking import check_page
from undersigned.proof.queries.documents import documents_page
from undersigned.proof.queries.frozen import NeverPublished, changes_page, frozen_page
from undersigned.ui.audience import public


@public
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What is proven of a count, what is not, and how anyone checks it."""
    petition = _find(slug)
    if petition.state == State.TAKEN_DOWN:
        return _taken_down(petition)
    page = check_page(petition, at=timezone.now())
    scopes = (f"petition:{petition.pk}", f"count:{petition.pk}", "log")
    return keep(render(request, "proof/check.html", {"page": page}), *scopes)


@public
def frozen(request: HttpRequest, slug: str, size: int) -> HttpResponse:
    """A petition's page as it was at a published checkpoint."""
    petition = _find(slug)
    if petition.state == State.TAKEN_DOWN:
        return _taken_down(petition)
    try:
        page = frozen_page(petition, size)
    except NeverPublished as missing:
        return _never(request, petition, size, missing)
    return keep(render(request, "proof/frozen.html", {"page": page}), *_scopes(petition))


@public
def changes(request: HttpRequest, slug: str, size: int) -> HttpResponse:
    """What happened to a petition since a checkpoint; `page` turns."""
    petition = _find(slug)
    if petition.state == State.TAKEN_DOWN:
        return _taken_down(petition)
    try:
        page = changes_page(petition, size, number=request.GET.get("page", "1"))
    except NeverPublished as missing:
        return _never(request, petition, size, missing)
    return keep(render(request, "proof/changes.html", {"page": page}), *_scopes(petition))


@public
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """The public record of a petition, file by file; `page` turns. It stays when the petition is taken down."""
    petition = _find(slug)
    page = documents_page(petition, number=request.GET.get("page", "1"))
    return keep(render(request, "proof/documents.html", {"page": page}), *_scopes(petition))


@public
def site_documents(request: HttpRequest) -> HttpResponse:
    """The public record of what belongs to no one petition."""
    page = documents_page(None, number=request.GET.get("page", "1"))
    return keep(render(request, "proof/documents.html", {"page": page}), "log")


def _find(slug: str) -> Petition:
    try:
        return find_public(slug)
    except PetitionNotFound:
        raise Http404 from None


def _scopes(petition: Petition) -> tuple[str, ...]:
    return (f"petition:{petition.pk}", "log")


def _taken_down(petition: Petition) -> HttpResponse:
    """The petition's own page says why, and answers that it is gone."""
    return redirect("journey:petition", slug=petition.slug)


def _never(
    request: HttpRequest, petition: Petition, size: int, missing: NeverPublished
) -> HttpResponse:
    facts = {"petition": petition, "size": size, "sizes": missing.sizes}
    return render(request, "proof/never_published.html", {"page": facts}, status=404)
