"""A clerk's rolls: send a file, say what its columns are, follow the reading, destroy."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.accounts.stepup import fresh
from undersigned.councils.models import Council
from undersigned.councils.views.finding import by_of, user_of
from undersigned.journal.sealed import note_opening
from undersigned.petitions.views.finding import press
from undersigned.ui.audience import reviewer
from undersigned.verification.actions.purge_rolls import destroy_roll
from undersigned.verification.actions.receive_roll import (
    RollMoved,
    ask_import,
    map_roll,
    save_profile,
)
from undersigned.verification.forms.rolls import KnownForm, LayoutForm, RollFileForm
from undersigned.verification.models import Roll
from undersigned.verification.queries.rolls import (
    councils_with_rolls,
    layout_called,
    report_lines,
    roll_page,
    rolls_page,
    titles_for,
)
from undersigned.verification.rolls.layout import layout_of
from undersigned.verification.rolls.preview import Sample, sample_of
from undersigned.verification.rolls.trouble import Trouble
from undersigned.verification.rules.people import may_destroy, may_hold_rolls
from undersigned.verification.states.rolls import REASONS


def council_for(request: HttpRequest, slug: str) -> Council:
    """The council, if the user may hold its rolls; PermissionDenied otherwise."""
    council = get_object_or_404(Council, slug=slug)
    if not may_hold_rolls(user_of(request), council):
        raise PermissionDenied
    return council


@reviewer
def mine(request: HttpRequest) -> HttpResponse:
    """The councils whose rolls one may bring in; of one alone, its own page."""
    councils = councils_with_rolls(user_of(request))
    if len(councils) == 1:
        return redirect("verification:rolls", slug=councils[0].slug)
    return render(request, "verification/rolls/mine.html", {"page": councils})


@reviewer
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """A council's rolls, and the form that sends another."""
    page = rolls_page(council_for(request, slug), user_of(request))
    return render(request, "verification/rolls/index.html", {"page": page, "form": RollFileForm()})


@reviewer
def roll(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One roll."""
    return _page(request, _find(request, slug, pk))


@reviewer
def progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far the worker is, for the page's script."""
    page = roll_page(_find(request, slug, pk), user_of(request))
    return JsonResponse({"state": page.roll.state, "done": page.per_cent, "read": page.read})


@reviewer
@require_POST
def known(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a known layout on a file that waits, if it fits."""
    found = _find(request, slug, pk)
    form = KnownForm(request.POST, titles=titles_for(found.council))
    if not form.is_valid():
        raise Http404
    chosen = layout_called(found.council, form.cleaned_data["known"])
    layout = chosen.put_on(layout_of(found.layout))
    if layout is None:
        messages.error(
            request, _("The file has not the columns of that layout. Nothing was changed.")
        )
    else:
        _try(
            request,
            lambda: map_roll(roll=found, layout=layout, at=timezone.now(), by=by_of(request)),
        )
    return redirect("verification:roll", slug=slug, pk=pk)


@reviewer
@require_POST
@fresh
def preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the first rows as the chosen columns would have them; the journal keeps that somebody looked."""
    found = _find(request, slug, pk)
    form = LayoutForm(request.POST, roll=found, today=timezone.localdate())
    sample = None
    if form.is_valid():
        note_opening(
            3, of="rolls", reason=f"roll {found.pk}: preview", at=timezone.now(), by=by_of(request)
        )
        try:
            sample = sample_of(found, form.layout)
        except Trouble as trouble:
            form.add_error(None, str(REASONS[trouble.why]))
    return _page(request, found, form, sample)


@reviewer
@require_POST
def read(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have the file read in."""
    found = _find(request, slug, pk)
    form = LayoutForm(request.POST, roll=found, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, found, form)
    facts: dict[str, Any] = {
        name: form.cleaned_data[name] for name in ("title", "as_of", "purge_on")
    }
    who: dict[str, Any] = {"at": timezone.now(), "by": by_of(request)}
    if name := form.cleaned_data["save_as"]:
        save_profile(council=found.council, name=name, layout=form.layout, **who)
    _try(request, lambda: ask_import(roll=found, layout=form.layout, **facts, **who))
    return redirect("verification:roll", slug=slug, pk=pk)


@reviewer
def rejects(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """The report of rejected rows, as a file."""
    found = _find(request, slug, pk)
    name = f"roll-{found.pk}-rejected.csv"
    return StreamingHttpResponse(
        report_lines(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@reviewer
@require_POST
@fresh
def purge(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Destroy a roll now."""
    found, user = _find(request, slug, pk), user_of(request)
    if not may_destroy(user, found):
        raise PermissionDenied
    press(
        request,
        lambda: destroy_roll(roll=found, at=timezone.now(), user=user),
        _("The roll is destroyed."),
    )
    return redirect("verification:rolls", slug=slug)


def _find(request: HttpRequest, slug: str, pk: int) -> Roll:
    council = council_for(request, slug)
    return get_object_or_404(Roll.objects.select_related("council"), pk=pk, council=council)


def _page(
    request: HttpRequest, found: Roll, form: LayoutForm | None = None, sample: Sample | None = None
) -> HttpResponse:
    page = roll_page(found, user_of(request), sample)
    facts: dict[str, Any] = {"page": page, "form": None, "known": None}
    if page.waits:
        facts["form"] = form or LayoutForm(roll=found, today=timezone.localdate())
        facts["known"] = KnownForm(
            titles=page.titles, initial={"known": layout_of(found.layout).profile}
        )
    return render(request, "verification/rolls/roll.html", facts)


def _try(request: HttpRequest, act: Callable[[], None]) -> None:
    try:
        act()
    except RollMoved:
        messages.error(request, _("Somebody else did something with this roll meanwhile."))
