"""A draft's coalition, and the officials whom its text names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.petitions import actions
from undersigned.petitions.forms import AskForm, OfficialForm, PartnerForm
from undersigned.petitions.models import NamedOfficial, Petition, Sponsor
from undersigned.petitions.pages import coalition_page, officials_page
from undersigned.petitions.rules import Refused, acts_for, may_edit
from undersigned.petitions.views.finding import (
    by_of,
    petition_of_coalition,
    petition_to_edit,
    press,
    user_of,
)
from undersigned.ui.audience import organiser


@organiser
def coalition(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sponsors a draft; ask a group of this site."""
    petition = petition_to_edit(user_of(request), pk)
    page = coalition_page(petition)
    form = AskForm(request.POST or None, groups=page.others)
    if request.method == "POST" and form.is_valid():
        group = form.cleaned_data["group"]
        try:
            actions.ask_sponsor(
                petition=petition, group=group, at=timezone.now(), by=by_of(request)
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(group)s is asked by letter.") % {"group": group})
            return redirect("petitions:coalition", pk=pk)
    return render(request, "petitions/coalition.html", {"page": page, "form": form})


@organiser
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a group that is not on this site: its first organiser is invited by letter."""
    petition = petition_to_edit(user_of(request), pk)
    initial = {"language": translation.get_language()}
    form = PartnerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _ask_partner(request, petition, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("petitions:coalition", pk=pk)
    return render(request, "petitions/partner.html", {"page": petition, "form": form})


def _ask_partner(
    request: HttpRequest, petition: Petition, *, name: str, email: str, language: str
) -> None:
    actions.ask_partner(
        petition=petition,
        name=name,
        email=email,
        language=language,
        inviter=user_of(request),
        at=timezone.now(),
        by=by_of(request),
    )


@organiser
@require_POST
def agree(request: HttpRequest, pk: int, sponsor: int) -> HttpResponse:
    """The user's group agrees to the text whose hash stood on the page they read."""
    user = user_of(request)
    row = _sponsor(petition_of_coalition(user, pk), sponsor)
    if not acts_for(user, row.group):
        return redirect("petitions:text", pk=pk)
    text_sha256, at = request.POST.get("text_sha256", ""), timezone.now()
    done = _("%(group)s agrees to this text.") % {"group": row.group}
    press(
        request,
        lambda: actions.agree(sponsor=row, text_sha256=text_sha256, at=at, by=by_of(request)),
        done,
    )
    return redirect("petitions:text", pk=pk)


@organiser
@require_POST
def remove(request: HttpRequest, pk: int, sponsor: int) -> HttpResponse:
    """A group leaves: its own organisers say so, or the lead group's."""
    user = user_of(request)
    petition = petition_of_coalition(user, pk)
    row = _sponsor(petition, sponsor)
    leads = may_edit(user, petition)
    if not leads and not acts_for(user, row.group):
        return redirect("petitions:text", pk=pk)
    at, by = timezone.now(), by_of(request)
    done = _("%(group)s is not in the coalition any more.") % {"group": row.group}
    press(request, lambda: actions.remove_sponsor(sponsor=row, at=at, by=by), done)
    return redirect("petitions:coalition", pk=pk) if leads else redirect("desk:home")


@organiser
def officials(request: HttpRequest, pk: int) -> HttpResponse:
    """The officials whom the text names."""
    petition = petition_to_edit(user_of(request), pk)
    form = OfficialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            actions.name_official(petition=petition, at=timezone.now(), by=by_of(request), **facts)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("They get the offer of a reply when you submit."))
            return redirect("petitions:officials", pk=pk)
    page = officials_page(petition)
    return render(request, "petitions/officials.html", {"page": page, "form": form})


@organiser
@require_POST
def unname(request: HttpRequest, pk: int, official: int) -> HttpResponse:
    petition = petition_to_edit(user_of(request), pk)
    row = get_object_or_404(NamedOfficial.objects.filter(petition=petition), pk=official)
    at, by = timezone.now(), by_of(request)
    done = _("%(name)s is not named any more.") % {"name": row.name}
    press(request, lambda: actions.unname_official(official=row, at=at, by=by), done)
    return redirect("petitions:officials", pk=pk)


def _sponsor(petition: Petition, pk: int) -> Sponsor:
    sponsors = petition.sponsors.select_related("group", "petition__council")
    return get_object_or_404(sponsors, pk=pk)
