"""A moderator reads what waits, approves or returns it; takes down and restores what is public."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.petitions import actions
from undersigned.petitions.forms import (
    ApproveForm,
    RefusableForm,
    ReturnForm,
    TakeDownForm,
    WarnForm,
)
from undersigned.petitions.models import Petition
from undersigned.petitions.pages import ReviewPage, queue_page, review_page
from undersigned.petitions.rules import Refused, may_decide
from undersigned.petitions.states import State
from undersigned.petitions.views.finding import (
    as_seen,
    by_of,
    petition_to_review,
    press,
    user_of,
)
from undersigned.ui.audience import moderator

Act = Callable[[Petition, dict[str, Any]], None]


@moderator
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, longest first."""
    page = queue_page(at=timezone.now())
    return render(request, "petitions/queue.html", {"page": page})


@moderator
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything there is to decide on about one petition."""
    return _review(request, petition_to_review(pk))


@moderator
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the text whose hash stood on the page."""
    at, by = timezone.now(), by_of(request)

    def act(petition: Petition, facts: dict[str, Any]) -> None:
        actions.approve(petition=petition, at=at, by=by, **facts)

    form = ApproveForm(request.POST)
    return _decide(request, pk, form, act, _("Approved. The organisers can open it now."))


@moderator
@require_POST
def return_to_draft(request: HttpRequest, pk: int) -> HttpResponse:
    at, by = timezone.now(), by_of(request)

    def act(petition: Petition, facts: dict[str, Any]) -> None:
        actions.return_to_draft(petition=petition, at=at, by=by, **facts)

    form = ReturnForm(request.POST)
    return _decide(request, pk, form, act, _("Returned. The organisers get your words by letter."))


@moderator
@require_POST
def warn(request: HttpRequest, pk: int) -> HttpResponse:
    at, by = timezone.now(), by_of(request)

    def act(petition: Petition, facts: dict[str, Any]) -> None:
        actions.warn_of_takedown(petition=petition, at=at, by=by, **facts)

    return _decide(request, pk, WarnForm(request.POST), act, _("The organisers are warned."))


@moderator
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    at, by = timezone.now(), by_of(request)

    def act(petition: Petition, facts: dict[str, Any]) -> None:
        actions.take_down(petition=petition, at=at, by=by, **facts)

    done = _("Taken down. Its address shows the reason and the date.")
    return _decide(request, pk, TakeDownForm(request.POST), act, done)


@moderator
@require_POST
def withdraw_warning(request: HttpRequest, pk: int) -> HttpResponse:
    at, by = timezone.now(), by_of(request)

    def act(petition: Petition) -> None:
        actions.withdraw_warning(petition=petition, at=at, by=by)

    return _press(request, pk, act, _("The petition stays. The organisers are told."))


@moderator
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    at, by = timezone.now(), by_of(request)

    def act(petition: Petition) -> None:
        actions.restore(petition=petition, at=at, by=by)

    return _press(request, pk, act, _("The petition is public again."))


def _decide(
    request: HttpRequest, pk: int, form: RefusableForm, act: Act, done: str
) -> HttpResponse:
    """Decide as the form says, or show the page again with what was typed and what is wrong."""
    petition = petition_to_review(pk)
    if not _may(request, petition):
        return redirect("petitions:review", pk=pk)
    if form.is_valid():
        try:
            act(as_seen(request, petition), form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("petitions:queue")
    return _review(request, petition_to_review(pk), form)


def _press(
    request: HttpRequest, pk: int, act: Callable[[Petition], None], done: str
) -> HttpResponse:
    petition = petition_to_review(pk)
    if _may(request, petition):
        seen = as_seen(request, petition)
        press(request, lambda: act(seen), done)
    return redirect("petitions:review", pk=pk)


def _may(request: HttpRequest, petition: Petition) -> bool:
    if may_decide(user_of(request), petition):
        return True
    messages.error(
        request, _("You act for a group of this coalition. Another moderator must decide.")
    )
    return False


def _review(
    request: HttpRequest, petition: Petition, tried: RefusableForm | None = None
) -> HttpResponse:
    page = review_page(petition, user=user_of(request), at=timezone.now())
    found = {"page": page, "forms": _forms(page, tried), "form": tried}
    return render(request, "petitions/review.html", found)


def _forms(page: ReviewPage, tried: RefusableForm | None) -> dict[str, RefusableForm]:
    """The forms of what can be decided now, by name; the one that was tried as it was filled in."""
    state = page.petition.state
    offered: list[tuple[str, type[RefusableForm]]] = []
    if state == State.SUBMITTED:
        offered.append(("approve", ApproveForm))
    if state in {State.SUBMITTED, State.APPROVED}:
        offered.append(("return", ReturnForm))
    if page.is_public:
        warned = page.petition.takedown_warned_at is not None
        offered.append(("take_down", TakeDownForm) if warned else ("warn", WarnForm))
    forms = {name: tried if tried and type(tried) is kind else kind() for name, kind in offered}
    approve = forms.get("approve")
    if isinstance(approve, ApproveForm):
        approve.show(text_sha256=page.text_sha256, awaited=page.awaited)
    return forms
