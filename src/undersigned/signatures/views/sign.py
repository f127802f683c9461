from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from undersigned.journal.kept import keep
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import PetitionNotFound, SigningClosed
from undersigned.signatures import actions
from undersigned.signatures.allowances import network_limit
from undersigned.signatures.forms import SignForm
from undersigned.signatures.intake import Intake, intake
from undersigned.signatures.network import network_of
from undersigned.signatures.prepare import prepare
from undersigned.signatures.queries import sign_page
from undersigned.signatures.writer import WRITER
from undersigned.ui.audience import public


@public
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what it sends: stored durably before this answers, with a letter on its way."""
    try:
        found = intake(slug)
    except PetitionNotFound:
        raise Http404 from None
    except SigningClosed as closed:
        return _closed(request, closed.petition)
    if request.method != "POST":
        page = _form(request, found.petition, SignForm(petition=found.petition))
        return keep(page, f"petition:{found.petition.pk}")
    return _take(request, found)


def _take(request: HttpRequest, found: Intake) -> HttpResponse:
    entry = found.entry(request.POST)
    if entry is None:
        form = SignForm(request.POST, petition=found.petition)
        return _form(request, found.petition, form, status=422)
    at = timezone.now()
    allowed = settings.SIGNATURES_PER_NETWORK_HOUR
    signing = prepare(
        entry,
        petition=found.petition,
        language=get_language() or settings.LANGUAGE_CODE,
        network=network_limit(network_of(request), allowed=allowed, at=at),
        at=at,
    )
    refused = WRITER.write(actions.sign, signing)
    if refused is None:
        return redirect("signatures:waiting", ref=signing.ref.hex())
    if refused.reason == "closed":
        return _closed(request, found.petition)
    form = SignForm(request.POST, petition=found.petition)
    return _form(request, found.petition, form, busy=True, status=429)


def _form(
    request: HttpRequest,
    petition: Petition,
    form: SignForm,
    *,
    busy: bool = False,
    status: int = 200,
) -> HttpResponse:
    page = sign_page(petition, language=get_language() or settings.LANGUAGE_CODE, busy=busy)
    return render(request, "signatures/sign.html", {"page": page, "form": form}, status=status)


def _closed(request: HttpRequest, petition: Petition) -> HttpResponse:
    return render(request, "signatures/closed.html", {"page": petition}, status=410)
