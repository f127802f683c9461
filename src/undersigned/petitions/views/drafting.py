"""An organiser chooses a council, drafts, changes, submits, opens and closes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.councils.actions import CouncilKnown, add_council
from undersigned.councils.forms import CouncilForm
from undersigned.councils.models import Council
from undersigned.petitions import actions
from undersigned.petitions.actions.change import ChangedMeanwhile
from undersigned.petitions.forms import EditForm, NewForm
from undersigned.petitions.models import Group, Petition
from undersigned.petitions.pages import EditPage, councils_page, text_page
from undersigned.petitions.rules import Refused
from undersigned.petitions.views.finding import (
    as_seen,
    by_of,
    petition_of_coalition,
    petition_to_edit,
    press,
    user_of,
)
from undersigned.ui.audience import organiser


@organiser
def choose_council(request: HttpRequest) -> HttpResponse:
    """Whom is the petition addressed to? One of this site, or one that nobody here represents."""
    form = CouncilForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            council = add_council(at=timezone.now(), by=by_of(request), **form.cleaned_data)
            messages.success(request, _("The council is on this site now."))
        except CouncilKnown as known:
            council = known.council
            messages.info(request, _("This council was on this site already."))
        return redirect("petitions:new", slug=council.slug)
    page = councils_page(request.GET.get("q", ""))
    return render(request, "petitions/choose_council.html", {"page": page, "form": form})


@organiser
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The first draft."""
    council = get_object_or_404(Council, slug=slug)
    at = timezone.now()
    groups = list(Group.objects.filter(members__user=user_of(request)))
    initial = {"language": translation.get_language()}
    form = NewForm(request.POST or None, council=council, at=at, groups=groups, initial=initial)
    if request.method == "POST" and form.is_valid():
        lead = form.cleaned_data["lead"]
        petition = actions.draft(proposal=form.proposal, lead=lead, at=at, by=by_of(request))
        messages.success(request, _("The draft is saved. Only your coalition sees it."))
        return redirect("desk:petition", pk=petition.pk)
    return render(request, "petitions/new.html", {"page": council, "form": form})


@organiser
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; two organisers who do so at once both see both versions."""
    petition = petition_to_edit(user_of(request), pk)
    at = timezone.now()
    initial = EditForm.initial_of(petition)
    form = EditForm(request.POST or None, council=petition.council, at=at, initial=initial)
    page = EditPage(petition)
    if request.method == "POST" and form.is_valid():
        seen = as_seen(request, petition)
        try:
            actions.revise(petition=seen, proposal=form.proposal, at=at, by=by_of(request))
        except ChangedMeanwhile:
            meanwhile = Petition.objects.get(pk=pk)
            page = EditPage(petition, meanwhile)
            form.follow(meanwhile)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("desk:petition", pk=pk)
    status = 409 if page.meanwhile else 200
    return render(request, "petitions/edit.html", {"page": page, "form": form}, status=status)


@organiser
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The words as the public page sets them; here the other groups of the coalition agree."""
    user = user_of(request)
    page = text_page(petition_of_coalition(user, pk), user=user)
    return render(request, "petitions/text.html", {"page": page})


@organiser
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    petition = as_seen(request, petition_to_edit(user_of(request), pk))
    at, by = timezone.now(), by_of(request)
    done = _("The petition is with a moderator. You get a letter when it is decided.")
    press(request, lambda: actions.submit(petition=petition, at=at, by=by), done)
    return redirect("desk:petition", pk=pk)


@organiser
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    petition = as_seen(request, petition_to_edit(user_of(request), pk))
    at, by = timezone.now(), by_of(request)
    done = _("The petition is a draft again.")
    press(request, lambda: actions.take_back(petition=petition, at=at, by=by), done)
    return redirect("desk:petition", pk=pk)


@organiser
@require_POST
def open_petition(request: HttpRequest, pk: int) -> HttpResponse:
    petition = as_seen(request, petition_to_edit(user_of(request), pk))
    at, by = timezone.now(), by_of(request)
    done = _("The petition is open. Its text is fixed.")
    press(request, lambda: actions.open_petition(petition=petition, at=at, by=by), done)
    return redirect("desk:petition", pk=pk)


@organiser
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    petition = as_seen(request, petition_to_edit(user_of(request), pk))
    at, by = timezone.now(), by_of(request)
    done = _("The petition is closed. Its page stays.")
    press(request, lambda: actions.close(petition=petition, at=at, by=by), done)
    return redirect("desk:petition", pk=pk)


@organiser
@require_POST
def succeed(request: HttpRequest, pk: int) -> HttpResponse:
    petition = petition_to_edit(user_of(request), pk)
    try:
        draft = actions.succeed(petition=petition, at=timezone.now(), by=by_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:petition", pk=pk)
    messages.success(request, _("This draft succeeds the old petition. No signature moves to it."))
    return redirect("petitions:edit", pk=draft.pk)
