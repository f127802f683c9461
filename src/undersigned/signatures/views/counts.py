"""A petition's count for programs: a tiny file that any cache may keep, and its history."""

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from undersigned.journal.kept import keep
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import PetitionNotFound, find_public
from undersigned.signatures.queries import count_of, history_of
from undersigned.ui.audience import public

CACHING = "public, max-age=5, stale-while-revalidate=60, stale-if-error=86400"


@public
def count_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """The running count with the level of its assurance, for pages, embeds and other people's programs.

    `net` is what counts now: `signed` without `withdrawn` and `void`. `confirmed` is its older name. `paper` of `net`
    came on paper, and are reported by who typed them in.
    """
    petition = _find(slug)
    count = count_of(petition.pk)
    as_of = count.as_of.isoformat() if count.as_of else None
    facts = {
        "net": count.confirmed,
        "confirmed": count.confirmed,
        "signed": count.signed,
        "withdrawn": count.withdrawn,
        "void": count.void,
        "paper": count.paper,
        "level": count.level,
        "as_of": as_of,
        "goal": petition.goal,
        "state": petition.state,
    }
    return _open_data(JsonResponse(facts), petition)


@public
def history_csv(_request: HttpRequest, slug: str) -> HttpResponse:
    """Per hour (UTC), oldest first: how many were confirmed, how many left and are still out, how many counted then."""
    petition = _find(slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    rows = csv.writer(response)
    rows.writerow(["hour_utc", "confirmed", "left", "net"])
    for hour in history_of(petition.pk):
        rows.writerow([f"{hour.hour:%Y-%m-%dT%H:00Z}", hour.confirmed, hour.left, hour.total])
    response.headers["Content-Disposition"] = f'attachment; filename="{petition.slug}-history.csv"'
    return _open_data(response, petition)


def _find(slug: str) -> Petition:
    try:
        return find_public(slug)
    except PetitionNotFound:
        raise Http404 from None


def _open_data(response: HttpResponse, petition: Petition) -> HttpResponse:
    response.headers["Cache-Control"] = CACHING
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return keep(response, f"count:{petition.pk}", f"petition:{petition.pk}")
