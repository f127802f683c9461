"""Statements and their sources, as components show them."""

from collections import defaultdict
from collections.abc import Iterable

from undersigned.sources.models import Source
from undersigned.sources.models import Statement as Said
from undersigned.sources.words import words_of
from undersigned.ui.pieces import Citation, Statement


def statements_of(rows: Iterable[Said]) -> tuple[Statement, ...]:
    """Statements with their replies below them, each by date alone."""
    answers: dict[int | None, list[Said]] = defaultdict(list)
    for row in rows:
        answers[row.answers_id].append(row)
    return tuple(_statement(row, answers) for row in answers[None])


def citation_of(source: Source) -> Citation:
    """A source as it is cited, with its relation to the matter."""
    return Citation(
        title=source.title,
        publisher=source.publisher,
        relation=source.get_relation_display(),
        when=words_of(source.dated),
        href=source.address,
    )


def _statement(row: Said, answers: dict[int | None, list[Said]]) -> Statement:
    return Statement(
        speaker=row.speaker,
        role=row.role,
        text=row.words,
        quoted=row.quoted,
        when=words_of(row.dated),
        language=row.language,
        source=citation_of(row.source),
        replies=tuple(_statement(reply, answers) for reply in answers[row.pk]),
    )
