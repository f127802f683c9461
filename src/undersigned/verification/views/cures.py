"""The page of the letter to a signer whose line does not count. Opening it changes nothing."""

import hmac
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from undersigned.signatures.blind import token_hash
from undersigned.signatures.views.own import dead_link
from undersigned.ui.audience import public
from undersigned.verification.actions.cure import NotAsked, TooLate, answer
from undersigned.verification.forms.checks import CureForm
from undersigned.verification.models import Cure
from undersigned.verification.queries.cures import cure_page


@public
def cure(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Say it again as the roll has it; then people look at it anew."""
    found = _find(ref, token)
    if found is None:
        return dead_link(request)
    page = cure_page(found, token=token, at=timezone.now())
    form = CureForm(request.POST or None)
    if request.method == "POST" and not page.said and form.is_valid():
        return _answer(request, found, token, form)
    shown = {"page": page, "form": form}
    status = 422 if request.method == "POST" and not page.said else 200
    return render(request, "verification/cures/cure.html", shown, status=status)


def _answer(request: HttpRequest, found: Cure, token: str, form: CureForm) -> HttpResponse:
    at = timezone.now()
    said = {name: form.cleaned_data[name] for name in ("name", "address")}
    with suppress(NotAsked, TooLate):  # the page says where it stands
        answer(ref=bytes(found.ref), token=bytes.fromhex(token), at=at, **said)
    found = _find(found.ref.hex(), token) or found
    page = cure_page(found, token=token, at=at)
    return render(request, "verification/cures/cure.html", {"page": page, "form": form})


def _find(ref: str, token: str) -> Cure | None:
    rows = Cure.objects.select_related("line__of__petition__council", "line__signature")
    found = rows.filter(ref=bytes.fromhex(ref)).first()
    if found is None or not hmac.compare_digest(
        token_hash(bytes.fromhex(token)), bytes(found.token_hash)
    ):
        return None
    return found
