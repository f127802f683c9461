"""Operators look after the people of the site: who they are, their roles, their sessions."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts import actions
from undersigned.accounts.forms import InvitePerson
from undersigned.accounts.models import Invitation, User
from undersigned.accounts.queries import people_page
from undersigned.accounts.states import Role
from undersigned.ui.audience import operator


@operator
def people(request: HttpRequest) -> HttpResponse:
    page = people_page(at=timezone.now())
    return render(request, "accounts/people.html", {"page": page})


@operator
def invite(request: HttpRequest) -> HttpResponse:
    form = InvitePerson(request.POST or None, initial={"language": translation.get_language()})
    if request.method == "POST" and form.is_valid():
        _invite(cast("User", request.user), **form.cleaned_data)
        messages.success(request, _("The invitation is on its way."))
        return redirect("accounts:people")
    return render(request, "accounts/invite.html", {"form": form})


@operator
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation, pk=pk)
    try:
        actions.withdraw_invitation(invitation=found, at=timezone.now(), by=_by(request))
        messages.success(request, _("The invitation is withdrawn."))
    except actions.InvitationEnded:
        messages.error(request, _("This invitation was claimed or withdrawn before."))
    return redirect("accounts:people")


@operator
@require_POST
def revoke(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    try:
        actions.revoke_role(user=user, role=role, at=timezone.now(), by=_by(request))
        messages.success(request, _("The role is taken back."))
    except actions.LastOperator:
        messages.error(request, _("This is the last operator. Invite another one first."))
    return redirect("accounts:people")


@operator
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    actions.end_sessions(user=user, at=timezone.now(), by=_by(request))
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": user.name})
    return redirect("accounts:people")


def _invite(inviter: User, *, email: str, role: str, language: str) -> None:
    with translation.override(language):
        offer = str(Role(role).label)
    actions.invite(
        email=email,
        offer=offer,
        role=role,
        language=language,
        inviter=inviter.name,
        at=timezone.now(),
        by=f"user:{inviter.pk}",
    )


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"
