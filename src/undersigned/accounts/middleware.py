from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

SIGNED_IN_AT = "signed_in_at"  # seconds since 1970, set at log-in (adapter.py)
SEEN_AT = "seen_at"
EVERY = 60  # seconds; the row of a session is written once a minute at most


class IdleTimeout:
    """A session ends after settings.SESSION_IDLE_SECONDS without a request, and SESSION_COOKIE_AGE after log-in.

    `seen_at` is up to a minute older than the last request, so a session may end a minute early, never late.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = timezone.now().timestamp()
        session = request.session
        began, seen = session.setdefault(SIGNED_IN_AT, now), session.get(SEEN_AT, now)
        idle = now - seen > settings.SESSION_IDLE_SECONDS
        if idle or now - began > settings.SESSION_COOKIE_AGE:
            return _sign_out(request, idle=idle)
        if SEEN_AT not in session or now - seen > EVERY:
            session[SEEN_AT] = now
        return self.get_response(request)


def _sign_out(request: HttpRequest, *, idle: bool) -> HttpResponseBase:
    logout(request)
    messages.info(
        request,
        _("You were signed out after 30 minutes without a click.")
        if idle
        else _("You were signed out after eight hours."),
    )
    return redirect_to_login(request.get_full_path())
