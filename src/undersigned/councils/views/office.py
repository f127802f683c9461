"""A council's own office: what stands about it, and its documents and wards."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.councils import actions
from undersigned.councils.forms import NoticeForm, RulesForm, VersionForm, WardsForm
from undersigned.councils.models import Council, Published
from undersigned.councils.queries import council_page, councils_of
from undersigned.councils.rules import is_clerk_of
from undersigned.councils.views.finding import by_of, clerks_council, own_council, user_of
from undersigned.ui.audience import clerk, council_office


@council_office
def mine(request: HttpRequest) -> HttpResponse:
    """The councils somebody works for; of one alone, its own page."""
    councils = list(councils_of(user_of(request)))
    if len(councils) == 1:
        return redirect("councils:office", slug=councils[0].slug)
    return render(request, "councils/mine.html", {"page": councils})


@council_office
def office(request: HttpRequest, slug: str) -> HttpResponse:
    council = own_council(request, slug)
    may_change = is_clerk_of(user_of(request), council)
    page = council_page(council, on=timezone.localdate(), may_change=may_change)
    return render(request, "councils/office.html", {"page": page})


@clerk
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    council = clerks_council(request, slug)
    current = council.rules.all()[0]
    initial = RulesForm.initial_of(current.document) | {"after": current.number}
    form = RulesForm(request.POST or None, initial=initial, council=council)
    if request.method == "POST" and form.is_valid():
        done = _publish(request, council, form, actions.publish_rules)
        if done:
            return done
    return _edit(request, "councils/rules.html", form, current)


@clerk
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    council = clerks_council(request, slug)
    current = council.notices.all()[0]
    initial = NoticeForm.initial_of(current.document) | {"after": current.number}
    form = NoticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _publish(request, council, form, actions.publish_notice)
        if done:
            return done
    return _edit(request, "councils/notice.html", form, current)


@clerk
def wards(request: HttpRequest, slug: str) -> HttpResponse:
    council = clerks_council(request, slug)
    names = "\n".join(ward.name for ward in council.wards.all())
    form = WardsForm(request.POST or None, initial={"names": names})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_wards(
                council=council,
                names=form.cleaned_data["names"],
                at=timezone.now(),
                by=by_of(request),
            )
        except actions.WardsNeeded:
            form.add_error("names", _("Your rules ask signers for their ward. Keep at least one."))
        else:
            messages.success(request, _("The wards are saved."))
            return redirect("councils:office", slug=slug)
    return render(request, "councils/wards.html", {"page": council, "form": form})


def _publish(
    request: HttpRequest, council: Council, form: VersionForm, publish: Callable[..., Published]
) -> HttpResponse | None:
    """Publish and go back to the council; or say in the form why not."""
    try:
        made = publish(
            council=council,
            document=form.document(),
            after=form.cleaned_data["after"],
            at=timezone.now(),
            by=by_of(request),
        )
    except actions.Unchanged:
        form.add_error(None, _("Nothing is different from the version in force."))
    except actions.Overtaken:
        words = _(
            "Somebody published another version meanwhile. Open it beside this page, then publish again."
        )
        form.add_error(None, words)
        typed = request.POST.copy()
        typed["after"] = str(_latest(council, form))
        form.data = typed
    else:
        messages.success(request, _("Version %(number)d is published.") % {"number": made.number})
        return redirect("councils:office", slug=council.slug)
    return None


def _latest(council: Council, form: VersionForm) -> int:
    versions: Any = council.rules if isinstance(form, RulesForm) else council.notices
    number: int = versions.all()[0].number
    return number


def _edit(
    request: HttpRequest, template: str, form: VersionForm, current: Published
) -> HttpResponse:
    return render(request, template, {"page": current, "form": form})
