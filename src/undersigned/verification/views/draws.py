"""A clerk announces a draw, enters the dice, and lets the sample grow; the page says what it costs first."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.stepup import fresh
from undersigned.petitions.rules import Refused
from undersigned.petitions.views.finding import press, user_of
from undersigned.ui.audience import reviewer
from undersigned.verification.actions.announce_draw import Plan, announce_draw
from undersigned.verification.actions.cancel_draw import cancel_draw
from undersigned.verification.actions.grow import grow as draw_more
from undersigned.verification.actions.throw import throw as throw_dice
from undersigned.verification.drawing import WHOLE
from undersigned.verification.forms.draws import AnnounceForm, CostForm, ThrowForm
from undersigned.verification.models import Check, Draw
from undersigned.verification.queries.costs import INVALID, samples_of
from undersigned.verification.queries.draws import DrawPage, draw_of, draw_page
from undersigned.verification.views.finding import check_to_steer


@reviewer
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draw would cost; or how far it is, and what it came to."""
    found = check_to_steer(request, pk)
    asked = CostForm(request.GET or None)
    page = _draw_page(found, asked)
    announcing = {"announce": AnnounceForm(costs=page.costs)} if page.costs else {}
    return _show(request, page, {"cost": asked, "throw": ThrowForm(), **announcing})


@reviewer
@require_POST
@fresh
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what will be drawn, when and where."""
    found, asked = check_to_steer(request, pk), CostForm(request.GET)
    page = _draw_page(found, asked)
    if not page.costs:
        return _to(found)
    form = AnnounceForm(request.POST, costs=page.costs)
    if form.is_valid():
        try:
            plan = _plan(page, form, **asked.cleaned_data)
            announce_draw(check=found, plan=plan, at=timezone.now(), user=user_of(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Announced. It goes into the public log now."))
            return _to(found)
    return _show(request, page, {"cost": asked, "announce": form, "tried": form})


@reviewer
@require_POST
@fresh
def throw(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the dice."""
    found, form = check_to_steer(request, pk), ThrowForm(request.POST)
    drawn = draw_of(found)
    if drawn and form.is_valid():
        digits, at = form.cleaned_data["digits"], timezone.now()
        try:
            throw_dice(draw=drawn, digits=digits, at=at, user=user_of(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Drawn. The lines are on their way to reviewers."))
            return _to(found)
    return _show(request, _draw_page(found, CostForm()), {"throw": form, "tried": form})


@reviewer
@require_POST
@fresh
def grow(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw more lines from the same dice."""
    found = check_to_steer(request, pk)

    def more(drawn: Draw) -> None:
        draw_more(draw=drawn, at=timezone.now(), user=user_of(request))

    return _press(request, found, more, _("More lines were drawn; the first ones stay."))


@reviewer
@require_POST
@fresh
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draw up."""

    def give_up(drawn: Draw) -> None:
        cancel_draw(draw=drawn, at=timezone.now(), user=user_of(request))

    done = _("The draw was given up. The record shows that.")
    return _press(request, check_to_steer(request, pk), give_up, done)


def _plan(page: DrawPage, form: AnnounceForm, *, required: int, invalid: int) -> Plan:
    facts, every_line = form.cleaned_data, page.check.every_line
    samples = samples_of(
        facts["method"], page.lines, required, every_line=every_line, invalid=invalid
    )
    if WHOLE in samples:
        samples[WHOLE] = max(samples[WHOLE], facts["sample"] or 0)
    return Plan(
        method=facts["method"],
        required=required,
        samples=samples,
        audit=facts["audit"],
        happens_at=facts["happens_at"],
        place=facts["place"],
    )


def _draw_page(check: Check, asked: CostForm) -> DrawPage:
    facts = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    invalid, at = facts.get("invalid", INVALID), timezone.now()
    return draw_page(check, required=facts.get("required"), invalid=invalid, at=at)


def _press(
    request: HttpRequest, check: Check, act: Callable[[Draw], None], done: str
) -> HttpResponse:
    if drawn := draw_of(check):
        press(request, lambda: act(drawn), done)
    return _to(check)


def _to(check: Check) -> HttpResponse:
    return redirect("verification:draw", pk=check.pk)


def _show(request: HttpRequest, page: DrawPage, forms: Mapping[str, object]) -> HttpResponse:
    shown = {"page": page, "forms": forms, "form": forms.get("tried")}
    return render(request, "verification/draws/draw.html", shown)
