"""Who acts for a council: the clerk invites and removes; an operator does so for the clerk."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.actions import InvitationEnded
from undersigned.councils import actions
from undersigned.councils.forms import CouncilForm, InviteClerkForm, InviteForm
from undersigned.councils.models import Appointment, Council, Officer
from undersigned.councils.queries import councils_for_operators, people_page
from undersigned.councils.states import Role
from undersigned.councils.views.finding import by_of, clerks_council, user_of
from undersigned.ui.audience import clerk, operator


@clerk
def people(request: HttpRequest, slug: str) -> HttpResponse:
    council = clerks_council(request, slug)
    page = people_page(council, at=timezone.now())
    return render(request, "councils/people.html", {"page": page})


@clerk
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    council = clerks_council(request, slug)
    form = InviteForm(request.POST or None, initial={"language": get_language()}, council=council)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        _invite(request, council, **facts)
        return redirect("councils:people", slug=slug)
    return render(request, "councils/invite.html", {"page": council, "form": form})


@clerk
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = Appointment.objects.select_related("invitation")
    appointment = get_object_or_404(found, council=clerks_council(request, slug), pk=pk)
    try:
        actions.withdraw_invitation(appointment=appointment, at=timezone.now(), by=by_of(request))
        messages.success(request, _("The invitation is withdrawn."))
    except InvitationEnded:
        messages.error(request, _("This invitation was claimed or withdrawn before."))
    return redirect("councils:people", slug=slug)


@clerk
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Deputies and staff; a clerk is an operator's to remove."""
    officer = get_object_or_404(Officer, council=clerks_council(request, slug), pk=pk)
    if officer.role == Role.CLERK:
        raise PermissionDenied
    _remove(request, officer)
    return redirect("councils:people", slug=slug)


@operator
def every(request: HttpRequest) -> HttpResponse:
    """All councils and their clerks."""
    return render(request, "councils/every.html", {"page": councils_for_operators()})


@operator
def add(request: HttpRequest) -> HttpResponse:
    form = CouncilForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_council(**form.cleaned_data, at=timezone.now(), by=by_of(request))
        except actions.CouncilKnown:
            form.add_error("name", _("A council of this name and place is here already."))
        else:
            messages.success(request, _("The council is added."))
            return redirect("councils:every")
    return render(request, "councils/add.html", {"form": form})


@operator
def invite_clerk(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council, slug=slug)
    form = InviteClerkForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        _invite(request, council, role=Role.CLERK, **form.cleaned_data)
        return redirect("councils:every")
    return render(request, "councils/invite_clerk.html", {"page": council, "form": form})


@operator
@require_POST
def remove_clerk(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _remove(request, get_object_or_404(Officer, council__slug=slug, pk=pk))
    return redirect("councils:every")


def _invite(request: HttpRequest, council: Council, **facts: object) -> None:
    actions.invite(
        council=council,
        inviter=user_of(request).name,
        at=timezone.now(),
        by=by_of(request),
        **facts,  # type: ignore[arg-type]
    )
    messages.success(request, _("The invitation is on its way."))


def _remove(request: HttpRequest, officer: Officer) -> None:
    actions.remove_officer(officer=officer, at=timezone.now(), by=by_of(request))
    messages.success(request, _("They no longer act for the council."))
