"""Find with permission: the council, if the user may do there what the page does."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.councils.rules import is_clerk_of, works_for


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    return cast("User", request.user)


def by_of(request: HttpRequest) -> str:
    """The actor, as the journal names users."""
    return f"user:{request.user.pk}"


def own_council(request: HttpRequest, slug: str) -> Council:
    """The council, if the user works for it; PermissionDenied otherwise."""
    council = get_object_or_404(Council, slug=slug)
    if not works_for(user_of(request), council):
        raise PermissionDenied
    return council


def clerks_council(request: HttpRequest, slug: str) -> Council:
    """The council, if the user is its clerk or deputy; PermissionDenied otherwise."""
    council = get_object_or_404(Council, slug=slug)
    if not is_clerk_of(user_of(request), council):
        raise PermissionDenied
    return council
