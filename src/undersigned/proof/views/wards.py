"""A petition's signatures by ward."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from undersigned.journal.kept import keep
from undersigned.petitions.queries import PetitionNotFound, find_public
from undersigned.petitions.states import State
from undersigned.proof.queries.wards import wards_page
from undersigned.ui.audience import public


@public
def wards(request: HttpRequest, slug: str) -> HttpResponse:
    """How many signed in each ward that has enough of them, on a map and in a table."""
    try:
        petition = find_public(slug)
    except PetitionNotFound:
        raise Http404 from None
    if petition.state == State.TAKEN_DOWN:
        return redirect("journey:petition", slug=slug)
    page = wards_page(petition)
    scopes = (f"petition:{petition.pk}", f"council:{petition.council_id}", "log")
    return keep(render(request, "proof/wards.html", {"page": page}), *scopes)
