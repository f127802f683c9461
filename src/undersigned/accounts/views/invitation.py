"""Claiming an invitation: a page shows it, a person's press claims it."""

from typing import cast

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from undersigned.accounts import actions
from undersigned.accounts.forms import Newcomer
from undersigned.accounts.models import User
from undersigned.accounts.queries import InvitationPage, find_invitation
from undersigned.ui.audience import anyone


@anyone
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    if request.method == "POST" and request.user.is_authenticated:
        return _claim_with_own_account(request, token)
    page = find_invitation(token, at=timezone.now())
    if page is None:
        return _ended(request)
    form = Newcomer(request.POST or None)
    if request.method == "POST" and not page.has_account and form.is_valid():
        return _claim_as_new(request, page, form)
    return render(request, "accounts/invitation.html", {"page": page, "form": form})


def _claim_with_own_account(request: HttpRequest, token: str) -> HttpResponse:
    try:
        actions.claim(token=token, user=cast("User", request.user), at=timezone.now())
    except actions.InvitationEnded:
        return _ended(request)
    messages.success(request, _("You have accepted the invitation."))
    return redirect(settings.LOGIN_REDIRECT_URL)


def _claim_as_new(request: HttpRequest, page: InvitationPage, form: Newcomer) -> HttpResponseBase:
    language = get_language() or "en"
    try:
        user = actions.claim_as_new(
            token=page.token, language=language, at=timezone.now(), **form.cleaned_data
        )
    except actions.InvitationEnded:
        return _ended(request)
    except actions.AddressTaken:
        return redirect(request.path)
    response: HttpResponseBase = perform_login(request, user)
    return response


def _ended(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_ended.html", status=404)
