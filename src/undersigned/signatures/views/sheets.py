"""Paper sheets in the office: print them, note those that came back, type them in, count them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from undersigned.petitions.models import Petition
from undersigned.petitions.queries import open_ids
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import PUBLIC
from undersigned.petitions.views.finding import user_of
from undersigned.signatures import actions
from undersigned.signatures.actions.receive_sheet import Returned
from undersigned.signatures.sheets.forms import PrintForm, ReceiveForm
from undersigned.signatures.sheets.pages import SheetsPage, petitions_for, sheets_page
from undersigned.signatures.sheets.printing import print_sheets
from undersigned.signatures.sheets.rules import side_of
from undersigned.signatures.sheets.states import Side
from undersigned.ui.audience import signed_in


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The open petitions whose sheets one may type in; of one alone, its own page."""
    found = list(petitions_for(user_of(request)))
    if len(found) == 1:
        return redirect("signatures:sheets", pk=found[0].pk)
    return render(request, "signatures/sheets/mine.html", {"page": found})


@signed_in
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """A petition's sheets; a new one is noted here."""
    petition, side = find(request, pk)
    page = _page(petition, side)
    if request.method != "POST":
        return _show(request, page)
    form = ReceiveForm(request.POST, petition=petition)
    if form.is_valid():
        try:
            sheet = actions.receive_sheet(
                petition=petition,
                side=side,
                returned=Returned(**form.cleaned_data),
                at=timezone.now(),
                user=user_of(request),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("signatures:sheet", pk=sheet.pk)
    return _show(request, page, receive=form, status=422)


@signed_in
@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbered sheets as a PDF file."""
    petition, side = find(request, pk)
    form = PrintForm(request.GET)
    if not form.is_valid():
        return _show(request, _page(petition, side), printing=form, status=422)
    response = HttpResponse(
        print_sheets(petition, **form.cleaned_data), content_type="application/pdf"
    )
    name = f"{petition.slug}-{form.cleaned_data['first']}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def find(request: HttpRequest, pk: int) -> tuple[Petition, Side]:
    """The petition and whom the user acts for, if it is or was open and its sheets are theirs; else 404."""
    rows = Petition.objects.select_related("council", "lead", "rules", "notice")
    petition = get_object_or_404(rows, pk=pk, state__in=PUBLIC)
    side = side_of(user_of(request), petition)
    if side is None:
        raise Http404
    return petition, side


def is_open(petition: Petition) -> bool:
    """Whether signatures can be added now."""
    return petition.pk in open_ids({petition.pk}, at=timezone.now())


def _page(petition: Petition, side: Side) -> SheetsPage:
    return sheets_page(petition, side=side, open_now=is_open(petition))


def _show(
    request: HttpRequest,
    page: SheetsPage,
    *,
    receive: ReceiveForm | None = None,
    printing: PrintForm | None = None,
    status: int = 200,
) -> HttpResponse:
    number = {"number": page.next_number}
    first = {"first": page.next_number}
    forms: dict[str, Any] = {
        "receive": receive or ReceiveForm(petition=page.petition, initial=number),
        "printing": printing or PrintForm(initial=first, auto_id="print-%s"),
    }
    facts = {"page": page, **forms, "form": receive or printing}
    return render(request, "signatures/sheets/index.html", facts, status=status)
