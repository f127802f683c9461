"""The map of a council's wards: put on the site by its clerk, or by an operator where there is none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from undersigned.councils import actions
from undersigned.councils.forms import WardMapForm
from undersigned.councils.models import Council
from undersigned.councils.queries import WardMapPage, ward_map_page
from undersigned.councils.refusals import words_of
from undersigned.councils.views.finding import by_of, clerks_council
from undersigned.pure.geo.boundaries import BadBoundaries
from undersigned.ui.audience import clerk, operator


@clerk
def ward_map(request: HttpRequest, slug: str) -> HttpResponse:
    council = clerks_council(request, slug)
    back = reverse("councils:office", kwargs={"slug": slug})
    remove = reverse("councils:remove_ward_map", kwargs={"slug": slug})
    return _edit(request, ward_map_page(council, back=back, remove=remove))


@clerk
@require_POST
def remove_ward_map(request: HttpRequest, slug: str) -> HttpResponse:
    _remove(request, clerks_council(request, slug))
    return redirect("councils:office", slug=slug)


@operator
def ward_map_by_operator(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council, slug=slug)
    remove = reverse("councils:remove_map_by_operator", kwargs={"slug": slug})
    return _edit(request, ward_map_page(council, back=reverse("councils:every"), remove=remove))


@operator
@require_POST
def remove_map_by_operator(request: HttpRequest, slug: str) -> HttpResponse:
    _remove(request, get_object_or_404(Council, slug=slug))
    return redirect("councils:every")


def _edit(request: HttpRequest, page: WardMapPage) -> HttpResponse:
    form = WardMapForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_map(
                council=page.council,
                raw=form.cleaned_data["file"].read(),
                source=form.cleaned_data["source"],
                at=timezone.now(),
                by=by_of(request),
            )
        except BadBoundaries as refused:
            form.add_error("file", words_of(refused))
        else:
            messages.success(request, _("The map of the wards is saved."))
            return redirect(request.path)
    return render(request, "councils/map.html", {"page": page, "form": form})


def _remove(request: HttpRequest, council: Council) -> None:
    try:
        actions.remove_map(council=council, at=timezone.now(), by=by_of(request))
        messages.success(request, _("The map of the wards is removed."))
    except actions.NoMap:
        messages.error(request, _("There was no map to remove."))
