from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from undersigned.desk.queries import desk_page, home_page
from undersigned.petitions.views.finding import petition_of_coalition, user_of
from undersigned.ui.audience import organiser, roles_here, signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What needs me now, what is next, what happened."""
    user = user_of(request)
    page = home_page(user, roles=roles_here(request), at=timezone.now())
    return render(request, "desk/home.html", {"page": page})


@organiser
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """One petition, to its coalition."""
    user = user_of(request)
    page = desk_page(petition_of_coalition(user, pk), user=user, at=timezone.now())
    return render(request, "desk/petition.html", {"page": page})
