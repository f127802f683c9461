"""A moderator looks at how confirmations came in, and has signatures counted by a condition."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.petitions.forms import RefusableForm
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused, may_decide
from undersigned.petitions.states import PUBLIC
from undersigned.petitions.views.finding import user_of
from undersigned.signatures import actions
from undersigned.signatures.moderation.flow import HOUR
from undersigned.signatures.moderation.forms import ConditionForm, OneForm
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.pages import flow_page, moderation_page
from undersigned.ui.audience import moderator


@moderator
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a second moderator, what is under way, and every petition."""
    page = moderation_page(number=request.GET.get("page", "1"))
    return render(request, "signatures/moderation/index.html", {"page": page})


@moderator
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """One petition's flow; `hour` in the address looks at one hour by the minute."""
    return _petition(request, _find(pk))


@moderator
@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the worker count what a condition finds."""
    found, form = _find(pk), ConditionForm(request.POST)
    if form.is_valid():
        try:
            _may(request, found)
            begun = actions.count_matching(
                petition=found, condition=form.condition(), at=timezone.now(), user=user_of(request)
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _show(begun)
    return _petition(request, found, form)


@moderator
@require_POST
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Examine one signature, named by its reference."""
    found, form = _find(pk), OneForm(request.POST)
    if form.is_valid():
        try:
            _may(request, found)
            ref = form.cleaned_data["ref"].strip()
            begun = actions.examine_one(
                petition=found, ref=ref, at=timezone.now(), user=user_of(request)
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _show(begun)
    return _petition(request, found, form)


def _find(pk: int) -> Petition:
    """The petition, if it is or was open for signatures."""
    return get_object_or_404(Petition.objects.select_related("council"), pk=pk, state__in=PUBLIC)


def _may(request: HttpRequest, found: Petition) -> None:
    if not may_decide(user_of(request), found):
        raise OwnCoalition


class OwnCoalition(Refused):
    """A moderator does not examine the signatures of a coalition that they act for."""

    def __init__(self) -> None:
        super().__init__(
            _("You act for a group of this coalition. Another moderator must do this.")
        )


def _show(begun: Examination) -> HttpResponse:
    return redirect("signatures:moderation_examination", pk=begun.pk)


def _petition(
    request: HttpRequest, found: Petition, tried: RefusableForm | None = None
) -> HttpResponse:
    hour = _hour(request.GET.get("hour", ""))
    page = flow_page(found, user=user_of(request), hour=hour, at=timezone.now())
    span = {"confirmed_from": hour, "confirmed_until": hour + HOUR} if hour else {}
    forms = {
        "condition": tried if isinstance(tried, ConditionForm) else ConditionForm(initial=span),
        "one": tried if isinstance(tried, OneForm) else OneForm(),
    }
    shown = {"page": page, "forms": forms, "form": tried}
    return render(request, "signatures/moderation/petition.html", shown)


def _hour(given: str) -> datetime | None:
    """An hour as links name it (UTC), such as 2026-03-02T14; none if none is given."""
    if not given:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%dT%H").replace(tzinfo=UTC)
    except ValueError:
        raise Http404 from None
