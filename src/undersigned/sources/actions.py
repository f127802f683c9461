"""Add a source; put a statement, or a reply, on the record of what it is about."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.sources.dates import Dated
from undersigned.sources.events import ReplyMade, SourceAdded, StatementMade
from undersigned.sources.models import Source, Statement
from undersigned.sources.states import Kind, Position, Relation

_ABOUT = re.compile(r"[a-z]+:[a-z0-9-]+", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s]+")


class SourceRefused(ValueError):
    """A source that cannot be cited as it stands; the message says why."""


class StatementRefused(ValueError):
    """A statement or reply that cannot stand on the record; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """Who said what: the part of a statement or reply that somebody types.

    `dated` is a date as in dates.py; `quoted` says whether `words` are the speaker's own or a
    summary of them.
    """

    speaker: str
    words: str
    dated: str
    quoted: bool
    role: str = ""
    position: Position = Position.UNSTATED
    language: str = "en"


@transaction.atomic
def add_source(
    *,
    publisher: str,
    relation: Relation,
    title: str,
    at: datetime,
    by: str,
    address: str = "",
    dated: str = "",
    archived_sha256: str = "",
) -> Source:
    """Add a source that statements can cite. Raises SourceRefused.

    An empty address, date or hash says that none is known or held; none of them is ever guessed.
    """
    if not publisher.strip() or not title.strip():
        raise SourceRefused("A source needs a publisher and a title.")
    if address and not _ADDRESS.fullmatch(address):
        raise SourceRefused("An address begins with https:// or http://.")
    if archived_sha256 and not _SHA256.fullmatch(archived_sha256):
        raise SourceRefused("A SHA-256 is 64 digits 0-9 and letters a-f.")
    if dated:
        _check_date(dated, SourceRefused)
    source = Source.objects.create(
        publisher=publisher,
        relation=relation,
        title=title,
        address=address,
        dated=dated,
        archived_sha256=archived_sha256,
        added_at=at,
    )
    announce(SourceAdded(source=source.pk), at=at, by=by)
    return source


@transaction.atomic
def state(*, about: str, said: Said, source: Source, at: datetime, by: str) -> Statement:
    """Put a statement on the record of `about` (such as "petition:7"). Raises StatementRefused."""
    statement = _record(about=about, said=said, source=source, at=at, kind=Kind.STATEMENT)
    announce(StatementMade(statement=statement.pk, about=about), at=at, by=by)
    return statement


@transaction.atomic
def reply(
    *,
    about: str,
    said: Said,
    source: Source,
    at: datetime,
    by: str,
    answers: Statement | None = None,
) -> Statement:
    """Put a reply on the record of `about`: to it as a whole, or to one statement about it.

    Raises StatementRefused.
    """
    if answers and answers.about != about:
        raise StatementRefused("A reply stands on the same record as the statement it answers.")
    made = _record(about=about, said=said, source=source, at=at, kind=Kind.REPLY, answers=answers)
    answered = answers.pk if answers else None
    announce(ReplyMade(statement=made.pk, about=about, answers=answered), at=at, by=by)
    return made


def _record(
    *,
    about: str,
    said: Said,
    source: Source,
    at: datetime,
    kind: Kind,
    answers: Statement | None = None,
) -> Statement:
    if not _ABOUT.fullmatch(about):
        raise StatementRefused(f"{about!r} names nothing that a statement can be about.")
    if not said.speaker.strip() or not said.words.strip():
        raise StatementRefused("A statement needs a speaker and words.")
    _check_date(said.dated, StatementRefused)
    return Statement.objects.create(
        about=about,
        kind=kind,
        answers=answers,
        speaker=said.speaker,
        role=said.role,
        position=said.position,
        words=said.words,
        quoted=said.quoted,
        language=said.language,
        source=source,
        dated=said.dated,
        recorded_at=at,
    )


def _check_date(text: str, refusal: type[SourceRefused | StatementRefused]) -> None:
    try:
        Dated.read(text)
    except ValueError as problem:
        raise refusal(str(problem)) from problem
