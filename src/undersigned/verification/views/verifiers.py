"""An operator appoints independent verifiers where a council takes no part."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.models import User
from undersigned.accounts.stepup import fresh
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import State
from undersigned.petitions.views.finding import by_of
from undersigned.ui.audience import operator
from undersigned.verification.actions.appoint import appoint as appoint_verifier
from undersigned.verification.actions.appoint import dismiss as dismiss_verifier
from undersigned.verification.forms.certificates import AppointForm
from undersigned.verification.models import Verifier
from undersigned.verification.queries.verifiers import verifiers_page, verifying_page


@operator
def verifiers(request: HttpRequest) -> HttpResponse:
    """Petitions whose councils take no part, and who verifies them."""
    page = verifiers_page(number=request.GET.get("page", "1"))
    return render(request, "verification/verifiers/index.html", {"page": page})


@operator
@fresh
def verifying(request: HttpRequest, pk: int) -> HttpResponse:
    """Who verifies a petition; appoint somebody."""
    rows = Petition.objects.filter(state__in=[State.OPEN, State.CLOSED])
    petition = get_object_or_404(rows.select_related("council"), pk=pk)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
        if user is None:
            form.add_error("email", _("Nobody has an account here with this address."))
        else:
            try:
                at, by = timezone.now(), by_of(request)
                appoint_verifier(petition=petition, user=user, at=at, by=by)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Appointed. The petition’s record says so."))
                return redirect("verification:verifying", pk=pk)
    shown = {"page": verifying_page(petition), "form": form}
    return render(request, "verification/verifiers/petition.html", shown)


@operator
@require_POST
@fresh
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment."""
    found = get_object_or_404(Verifier, pk=pk)
    dismiss_verifier(verifier=found, at=timezone.now(), by=by_of(request))
    messages.success(request, _("The appointment has ended."))
    return redirect("verification:verifying", pk=found.petition_id)
