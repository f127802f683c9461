from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from undersigned.petitions.queries import PetitionNotFound, SigningClosed, open_for_signing
from undersigned.signatures import actions
from undersigned.signatures.actions.change import NotNow, NotYours
from undersigned.signatures.actions.correct import NameTaken, TooMany
from undersigned.signatures.allowances import network_limit
from undersigned.signatures.forms import CodeForm, SignForm
from undersigned.signatures.models import Signature
from undersigned.signatures.network import network_of
from undersigned.signatures.pages import CorrectPage, DeadLink, own_signature, signature_page
from undersigned.signatures.prepare import prepare
from undersigned.signatures.queries import sign_page
from undersigned.signatures.states import State
from undersigned.signatures.views.own import dead_link, missing, to_signature
from undersigned.ui.audience import public

WRONG = {TooMany: ("too_many", 429), NameTaken: ("name", 422)}


@public
def correct(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Everything typed again: this site cannot read, and so cannot show, what was typed before."""
    try:
        row = own_signature(ref, token)
        return _answer(request, row, token)
    except (DeadLink, NotYours):
        return dead_link(request)
    except (NotNow, PetitionNotFound, SigningClosed):
        return to_signature(ref, token)


def _answer(request: HttpRequest, row: Signature, token: str) -> HttpResponse:
    row.petition = open_for_signing(row.petition.slug)
    if "correct" not in signature_page(row, token=token, at=timezone.now()).acts:
        raise NotNow
    form = SignForm(request.POST or None, petition=row.petition)
    if request.method != "POST":
        return _form(request, row, token, form)
    said = missing(request, row)
    if said or not form.is_valid():
        return _form(request, row, token, form, said=said, status=422)
    try:
        state = _correct(request, row, token, form)
    except (TooMany, NameTaken) as error:
        said, status = WRONG[type(error)]
        return _form(request, row, token, form, said=said, status=status)
    page = signature_page(row, token=token, at=timezone.now(), said=state.value)
    return render(request, "signatures/corrected.html", {"page": page})


def _correct(request: HttpRequest, row: Signature, token: str, form: SignForm) -> State:
    at = timezone.now()
    allowed = settings.SIGNATURES_PER_NETWORK_HOUR
    signing = prepare(
        form.entry_of(form.cleaned_data),
        petition=row.petition,
        language=_language(),
        network=network_limit(network_of(request), allowed=allowed, at=at),
        at=at,
    )
    return actions.correct(ref=bytes(row.ref), token=bytes.fromhex(token), signing=signing, at=at)


def _form(
    request: HttpRequest,
    row: Signature,
    token: str,
    form: SignForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    page = CorrectPage(
        signature=signature_page(row, token=token, at=timezone.now()),
        sign=sign_page(row.petition, language=_language(), busy=False),
        said=said,
    )
    facts = {"page": page, "form": form, "code": _code(request, said)}
    return render(request, "signatures/correct.html", facts, status=status)


def _code(request: HttpRequest, said: str) -> CodeForm | None:
    """The field for the letter's code, once it is needed; what was typed there stays."""
    if "code" in request.POST:
        return CodeForm(request.POST)
    return CodeForm() if said == "no_press" else None


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
