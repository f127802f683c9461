"""Who a page is for. Every view says so with one of these; a contract test demands it of every address.

`@public` pages belong to the web process. All others belong to the office. `@anyone` is for what comes before
log-in, `@newcomer` for what comes between log-in and the first second factor. The rest ask for log-in, for a
second factor, and for one of the roles named; roles are predicates named in config/wiring.py.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.module_loading import import_string

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Anyone, without log-in; on the public site."""
    return _mark(view, "public")


def anyone(view: View) -> View:
    """Anyone, in the office: the pages of log-in itself, and invitations. They show nothing of anybody."""
    return _mark(view, "anyone")


def newcomer(view: View) -> View:
    """Anyone signed in, with or without a second factor: where a second factor is set up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return _mark(guarded, "newcomer")


def signed_in(view: View) -> View:
    """Anyone signed in to the office with a second factor, whatever their roles."""
    return _guard(view, "signed_in", ())


def organiser(view: View) -> View:
    """Somebody who acts for a group of a coalition."""
    return _guard(view, "organiser", ("organiser",))


def moderator(view: View) -> View:
    return _guard(view, "moderator", ("moderator",))


def operator(view: View) -> View:
    return _guard(view, "operator", ("operator",))


def clerk(view: View) -> View:
    """A clerk or deputy of a council."""
    return _guard(view, "clerk", ("clerk",))


def council_office(view: View) -> View:
    """A clerk, deputy, member of staff or member of a council."""
    return _guard(view, "council_office", ("clerk", "council_office"))


def reviewer(view: View) -> View:
    """Somebody who checks signatures for a council, and its clerk."""
    return _guard(view, "reviewer", ("reviewer",))


def roles_of(user: Any) -> frozenset[str]:
    """The roles a signed-in user has, by the predicates of the wiring."""
    wiring: dict[str, str] = _import(settings.ROLE_WIRING)
    return frozenset(role for role, dotted in wiring.items() if _import(dotted)(user))


def roles_here(request: HttpRequest) -> frozenset[str]:
    """The roles of whoever sent the request, asked for once."""
    if not hasattr(request, "roles"):
        request.roles = roles_of(request.user)  # type: ignore[attr-defined]
    return cast("frozenset[str]", cast("Any", request).roles)


def _guard(view: View, audience: str, roles: tuple[str, ...]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not _import(settings.SECOND_FACTOR_CHECK)(user):
            return redirect("mfa_index")
        if roles and not roles_here(request) & set(roles):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return _mark(guarded, audience)


def _mark(view: View, audience: str) -> View:
    cast("Any", view).audience = audience
    return view


@lru_cache
def _import(dotted: str) -> Any:
    return import_string(dotted)
