"""Groups: found one, see who acts for it, invite others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from undersigned.petitions import actions
from undersigned.petitions.forms import GroupForm, InviteForm
from undersigned.petitions.pages import group_page
from undersigned.petitions.rules import Refused
from undersigned.petitions.views.finding import by_of, group_of, user_of
from undersigned.ui.audience import organiser, signed_in


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Anyone with an account may found a group, and is an organiser from then on."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, at, by = user_of(request), timezone.now(), by_of(request)
        try:
            group = actions.found_group(user=user, at=at, by=by, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("You act for %(group)s now.") % {"group": group})
            return redirect("petitions:group", slug=group.slug)
    return render(request, "petitions/new_group.html", {"form": form})


@organiser
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """Who acts for a group; invite another."""
    found = group_of(user_of(request), slug)
    form = InviteForm(request.POST or None, initial={"language": translation.get_language()})
    if request.method == "POST" and form.is_valid():
        user, at, by = user_of(request), timezone.now(), by_of(request)
        facts = form.cleaned_data
        try:
            actions.invite_organiser(group=found, inviter=user, at=at, by=by, **facts)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("petitions:group", slug=slug)
    return render(request, "petitions/group.html", {"page": group_page(found), "form": form})
