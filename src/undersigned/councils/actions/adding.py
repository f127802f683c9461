"""A council comes onto the site, mostly one that nobody here represents."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from undersigned.councils.actions.publishing import publish_notice, publish_rules
from undersigned.councils.documents import default_notice, default_rules
from undersigned.councils.events import CouncilAdded
from undersigned.councils.models import Council
from undersigned.journal.announce import announce

SLUG_LENGTH = 70


class CouncilKnown(Exception):
    """The council is on this site already: `council`."""

    def __init__(self, council: Council) -> None:
        super().__init__(f"{council.name} is on this site already.")
        self.council = council


def add_council(*, name: str, place: str, website: str = "", at: datetime, by: str) -> Council:
    """Put a council on this site with rules and a notice to begin with (documents.py), which its clerk may replace.

    An organiser may: a petition can be addressed to a council that nobody here represents. Raises CouncilKnown
    where one of this name and place exists, whatever the case of its letters.
    """
    name, place = " ".join(name.split()), " ".join(place.split())
    with transaction.atomic():
        known = Council.objects.filter(name__iexact=name, place__iexact=place).first()
        if known:
            raise CouncilKnown(known)
        council = _create(name, place, website)
        announce(CouncilAdded(council=council.pk, slug=council.slug), at=at, by=by)
        publish_rules(council=council, document=default_rules(place), after=0, at=at, by=by)
        publish_notice(council=council, document=default_notice(), after=0, at=at, by=by)
    return council


def _create(name: str, place: str, website: str) -> Council:
    """With the first free address; a race for it is lost in the savepoint and goes on to the next."""
    slugs = _slugs(name, place)
    while True:
        with suppress(IntegrityError), transaction.atomic():
            return Council.objects.create(slug=next(slugs), name=name, place=place, website=website)


def _slugs(name: str, place: str) -> Iterator[str]:
    plain = (slugify(name) or slugify(place))[:SLUG_LENGTH] or "council"
    yield plain
    longer = slugify(f"{name} {place}")[:SLUG_LENGTH]
    if longer not in {"", plain}:
        yield longer
    yield from (f"{plain}-{number}" for number in count(2))
