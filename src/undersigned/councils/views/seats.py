"""A council's seats and who holds them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.councils import actions
from undersigned.councils.forms import MemberForm, SeatForm
from undersigned.councils.models import Member, Seat
from undersigned.councils.views.finding import by_of, clerks_council
from undersigned.ui.audience import clerk


@clerk
def add_seat(request: HttpRequest, slug: str) -> HttpResponse:
    council = clerks_council(request, slug)
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_seat(
                council=council, **form.cleaned_data, at=timezone.now(), by=by_of(request)
            )
        except actions.NameTaken:
            form.add_error("name", _("Another seat has this name."))
        else:
            messages.success(request, _("The seat is added."))
            return redirect("councils:office", slug=slug)
    return render(request, "councils/add_seat.html", {"page": council, "form": form})


@clerk
def rename_seat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat, council=clerks_council(request, slug), pk=pk)
    form = SeatForm(request.POST or None, initial={"name": seat.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_seat(
                seat=seat, **form.cleaned_data, at=timezone.now(), by=by_of(request)
            )
        except actions.NameTaken:
            form.add_error("name", _("Another seat has this name."))
        else:
            messages.success(request, _("The seat is renamed."))
            return redirect("councils:office", slug=slug)
    return render(request, "councils/rename_seat.html", {"page": seat, "form": form})


@clerk
def add_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat, council=clerks_council(request, slug), pk=pk)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_member(seat=seat, **form.cleaned_data, at=timezone.now(), by=by_of(request))
        messages.success(request, _("The member is entered."))
        return redirect("councils:office", slug=slug)
    return render(request, "councils/add_member.html", {"page": seat, "form": form})


@clerk
def correct_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    council = clerks_council(request, slug)
    found = Member.objects.select_related("seat__council")
    member = get_object_or_404(found, seat__council=council, pk=pk)
    initial = {"name": member.name, "since": member.since, "until": member.until}
    form = MemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.correct_member(
            member=member, **form.cleaned_data, at=timezone.now(), by=by_of(request)
        )
        messages.success(request, _("The entry is corrected."))
        return redirect("councils:office", slug=slug)
    return render(request, "councils/correct_member.html", {"page": member, "form": form})
