"""A clerk begins a check, sees how far it is, and ends it; reviewers see its lines by number."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.stepup import fresh
from undersigned.petitions.forms import RefusableForm
from undersigned.petitions.rules import Refused
from undersigned.petitions.views.finding import NEVER, user_of
from undersigned.ui.audience import reviewer
from undersigned.verification.actions import steer
from undersigned.verification.actions.cure import offer_cure
from undersigned.verification.actions.open_check import open_check
from undersigned.verification.actions.open_check import recheck as check_again
from undersigned.verification.forms.checks import OfferForm, OpenForm, RecheckForm
from undersigned.verification.models import Check
from undersigned.verification.queries.checks import (
    CheckPage,
    check_page,
    checks_page,
    decisions_page,
    lines_page,
)
from undersigned.verification.queries.duplicates import duplicates_page
from undersigned.verification.states.checks import WORKING
from undersigned.verification.views.finding import check_to_review, check_to_steer


@reviewer
def index(request: HttpRequest) -> HttpResponse:
    """The checks of one's councils."""
    return render(
        request, "verification/checks/index.html", {"page": checks_page(user_of(request))}
    )


@reviewer
@fresh
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a check: which petition, against which roll."""
    user = user_of(request)
    form = OpenForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("petition", "roll")}
        facts |= {"every_line": form.every_line, "at": timezone.now(), "user": user}
        try:
            begun = open_check(**facts)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _to(begun)
    page = checks_page(user)
    return render(request, "verification/checks/begin.html", {"page": page, "form": form})


@reviewer
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One check, and what can be done with it now."""
    return _page(request, check_to_review(request, pk))


@reviewer
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the worker is, for the page's script."""
    found = check_to_review(request, pk)
    facts = {"state": found.state, "moved": found.moved, "works": found.state in WORKING}
    return JsonResponse(facts)


@reviewer
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines by number; `only` in the address is an outcome, a state or a band."""
    found = check_to_review(request, pk)
    only, number = request.GET.get("only", ""), request.GET.get("page", "1")
    page = lines_page(found, only=only, number=number)
    return render(request, "verification/checks/lines.html", {"page": page})


@reviewer
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    """Which lines are of one voter, and which of them counts."""
    page = duplicates_page(check_to_review(request, pk))
    return render(request, "verification/checks/duplicates.html", {"page": page})


@reviewer
def decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own decisions, each of which can be undone."""
    found, number = check_to_review(request, pk), request.GET.get("page", "1")
    page = decisions_page(found, user=user_of(request), number=number)
    return render(request, "verification/checks/decisions.html", {"page": page})


@reviewer
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up, or stop the worker."""
    return _press(request, pk, steer.cancel, _("Cancelled. Nothing follows from it."))


@reviewer
@require_POST
@fresh
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish it; its figures become public."""
    return _press(request, pk, steer.close, _("Finished. Its figures are on the public record."))


@reviewer
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it up again."""
    return _press(request, pk, steer.reopen, _("Reviewers can go on."))


@reviewer
@require_POST
@fresh
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the same list again on a newer roll."""
    found = check_to_steer(request, pk)
    page = check_page(found, user=user_of(request), at=timezone.now())
    form = RecheckForm(request.POST, rolls=page.newer_rolls)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        at, user = timezone.now(), user_of(request)
        begun = check_again(check=found, roll=form.cleaned_data["roll"], at=at, user=user)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, found, form)
    return _to(begun)


@reviewer
@require_POST
@fresh
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Have signers written to who can put right why their line does not count."""
    found, form = check_to_steer(request, pk), OfferForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        facts = {"until": form.cleaned_data["until"], "at": timezone.now()}
        offer_cure(check=found, user=user_of(request), **facts)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, found, form)
    messages.success(request, _("The letters go out within minutes."))
    return _to(found)


def _press(request: HttpRequest, pk: int, action: Callable[..., None], done: str) -> HttpResponse:
    """Do what a button says, to the check as the page showed it; a message tells that it is done, or why not."""
    found = check_to_steer(request, pk)
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    found.changed_at = seen if seen and timezone.is_aware(seen) else NEVER
    try:
        action(check=found, at=timezone.now(), user=user_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _to(found)


def _to(found: Check) -> HttpResponse:
    return redirect("verification:check", pk=found.pk)


def _page(request: HttpRequest, found: Check, tried: RefusableForm | None = None) -> HttpResponse:
    page = check_page(found, user=user_of(request), at=timezone.now())
    shown = {"page": page, "forms": _forms(page, tried), "form": tried}
    return render(request, "verification/checks/check.html", shown)


def _forms(page: CheckPage, tried: RefusableForm | None) -> dict[str, RefusableForm]:
    """The forms of what can be done now, by name; the one that was tried as it was filled in."""
    forms: dict[str, RefusableForm] = {}
    if page.can_recheck:
        forms["recheck"] = RecheckForm(rolls=page.newer_rolls)
    if page.may_check and page.reviewed:
        forms["offer"] = OfferForm()
    return {name: tried if type(tried) is type(form) else form for name, form in forms.items()}
