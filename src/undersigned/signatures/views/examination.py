"""What moderators do with an examination: patterns, holds, and the decision of two."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.models import User
from undersigned.accounts.stepup import fresh
from undersigned.petitions.forms import RefusableForm
from undersigned.petitions.rules import Refused, may_decide
from undersigned.petitions.views.finding import NEVER, user_of
from undersigned.signatures import actions
from undersigned.signatures.actions.open_one import Opened
from undersigned.signatures.moderation.forms import LikeForm, LookForm, RefuseForm, VoidForm
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.pages import ExaminationPage, examination_page
from undersigned.signatures.moderation.states import WORKING, State
from undersigned.signatures.views.moderation import OwnCoalition
from undersigned.ui.audience import moderator

Forms = Mapping[str, RefusableForm]
Act = Callable[[Examination, User, dict[str, Any]], object]


@moderator
def examination(request: HttpRequest, pk: int) -> HttpResponse:
    """One examination, and what can be done with it now."""
    return _page(request, _find(pk))


@moderator
def progress(_request: HttpRequest, pk: int) -> HttpResponse:
    """How far the worker is, for the page's script."""
    found = get_object_or_404(Examination, pk=pk)
    facts = {"state": found.state, "moved": found.moved, "works": found.state in WORKING}
    return JsonResponse(facts)


@moderator
@require_POST
@fresh
def patterns(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the worker look for what the found signatures have in common."""

    def act(seen: Examination, user: User, facts: dict[str, Any]) -> None:
        actions.look_closer(examination=seen, at=timezone.now(), user=user, **facts)

    return _decide(request, pk, LookForm(request.POST), act)


@moderator
@require_POST
def narrow(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with those that are alike, as an examination of their own."""
    found = _find(pk)
    page = examination_page(found, user=user_of(request))
    if page.patterns is None:
        return redirect("signatures:moderation_examination", pk=pk)
    form = LikeForm(request.POST, patterns=page.patterns)

    def act(seen: Examination, user: User, facts: dict[str, Any]) -> Examination:
        return actions.narrow(
            examination=seen,
            likeness=form.likeness(),
            domain=facts["domain"],
            at=timezone.now(),
            user=user,
        )

    return _decide(request, pk, form, act)


@moderator
@require_POST
@fresh
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the one signature of an examination holds; once, as the answer to this press."""
    found, form = _find(pk), LookForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        _may(request, found)
        facts = {"reason": form.cleaned_data["reason"], "user": user_of(request)}
        opened = actions.open_one(examination=found, at=timezone.now(), **facts)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, found, form)
    return _page(request, found, opened=opened)


@moderator
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    return _press(request, pk, actions.hold)


@moderator
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    return _press(request, pk, actions.release)


@moderator
@require_POST
@fresh
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second moderator to declare the found signatures void."""

    def act(seen: Examination, user: User, facts: dict[str, Any]) -> None:
        actions.ask_to_void(examination=seen, at=timezone.now(), user=user, **facts)

    done = _("Asked. Another moderator must decide; nothing is void before.")
    return _decide(request, pk, VoidForm(request.POST), act, done)


@moderator
@require_POST
@fresh
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second moderator to put them back."""
    done = _("Asked. Another moderator must decide; nothing is put back before.")
    return _press(request, pk, actions.ask_to_undo, done)


@moderator
@require_POST
@fresh
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what another moderator asked for."""
    return _press(request, pk, actions.approve, _("Approved. It begins within seconds."))


@moderator
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not approve it, and say why."""

    def act(seen: Examination, user: User, facts: dict[str, Any]) -> None:
        actions.refuse(examination=seen, at=timezone.now(), user=user, **facts)

    done = _("Not approved. The signatures stay as they are.")
    return _decide(request, pk, RefuseForm(request.POST), act, done)


@moderator
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up, or stop the worker."""
    return _press(request, pk, actions.cancel, _("Stopped. Nothing more happens by it."))


def _find(pk: int) -> Examination:
    rows = Examination.objects.select_related(
        "petition__council",
        "within",
        *("began_by", "asked_by", "approved_by", "undo_asked_by", "undo_approved_by"),
    )
    return get_object_or_404(rows, pk=pk)


def _may(request: HttpRequest, found: Examination) -> None:
    if not may_decide(user_of(request), found.petition):
        raise OwnCoalition


def _as_seen(request: HttpRequest, found: Examination) -> Examination:
    """The examination as the page showed it on which the button was pressed: whoever moved it on since wins."""
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    found.changed_at = seen if seen and timezone.is_aware(seen) else NEVER
    return found


def _decide(
    request: HttpRequest, pk: int, form: RefusableForm, act: Act, done: str = ""
) -> HttpResponse:
    """Do what the form says, or show the page again with what was typed and what is wrong."""
    found = _find(pk)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        _may(request, found)
        made = act(_as_seen(request, found), user_of(request), form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, _find(pk), form)
    if done:
        messages.success(request, done)
    return redirect(
        "signatures:moderation_examination", pk=made.pk if isinstance(made, Examination) else pk
    )


def _press(
    request: HttpRequest, pk: int, action: Callable[..., object], done: str = ""
) -> HttpResponse:
    """Do what a button says; a message tells that it is done, or why not."""
    found = _find(pk)
    try:
        _may(request, found)
        seen = _as_seen(request, found)
        action(examination=seen, at=timezone.now(), user=user_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect("signatures:moderation_examination", pk=pk)


def _page(
    request: HttpRequest,
    found: Examination,
    tried: RefusableForm | None = None,
    opened: Opened | None = None,
) -> HttpResponse:
    page = examination_page(found, user=user_of(request))
    shown = {"page": page, "forms": _forms(page, tried), "form": tried, "opened": opened}
    return render(request, "signatures/moderation/examination.html", shown)


def _forms(page: ExaminationPage, tried: RefusableForm | None) -> Forms:
    """The forms of what can be done now, by name; the one that was tried as it was filled in."""
    forms: dict[str, RefusableForm] = {}
    if page.examination.state == State.COUNTED:
        forms = {"look": LookForm(), "void": VoidForm()}
        if page.patterns:
            forms["like"] = LikeForm(patterns=page.patterns)
    if page.waits:
        forms = {"refuse": RefuseForm()}
    return {name: tried if type(tried) is type(form) else form for name, form in forms.items()}
