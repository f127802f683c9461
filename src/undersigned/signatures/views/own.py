"""The page of one's own signature, by a letter's link: see it, and change it. Opening a page changes nothing."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from undersigned.signatures import actions
from undersigned.signatures.actions.change import NotNow, NotYours
from undersigned.signatures.forms import CodeForm
from undersigned.signatures.gesture import is_pressed_by_a_person
from undersigned.signatures.models import Signature
from undersigned.signatures.pages import DeadLink, SignaturePage, own_signature, signature_page
from undersigned.signatures.rules import is_code_of
from undersigned.ui.audience import public

ACTS: dict[str, Callable[..., None]] = {
    "withdraw": actions.withdraw,
    "erase": actions.erase_own,
    "hide_name": actions.hide_name,
    "stop_updates": actions.stop_updates,
    "not_me": actions.not_me,
}
LAST = ("erase", "not_me")  # after these the link leads nowhere


@public
@require_safe
def signature(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Where the signature stands and what its signer can do."""
    try:
        row = own_signature(ref, token)
    except DeadLink:
        return dead_link(request)
    page = signature_page(row, token=token, at=timezone.now())
    return render(request, "signatures/signature.html", {"page": page})


@public
def act(request: HttpRequest, ref: str, token: str, what: str) -> HttpResponse:
    """One plain question, and a button that a person must press."""
    try:
        row = own_signature(ref, token)
        return _act(request, row, token, what)
    except (DeadLink, NotYours):
        return dead_link(request)
    except NotNow:
        return to_signature(ref, token)


def _act(request: HttpRequest, row: Signature, token: str, what: str) -> HttpResponse:
    at = timezone.now()
    page = signature_page(row, token=token, at=at, act=what)
    if what not in page.acts:
        raise NotNow
    if request.method != "POST":
        return _ask(request, page)
    if said := missing(request, row):
        return _ask(request, replace(page, said=said))
    ACTS[what](ref=bytes(row.ref), token=bytes.fromhex(token), at=at)
    if what in LAST:
        return render(request, "signatures/gone.html", {"page": page})
    return to_signature(page.ref, token)


def missing(request: HttpRequest, row: Signature) -> str:
    """What is missing to believe that a person pressed the button: nothing, the press, or the right code."""
    if is_pressed_by_a_person(request) and "code" not in request.POST:
        return ""
    form = CodeForm(request.POST)
    if "code" not in request.POST:
        return "no_press"
    return "" if form.is_valid() and is_code_of(row, form.cleaned_data["code"]) else "code"


def _ask(request: HttpRequest, page: SignaturePage) -> HttpResponse:
    facts = {"page": page, "form": CodeForm()}
    return render(request, "signatures/question.html", facts, status=422 if page.said else 200)


def to_signature(ref: str, token: str) -> HttpResponse:
    """Back to the page of the signature."""
    return redirect("signatures:signature", ref=ref, token=token)


def dead_link(request: HttpRequest) -> HttpResponse:
    """The page of a link that leads nowhere, whatever the reason."""
    return render(request, "signatures/dead_link.html", {"page": None}, status=404)
