"""An organiser's file of the signers who agreed that their group writes to them."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.stepup import fresh
from undersigned.petitions.models import Group
from undersigned.petitions.views.finding import by_of, petition_of_coalition, user_of
from undersigned.pure.standards.spreadsheets import text_cell
from undersigned.signatures import actions
from undersigned.signatures.queries import contacts_page
from undersigned.ui.audience import organiser


@organiser
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be taken, for which of one's groups, and what that means."""
    user = user_of(request)
    page = contacts_page(petition_of_coalition(user, pk), user)
    return render(request, "signatures/contacts.html", {"page": page})


@organiser
@require_POST
@fresh
def contacts_csv(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """The file: name, address and day of confirmation of those who ticked this group."""
    user = user_of(request)
    petition = petition_of_coalition(user, pk)
    mine = Group.objects.filter(members__user=user, sponsorships__petition=petition)
    found = get_object_or_404(mine, slug=group)
    rows = actions.take_contacts(
        petition=petition, group=found, at=timezone.now(), by=by_of(request)
    )
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{petition.slug}-{found.slug}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    file = csv.writer(response)
    file.writerow([_("name"), _("e-mail"), _("confirmed on")])
    for row in rows:
        day = timezone.localdate(row.confirmed_at).isoformat()
        file.writerow([text_cell(row.name), text_cell(row.email), day])
    return response
