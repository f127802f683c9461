"""Whoever certifies drafts a certificate, seals and issues it, and may withdraw it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.stepup import fresh
from undersigned.petitions.forms import RefusableForm
from undersigned.petitions.rules import Refused
from undersigned.petitions.views.finding import press, user_of
from undersigned.ui.audience import reviewer
from undersigned.verification.actions.draft_certificate import draft_certificate
from undersigned.verification.actions.issue_certificate import issue_certificate
from undersigned.verification.actions.withdraw_certificate import withdraw_certificate
from undersigned.verification.certificates.paper import paper
from undersigned.verification.forms.certificates import RequiredForm, SealedForm, WithdrawForm
from undersigned.verification.models import Certificate, Check
from undersigned.verification.queries.certificates import certificates_page, draft_of
from undersigned.verification.states.certificates import CertificateState
from undersigned.verification.views.finding import check_to_steer


@reviewer
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """A check's certificates: what can be done now."""
    return _show(request, check_to_steer(request, pk))


@reviewer
@require_POST
@fresh
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a certificate from what the check came to."""
    found, form = check_to_steer(request, pk), RequiredForm(request.POST)
    required = form.cleaned_data["required"] if form.is_valid() else None
    try:
        draft_certificate(check=found, required=required, at=timezone.now(), user=user_of(request))
    except Refused as refusal:
        form.errors.clear()
        form.refuse(refusal)
        return _show(request, found, form)
    messages.success(request, _("Drafted. Read it, then seal it."))
    return _to(found)


@reviewer
def draft_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it is to be sealed."""
    row = _draft(check_to_steer(request, pk))
    return _file(row.canonical, "application/json", "certificate.json")


@reviewer
def draft_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a paper."""
    return _file(
        paper(_draft(check_to_steer(request, pk))), "application/pdf", "certificate-draft.pdf"
    )


@reviewer
@require_POST
@fresh
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue it with the sealed file, or, without one, under the site's seal."""
    found = check_to_steer(request, pk)
    row, form = _draft(found), None
    sealed = None
    if "site" not in request.POST:
        form = SealedForm(request.POST, request.FILES)
        if not form.is_valid():
            return _show(request, found, form)
        sealed = form.cleaned_data["sealed"]
    try:
        issue_certificate(certificate=row, sealed=sealed, at=timezone.now(), user=user_of(request))
    except Refused as refusal:
        tried = form or SealedForm({})
        tried.errors.clear()
        tried.refuse(refusal)
        return _show(request, found, tried)
    messages.success(request, _("Issued. It is public, and an entry of the public log."))
    return _to(found)


@reviewer
@require_POST
@fresh
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the one that stands, for a public reason."""
    found, form = check_to_steer(request, pk), WithdrawForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    row = Certificate.objects.filter(petition=found.petition_id, state=CertificateState.ISSUED)
    standing = get_object_or_404(row)

    def take_back() -> None:
        withdraw_certificate(
            certificate=standing,
            reason=form.reason_given(),
            words=form.cleaned_data["words"],
            at=timezone.now(),
            user=user_of(request),
        )

    press(request, take_back, _("Withdrawn. The petition’s page says so, and why."))
    return _to(found)


def _draft(check: Check) -> Certificate:
    if (row := draft_of(check)) is None:
        raise Http404
    return row


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _to(check: Check) -> HttpResponse:
    return redirect("verification:certificates", pk=check.pk)


def _show(request: HttpRequest, check: Check, tried: RefusableForm | None = None) -> HttpResponse:
    forms = {"required": RequiredForm(), "sealed": SealedForm(), "withdraw": WithdrawForm()}
    for name, form in forms.items():
        if tried is not None and type(tried) is type(form):
            forms[name] = tried
    shown = {"page": certificates_page(check, user_of(request)), "forms": forms, "form": tried}
    return render(request, "verification/certificates/office.html", shown)
