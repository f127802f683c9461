from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from undersigned.journal.kept import keep
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import PetitionNotFound, find_public
from undersigned.signatures import actions
from undersigned.signatures.allowances import network_limit
from undersigned.signatures.forms import FindForm
from undersigned.signatures.network import network_of
from undersigned.signatures.pages import FindPage
from undersigned.signatures.prepare import prepare_inquiry
from undersigned.ui.audience import public


@public
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the link to one's signature. The answer here is one for all addresses; the letter tells."""
    try:
        petition = find_public(slug)
    except PetitionNotFound:
        raise Http404 from None
    form = FindForm(request.POST or None)
    if request.method != "POST":
        return keep(_page(request, petition, form), f"petition:{petition.pk}")
    if not form.is_valid():
        return _page(request, petition, form, status=422)
    if not _ask(request, petition, form.cleaned_data["email"]):
        return _page(request, petition, form, said="busy", status=429)
    return _page(request, petition, FindForm(), said="asked")


def _ask(request: HttpRequest, petition: Petition, email: str) -> bool:
    at = timezone.now()
    allowed = settings.SIGNATURES_PER_NETWORK_HOUR
    asking = prepare_inquiry(
        email,
        petition=petition,
        language=get_language() or settings.LANGUAGE_CODE,
        network=network_limit(network_of(request), allowed=allowed, at=at),
        at=at,
    )
    return actions.ask_for_link(asking=asking, at=at)


def _page(
    request: HttpRequest, petition: Petition, form: FindForm, *, said: str = "", status: int = 200
) -> HttpResponse:
    facts = {"page": FindPage(petition, said), "form": form}
    return render(request, "signatures/find.html", facts, status=status)
