"""Reviewers take line after line, see signer and candidates side by side, and decide with one key or press."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.journal.keys import KeyMissing
from undersigned.petitions.rules import Refused
from undersigned.petitions.views.finding import user_of
from undersigned.ui.audience import reviewer
from undersigned.verification.actions import decide as deciding
from undersigned.verification.actions.claim import claim, claim_line
from undersigned.verification.actions.claim import release as put_back
from undersigned.verification.actions.open_line import open_line
from undersigned.verification.actions.search_roll import add_candidate, search_roll
from undersigned.verification.forms.checks import SearchForm
from undersigned.verification.models import Check, Decision, Line
from undersigned.verification.queries.cards import candidate_cards, found_rows, signer_card
from undersigned.verification.queries.review import LinePage, line_page
from undersigned.verification.rolls.snapshot import RollGone
from undersigned.verification.rolls.trouble import Trouble
from undersigned.verification.states.checks import Outcome
from undersigned.verification.views.finding import check_to_review, line_to_review

GONE = (RollGone, Trouble, KeyMissing)  # the roll was destroyed or is damaged


@reviewer
@require_POST
def next_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the next line."""
    return _next(request, check_to_review(request, pk), after=_number(request, "after"))


@reviewer
def line(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One line: open if it is the reader's now, else only where it stands."""
    return _page(request, line_to_review(request, pk, number))


@reviewer
@require_POST
def take(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take this very line."""
    found = line_to_review(request, pk, number)
    try:
        claim_line(line=found, at=timezone.now(), user=user_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _to(found)


@reviewer
@require_POST
def release(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Leave this line to somebody else, and take the next."""
    found = line_to_review(request, pk, number)
    put_back(line=found, at=timezone.now(), user=user_of(request))
    return _next(request, found.of, after=number)


@reviewer
@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Decide on the line, and take the next."""
    found = line_to_review(request, pk, number)
    outcome = next((value for value in Outcome.values if value in request.POST), None)
    if outcome is None:
        raise Http404
    found.round = _number(request, "round")
    facts = {"rank": _number(request, "rank"), "other": _number(request, "other")}
    try:
        deciding.decide(
            line=found, outcome=outcome, at=timezone.now(), user=user_of(request), **facts
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _to(found)
    return _next(request, found.of, after=number)


@reviewer
@require_POST
def search(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Search the roll for the signer; what is looked for stands in no address."""
    found, form = line_to_review(request, pk, number), SearchForm(request.POST)
    if not (form.is_valid() and _is_mine(request, found)):
        return _page(request, found, form=form)
    facts = {"words": form.cleaned_data["words"], "at": timezone.now(), "user": user_of(request)}
    try:
        rows = search_roll(line=found, **facts)
    except (Refused, *GONE) as refusal:
        _tell(request, refusal)
        return _page(request, found, form=form)
    return _page(request, found, form=form, results=found_rows(rows))


@reviewer
@require_POST
def choose(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put a row that was found among the candidates."""
    found = line_to_review(request, pk, number)
    at, user = timezone.now(), user_of(request)
    try:
        add_candidate(line=found, voter=request.POST.get("voter", ""), at=at, user=user)
    except (Refused, *GONE) as refusal:
        _tell(request, refusal)
    return _to(found)


@reviewer
@require_POST
def look(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a settled line again, as the answer to this press alone."""
    found = line_to_review(request, pk, number)
    return _page(request, found, opened=True)


@reviewer
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one of one's own decisions; its line is open again."""
    found, user = check_to_review(request, pk), user_of(request)
    key = _number(request, "decision")
    rows = Decision.objects.select_related("line__of__petition__council")
    decision = get_object_or_404(rows, pk=key, line__of=found, reviewer=user)
    try:
        deciding.undo(decision=decision, at=timezone.now(), user=user)
        messages.success(request, _("Undone. What you had decided stays to be seen."))
        claim_line(line=decision.line, at=timezone.now(), user=user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _to(decision.line)


def _next(request: HttpRequest, found: Check, *, after: int) -> HttpResponse:
    try:
        taken = claim(check=found, after=after, at=timezone.now(), user=user_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        taken = None
    if taken:
        return redirect("verification:line", pk=found.pk, number=taken.number)
    return redirect("verification:check", pk=found.pk)


def _page(
    request: HttpRequest,
    found: Line,
    *,
    form: SearchForm | None = None,
    opened: bool = False,
    **more: Any,
) -> HttpResponse:
    at, user = timezone.now(), user_of(request)
    page = line_page(found, user=user, at=at, **more)
    if page.mine or (opened and page.settled):
        page = _with_persons(request, page, **more)
    shown = {"page": page, "form": form or SearchForm(), "tried": form}
    return render(request, "verification/review/line.html", shown)


def _with_persons(request: HttpRequest, page: LinePage, **more: Any) -> LinePage:
    """The same page with what is sealed, opened in the reader's name."""
    at, user = timezone.now(), user_of(request)
    try:
        opened = open_line(line=page.line, at=at, user=user)
    except (Refused, KeyMissing) as refusal:
        _tell(request, refusal)
        return page
    persons = {"signer": signer_card(opened), "candidates": candidate_cards(page.line, opened)}
    return line_page(page.line, user=user, at=at, **persons, **more)


def _tell(request: HttpRequest, why: Exception) -> None:
    """Say why not; of a roll that does not open only that."""
    words = str(why) if isinstance(why, Refused) else _("The roll cannot be opened any more.")
    messages.error(request, words)


def _is_mine(request: HttpRequest, found: Line) -> bool:
    return line_page(found, user=user_of(request), at=timezone.now()).mine


def _to(found: Line) -> HttpResponse:
    return redirect("verification:line", pk=found.of_id, number=found.number)


def _number(request: HttpRequest, name: str) -> int:
    """A number that a form holds; 0 where it holds none."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0  # noqa: PLR2004
