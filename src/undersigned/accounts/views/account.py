from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts import actions
from undersigned.accounts.models import User
from undersigned.accounts.queries import account_page
from undersigned.ui.audience import signed_in


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    page = account_page(cast("User", request.user))
    return render(request, "accounts/account.html", {"page": page})


@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    actions.end_sessions(user=user, at=timezone.now(), by=f"user:{user.pk}")
    user.refresh_from_db(fields=["session_epoch"])
    update_session_auth_hash(request, user)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:account")
