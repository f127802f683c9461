"""Find with permission: the petition or group, if the user may do there what the page does; else 404.

404 and not 403, so that nobody learns from the office that a draft exists.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from undersigned.accounts.models import User
from undersigned.petitions.models import Group, Petition
from undersigned.petitions.rules import Refused, acts_for, is_in_coalition, may_edit
from undersigned.petitions.states import State

NEVER = datetime.min.replace(tzinfo=UTC)


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    return cast("User", request.user)


def by_of(request: HttpRequest) -> str:
    """The actor, as the journal names users."""
    return f"user:{request.user.pk}"


def petition_to_edit(user: User, pk: int) -> Petition:
    """The petition, if the user acts for the group that leads it."""
    petition = _find(pk)
    if not may_edit(user, petition):
        raise Http404
    return petition


def petition_of_coalition(user: User, pk: int) -> Petition:
    """The petition, if the user acts for a group of its coalition."""
    petition = _find(pk)
    if not is_in_coalition(user, petition):
        raise Http404
    return petition


def petition_to_review(pk: int) -> Petition:
    """The petition, if it is a moderator's to see: drafts are their coalition's alone."""
    petition = _find(pk)
    if petition.state == State.DRAFT:
        raise Http404
    return petition


def group_of(user: User, slug: str) -> Group:
    """The group, if the user acts for it."""
    group = get_object_or_404(Group, slug=slug)
    if not acts_for(user, group):
        raise Http404
    return group


def as_seen(request: HttpRequest, petition: Petition) -> Petition:
    """The petition as the page showed it on which the button was pressed.

    Whoever changed it since then wins: the action finds another `changed_at` and refuses.
    """
    try:
        petition.changed_at = datetime.fromisoformat(request.POST["seen"])
    except (KeyError, ValueError):
        petition.changed_at = NEVER
    if timezone.is_naive(petition.changed_at):
        petition.changed_at = NEVER
    return petition


def press(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do what a button says; a message tells that it is done, or why not. Whether it was done."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def _find(pk: int) -> Petition:
    return get_object_or_404(Petition.objects.select_related("council", "lead"), pk=pk)
