"""Keys of those who certify, the tool that makes them, and the list of signers, encrypted to them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.stepup import fresh
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.petitions.views.finding import user_of
from undersigned.ui.audience import reviewer
from undersigned.verification.actions.hand_over import hand_over as encrypt_list
from undersigned.verification.actions.seal_keys import add_key, retire_key
from undersigned.verification.forms.certificates import HandOverForm, KeyForm
from undersigned.verification.models import SealKey
from undersigned.verification.queries.handover import hand_over_page
from undersigned.verification.rules.people import may_check
from undersigned.verification.seal import archive


@reviewer
@fresh
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice's terms, and the list as an encrypted file."""
    petition = _petition(request, pk)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        try:
            user = user_of(request)
            file = encrypt_list(petition=petition, kind=kind, at=timezone.now(), user=user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _file(file, f"signers-{petition.slug}.{kind}.age")
    shown = {"page": hand_over_page(petition, user_of(request)), "form": form}
    return render(request, "verification/handover/hand_over.html", shown)


@reviewer
@fresh
def key(request: HttpRequest, pk: int) -> HttpResponse:
    """One's key for the council of a petition: made on one's own machine, named here."""
    petition = _petition(request, pk)
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name].strip() for name in ("vkey", "recipient")}
        try:
            at, user = timezone.now(), user_of(request)
            add_key(council=petition.council, **facts, at=at, user=user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your key stands on the public record now."))
            return redirect("verification:key", pk=pk)
    shown = {"page": hand_over_page(petition, user_of(request)), "form": form}
    return render(request, "verification/keys/key.html", shown)


@reviewer
@require_POST
@fresh
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire one's key."""
    petition = _petition(request, pk)
    rows = SealKey.objects.filter(
        user=user_of(request), council=petition.council, retired_at__isnull=True
    )
    if found := rows.first():
        retire_key(key=found, at=timezone.now(), user=user_of(request))
        messages.success(request, _("Retired. What it sealed still stands."))
    return redirect("verification:key", pk=pk)


@reviewer
def tool(_request: HttpRequest) -> HttpResponse:
    """The clerk's tool, one file for Python 3.11 or newer."""
    return _file(archive.build(), archive.NAME)


def _petition(request: HttpRequest, pk: int) -> Petition:
    rows = Petition.objects.select_related("council", "notice")
    petition = get_object_or_404(rows, pk=pk)
    if not may_check(user_of(request), petition):
        raise Http404
    return petition


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
