"""The page where a signer waits for the letter: types its code, asks for it again, corrects the address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from undersigned.signatures import actions
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.actions.letters import NotPending, TooManyAsks
from undersigned.signatures.forms import AddressForm, CodeForm
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import WaitingPage, by_ref
from undersigned.signatures.writer import WRITER
from undersigned.ui.audience import public


@public
def waiting(request: HttpRequest, ref: str) -> HttpResponse:
    """What the signature waits for, or what became of it; the code is typed here."""
    signature = _find(ref)
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return _page(request, signature, form)
    if not form.is_valid():
        return _page(request, signature, form, status=422)
    press = Press(ref=bytes(signature.ref), code=form.cleaned_data["code"])
    outcome = WRITER.write(actions.confirm, press)
    if not outcome.refused:
        return redirect("signatures:waiting", ref=ref)
    return _page(
        request, signature, form, said=outcome.refused, tries_left=outcome.tries_left, status=422
    )


@public
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for the letter again."""
    signature = _find(ref)
    if request.method != "POST":
        return redirect("signatures:waiting", ref=ref)
    try:
        actions.ask_again(ref=bytes(signature.ref), at=timezone.now())
    except TooManyAsks:
        return _page(request, signature, CodeForm(), said="too_many_asks", status=429)
    except NotPending:
        return redirect("signatures:waiting", ref=ref)
    return _page(request, signature, CodeForm(), said="asked")


@public
def address(request: HttpRequest, ref: str) -> HttpResponse:
    """Correct a mistyped address; the letter then goes there, and the old one's link stops working."""
    signature = _find(ref)
    form = AddressForm(request.POST or None)
    if request.method != "POST":
        return redirect("signatures:waiting", ref=ref)
    if not form.is_valid():
        return _page(request, signature, CodeForm(), address=form, status=422)
    try:
        actions.move_address(
            ref=bytes(signature.ref), address=form.cleaned_data["email"], at=timezone.now()
        )
    except TooManyAsks:
        return _page(request, signature, CodeForm(), said="too_many_asks", status=429)
    except NotPending:
        return redirect("signatures:waiting", ref=ref)
    return _page(request, signature, CodeForm(), said="moved")


def _find(ref: str) -> Signature:
    signature = by_ref(ref).first()
    if signature is None:
        raise Http404
    return signature


def _page(
    request: HttpRequest,
    signature: Signature,
    form: CodeForm,
    *,
    address: AddressForm | None = None,
    said: str = "",
    tries_left: int = 0,
    status: int = 200,
) -> HttpResponse:
    page = WaitingPage.of(signature, said=said, tries_left=tries_left)
    forms = {"form": form, "address_form": address or AddressForm()}
    return render(request, "signatures/waiting.html", {"page": page, **forms}, status=status)
