"""Rules and notices: published in versions that never change."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from undersigned.councils.documents import BadDocument, Document, check_notice, check_rules
from undersigned.councils.events import NoticePublished, RulesPublished
from undersigned.councils.models import Council, Notice, Rules
from undersigned.journal.announce import announce

V = TypeVar("V", Rules, Notice)


class Overtaken(Exception):
    """Somebody else published a version since this one was begun."""


class Unchanged(Exception):
    """The document is the same as the version in force."""


def publish_rules(
    *, council: Council, document: Document, after: int, at: datetime, by: str
) -> Rules:
    """Publish the next version of a council's rules on who may sign, begun from version `after` (0: none).

    Petitions that are open keep the version they opened under. Raises BadDocument, Unchanged, Overtaken.
    """
    check_rules(document)
    if document["ward"] and not council.wards.exists():
        raise BadDocument("ward")
    with transaction.atomic():
        rules = _next(Rules, council, document, after=after, at=at)
        event = RulesPublished(council=council.pk, number=rules.number, sha256=rules.sha256)
        announce(event, at=at, by=by)
    return rules


def publish_notice(
    *, council: Council, document: Document, after: int, at: datetime, by: str
) -> Notice:
    """Publish the next version of a council's public-records notice, begun from version `after` (0: none).

    Petitions that are open keep the version they opened under. Raises BadDocument, Unchanged, Overtaken.
    """
    check_notice(document)
    with transaction.atomic():
        notice = _next(Notice, council, document, after=after, at=at)
        event = NoticePublished(council=council.pk, number=notice.number, sha256=notice.sha256)
        announce(event, at=at, by=by)
    return notice


def _next(kind: type[V], council: Council, document: Document, *, after: int, at: datetime) -> V:
    """The next version's row; the council's row is locked, so of two who publish at once the slower is Overtaken."""
    Council.objects.select_for_update().get(pk=council.pk)
    latest = kind.objects.filter(council=council).first()
    if (latest.number if latest else 0) != after:
        raise Overtaken
    sha256 = kind.hash_of(document)
    if latest and latest.sha256 == sha256:
        raise Unchanged
    return kind.objects.create(
        council=council, number=after + 1, document=document, sha256=sha256, made_at=at
    )
