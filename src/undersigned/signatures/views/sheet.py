"""One paper sheet: its lines are typed in, compared with the paper, counted, and struck out where they must be."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from undersigned.accounts.stepup import fresh
from undersigned.petitions.rules import Refused
from undersigned.petitions.views.finding import user_of
from undersigned.signatures import actions
from undersigned.signatures.sheets.forms import FileForm, LineForm, StrikeForm
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.sheets.pages import SheetPage, sheet_page
from undersigned.signatures.sheets.prepare import Typed
from undersigned.signatures.sheets.rules import may_type
from undersigned.signatures.sheets.states import StrikeReason
from undersigned.signatures.sheets.tables import Fault, columns_of, read_table
from undersigned.signatures.views.sheets import is_open
from undersigned.ui.audience import signed_in

WITH = ("petition__council", "petition__lead", "petition__rules", "petition__notice")


@signed_in
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet's lines; each line is stored as it is typed, and the next one waits for the typist."""
    found = _find(request, pk)
    if request.method != "POST":
        return _show(request, found)
    form = LineForm(request.POST, petition=found.petition)
    if form.is_valid():
        line = form.line()
        try:
            actions.type_lines(sheet=found, lines=[line], at=timezone.now(), user=user_of(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            # No redirect: what was stored is said once, as the answer to this press, and kept nowhere in clear.
            return _show(request, found, stored=line)
    return _show(request, found, form=form, status=422)


@signed_in
@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a table of lines: all of them, or none and what is wrong with each."""
    found = _find(request, pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, found, table=form, status=422)
    page = _page(found)
    try:
        raw = form.cleaned_data["file"].read()
        table = read_table(raw, petition=found.petition, free=page.free())
        if table.faults:
            return _show(request, found, faults=table.faults, status=422)
        actions.type_lines(sheet=found, lines=table.lines, at=timezone.now(), user=user_of(request))
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, found, table=form, status=422)
    number = len(table.lines)
    words = ngettext("%(number)d line was stored.", "%(number)d lines were stored.", number)
    messages.success(request, words % {"number": number})
    return redirect("signatures:sheet", pk=pk)


@signed_in
@require_POST
@fresh
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was typed of the lines that do not count yet; once, as the answer to this press."""
    found = _find(request, pk)
    opened = actions.show_lines(sheet=found, at=timezone.now(), user=user_of(request))
    return _show(request, found, opened=opened)


@signed_in
@require_POST
def counted(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the typed lines count."""
    found = _find(request, pk)
    try:
        number = actions.count_sheet(sheet=found, at=timezone.now(), user=user_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext(
            "%(number)d line counts now, and goes into the public log.",
            "%(number)d lines count now, and go into the public log.",
            number,
        )
        messages.success(request, words % {"number": number})
    return redirect("signatures:sheet", pk=pk)


@signed_in
def strike(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Strike a line out: why, and what follows from it."""
    found = _find(request, pk)
    row = get_object_or_404(SheetLine.objects.select_related("signature"), pk=line, sheet=found)
    form = StrikeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = StrikeReason(form.cleaned_data["reason"])
        try:
            actions.strike_line(line=row, reason=reason, at=timezone.now(), user=user_of(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Line %(number)d is struck out.") % {"number": row.number})
            return redirect("signatures:sheet", pk=pk)
    facts = {"page": replace(_page(found), lines=[]), "line": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "signatures/sheets/strike.html", facts, status=status)


def _find(request: HttpRequest, pk: int) -> Sheet:
    """The sheet, if it is its reader's to type in; else 404."""
    found = get_object_or_404(Sheet.objects.select_related(*WITH), pk=pk)
    if not may_type(user_of(request), found):
        raise Http404
    return found


def _page(found: Sheet) -> SheetPage:
    return sheet_page(found, open_now=is_open(found.petition))


def _show(
    request: HttpRequest,
    found: Sheet,
    *,
    form: LineForm | None = None,
    table: FileForm | None = None,
    faults: tuple[Fault, ...] = (),
    stored: Typed | None = None,
    status: int = 200,
    **once: Any,
) -> HttpResponse:
    """The page; `once`: what was just opened to be compared."""
    page = _page(found)
    facts = {
        "page": page,
        "line": form or _following(page, stored),
        "stored": stored,
        "table": table or FileForm(),
        "columns": columns_of(found.petition),
        "faults": faults,
        "form": form or table,
        **once,
    }
    return render(request, "signatures/sheets/sheet.html", facts, status=status)


def _following(page: SheetPage, stored: Typed | None) -> LineForm:
    """The form of the next line: typed without reaching for the mouse, and mostly with the tie of the last one."""
    initial = {"number": next(page.free(), ""), "basis": stored.entry.basis if stored else ""}
    form = LineForm(petition=page.sheet.petition, initial=initial)
    if stored:
        form.fields["name"].widget.attrs["autofocus"] = True
    return form
