"""Reads that other stages and pages use. Drafts and what only the coalition sees: `desk`."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from undersigned.petitions.models import Petition, Sponsor
from undersigned.petitions.states import PUBLIC, State
from undersigned.petitions.text import folded


class PetitionNotFound(LookupError):
    """No petition that the public may see has this address."""


class SigningClosed(Exception):
    """The petition is public but cannot be signed; `state` says why."""

    def __init__(self, petition: Petition) -> None:
        self.petition = petition
        self.state = State(petition.state)
        super().__init__(f"{petition.public_ref} is {petition.state}")


def open_for_signing(slug: str) -> Petition:
    """The open petition at this address, with council, rules, notice, lead and sponsors' groups.

    Raises PetitionNotFound, or SigningClosed with the petition and its state. Two queries.
    """
    petition = find_public(slug)
    if petition.state != State.OPEN:
        raise SigningClosed(petition)
    return petition


OPEN_NOW = """
SELECT id FROM petitions_petition
WHERE id IN ({ids}) AND state = 'open' AND (closes_on IS NULL OR closes_on >= %s)
"""


def open_ids(ids: Collection[int], *, at: datetime) -> set[int]:
    """Which of these petitions can be signed at this moment; the last day counts to its end.

    One query, in plain SQL: every batch of signers asks it, and to make it anew takes longer than to run it.
    """
    if not ids:
        return set()
    today = timezone.localdate(at).isoformat()
    with connection.cursor() as cursor:
        cursor.execute(OPEN_NOW.format(ids=",".join(["%s"] * len(ids))), [*ids, today])
        return {pk for (pk,) in cursor.fetchall()}


def find_public(slug: str) -> Petition:
    """The open, closed or taken-down petition at this address, with all of the above.

    Raises PetitionNotFound.
    """
    petition = _with_all(Petition.objects.filter(slug=slug, state__in=PUBLIC)).first()
    if petition is None:
        raise PetitionNotFound(slug)
    return petition


def public_petitions(q: str = "", state: str = "") -> QuerySet[Petition]:
    """Petitions the public may find, newest opening first.

    `q`: every word must stand in the title, summary, text or the council's name or place, whatever
    its case and accents; `state`: open or closed; anything else means both. What was taken down is
    not listed.
    """
    states = [state] if state in {State.OPEN, State.CLOSED} else [State.OPEN, State.CLOSED]
    petitions = Petition.objects.filter(state__in=states).select_related("council", "lead")
    for word in folded(q).split()[:8]:  # a longer query is not a search
        petitions = petitions.filter(search_words__contains=word)
    return petitions


def _with_all(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    sponsors = Prefetch("sponsors", Sponsor.objects.select_related("group"))
    return petitions.select_related("council", "rules", "notice", "lead").prefetch_related(sponsors)
