"""What everybody reads about how a petition's signatures are checked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from undersigned.journal.kept import keep
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import PetitionNotFound, find_public
from undersigned.petitions.states import State
from undersigned.ui.audience import public
from undersigned.verification.certificates.paper import paper
from undersigned.verification.models import Certificate, Draw
from undersigned.verification.queries.certificates import (
    certificate_page,
    checking_page,
    public_certificate,
)
from undersigned.verification.queries.public_draws import public_draw_page
from undersigned.verification.seal import archive

NOTE, OCTETS = "text/plain; charset=utf-8", "application/octet-stream"


@public
def checking(request: HttpRequest, slug: str) -> HttpResponse:
    """Certificates, draws, checks and verifiers of a petition."""
    found = _petition(slug)
    shown = {"page": checking_page(found)}
    return _keep(render(request, "verification/public/checking.html", shown), found)


@public
def draw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A draw, and how to draw it again."""
    found = _petition(slug)
    rows = Draw.objects.select_related("announcement", "of").filter(of__petition=found)
    page = public_draw_page(found, get_object_or_404(rows, pk=pk))
    return _keep(render(request, "verification/draws/public.html", {"page": page}), found, "log")


@public
def certificate(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A certificate, whether it still stands or was withdrawn."""
    found = _petition(slug)
    page = certificate_page(found, _certificate(found, number))
    shown = {"page": page}
    return _keep(render(request, "verification/certificates/public.html", shown), found)


@public
def certificate_json(_request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The bytes that are sealed."""
    found = _petition(slug)
    row = _certificate(found, number)
    return _keep(HttpResponse(row.canonical, content_type="application/json"), found)


@public
def certificate_sealed(_request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The same under the clerk's own seal, where there is one."""
    found = _petition(slug)
    row = _certificate(found, number)
    if not row.sealed:
        raise Http404
    return _keep(HttpResponse(bytes(row.sealed), content_type=NOTE), found)


@public
def certificate_pdf(_request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The certificate as a paper."""
    found = _petition(slug)
    row = _certificate(found, number)
    return _keep(HttpResponse(paper(row), content_type="application/pdf"), found)


@public
def seal_tool(_request: HttpRequest) -> HttpResponse:
    """The tool that checks seals, for everybody; clerks make theirs with the same file."""
    headers = {"Content-Disposition": f'attachment; filename="{archive.NAME}"'}
    response = HttpResponse(archive.build(), content_type=OCTETS, headers=headers)
    return keep(response, "seal_tool")


def _petition(slug: str) -> Petition:
    try:
        found = find_public(slug)
    except PetitionNotFound:
        raise Http404 from None
    if found.state == State.TAKEN_DOWN:
        raise Http404
    return found


def _certificate(petition: Petition, number: int) -> Certificate:
    row = public_certificate(petition, number)
    if row is None:
        raise Http404
    return row


def _keep(response: HttpResponse, petition: Petition, *more: str) -> HttpResponse:
    return keep(response, f"petition:{petition.pk}", f"count:{petition.pk}", *more)
