"""The public pages of a council, and of each version of its rules and notice."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from undersigned.councils.models import Council, Notice, Rules
from undersigned.councils.queries import council_page, version_page
from undersigned.journal.kept import keep
from undersigned.ui.audience import public

Kind = type[Rules | Notice]


@public
def council(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Council, slug=slug)
    page = council_page(found, on=timezone.localdate())
    return _keep(render(request, "councils/council.html", {"page": page}), found)


@public
def version(request: HttpRequest, slug: str, number: int, kind: Kind) -> HttpResponse:
    found = get_object_or_404(Council, slug=slug)
    try:
        page = version_page(found, kind, number)
    except (Rules.DoesNotExist, Notice.DoesNotExist):
        raise Http404 from None
    return _keep(render(request, "councils/version.html", {"page": page}), found)


@public
def version_json(request: HttpRequest, slug: str, number: int, kind: Kind) -> HttpResponse:  # noqa: ARG001
    """The canonical JSON itself: `sha256sum` of the file gives what the page shows."""
    found = get_object_or_404(Council, slug=slug)
    one = get_object_or_404(kind, council=found, number=number)
    name = f"{slug}-{kind.__name__.lower()}-{number}.json"
    response = HttpResponse(one.canonical, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _keep(response, found)


def _keep(response: HttpResponse, found: Council) -> HttpResponse:
    return keep(response, f"council:{found.pk}")
