"""The public pages of petitions: front page, list, one petition, and what its count rests on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from undersigned.journal.kept import keep
from undersigned.journey.queries import petitions as queries
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import PetitionNotFound, find_public
from undersigned.petitions.states import State
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.ui.audience import public

GONE = 410
SEARCH_LIMIT = 200  # characters; the form holds no more


@public
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the newest open petitions, the records, and how it works for whom."""
    page = queries.home_page(at=timezone.now())
    return keep(render(request, "journey/home.html", {"page": page}), *page.scopes)


@public
def index(request: HttpRequest) -> HttpResponse:
    """The list: `q` searches, `state` filters (open, closed), `page` turns."""
    page = queries.petitions_page(
        q=request.GET.get("q", "").replace("\0", "").strip()[:SEARCH_LIMIT],
        state=request.GET.get("state", ""),
        number=request.GET.get("page", "1"),
        at=timezone.now(),
    )
    return keep(render(request, "journey/petitions.html", {"page": page}), *page.scopes)


@public
def petition(request: HttpRequest, slug: str) -> HttpResponse:
    """One petition's page; one that was taken down keeps its address, with reason and date."""
    found = _find(slug)
    if found.state == State.TAKEN_DOWN:
        return _taken_down(request, found)
    page = queries.petition_page(found, at=timezone.now())
    return _keep(render(request, "journey/petition.html", {"page": page}), found)


@public
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """What a petition's count rests on, and its history."""
    found = _find(slug)
    if found.state == State.TAKEN_DOWN:
        return _taken_down(request, found)
    page = queries.count_page(found, at=timezone.now())
    return _keep(render(request, "journey/count.html", {"page": page}), found)


@public
def fixed(request: HttpRequest, slug: str, what: str) -> HttpResponse:
    """The bytes whose SHA-256 the page shows: the text, the council's rules or the notice."""
    found = _find(slug)
    if found.state == State.TAKEN_DOWN and what == "text":
        return _taken_down(request, found)
    body = canonical_json(queries.fixed_documents(found)[what])
    return _keep(HttpResponse(body, content_type="application/json"), found)


def _find(slug: str) -> Petition:
    try:
        return find_public(slug)
    except PetitionNotFound:
        raise Http404 from None


def _keep(response: HttpResponse, found: Petition) -> HttpResponse:
    return keep(response, f"petition:{found.pk}", f"count:{found.pk}")


def _taken_down(request: HttpRequest, found: Petition) -> HttpResponse:
    return render(request, "journey/taken_down.html", {"page": found}, status=GONE)
