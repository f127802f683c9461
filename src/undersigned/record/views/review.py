"""A moderator reads what was imported, and shows, returns or withdraws it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from undersigned.record import actions
from undersigned.record.forms import EndForm, ShowForm
from undersigned.record.models import Version
from undersigned.record.page import review_page, reviews_page
from undersigned.record.queries import version_of
from undersigned.ui.audience import moderator


@dataclass(frozen=True)
class _Verb:
    """One thing that a moderator can do with a version."""

    form: type[forms.Form]
    act: Callable[..., None]
    done: Promise

    def facts(self, typed: dict[str, Any]) -> dict[str, Any]:
        """What the action is told; that the boxes are ticked is for the form alone to see."""
        return {} if self.form is ShowForm else typed


VERBS = {
    "show": _Verb(ShowForm, actions.show, _("It shows on the public site now.")),
    "return": _Verb(EndForm, actions.send_back, _("Returned. It will not show.")),
    "withdraw": _Verb(EndForm, actions.withdraw, _("Withdrawn. Its address says why.")),
}


@moderator
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits, longest first; what shows; what was returned or withdrawn."""
    return render(request, "record/reviews.html", {"page": reviews_page()})


@moderator
def review(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as its readers will see it, and what can be decided on it."""
    return _review(request, _find(slug, number))


@moderator
@require_POST
def decide(request: HttpRequest, slug: str, number: int, verb: str) -> HttpResponse:
    """Do what was decided, or show the page again with what is wrong."""
    version, chosen = _find(slug, number), VERBS[verb]
    form = chosen.form(request.POST)
    if not form.is_valid():
        return _review(request, version, **{verb: form})
    facts = chosen.facts(form.cleaned_data)
    try:
        chosen.act(version=version, at=timezone.now(), by=f"user:{request.user.pk}", **facts)
    except actions.VersionMoved as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, str(chosen.done))
    return redirect("record:review", slug=slug, number=number)


def _review(request: HttpRequest, version: Version, **typed: forms.Form) -> HttpResponse:
    page = review_page(version, {verb: VERBS[verb].form() for verb in VERBS} | typed)
    return render(request, "record/review.html", {"page": page})


def _find(slug: str, number: int) -> Version:
    version = version_of(slug, number)
    if version is None:
        raise Http404
    return version
