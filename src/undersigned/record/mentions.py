"""Everything that one source says in a dossier, for the source's own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from undersigned.record.document import (
    Claim,
    DatedClaim,
    Document,
    Facts,
    Figure,
    Quotation,
    Words,
)


@dataclass(frozen=True)
class Mention:
    """One thing that sources say: of what kind, about whom, and where on the dossier's page."""

    kind: str
    anchor: str
    sources: tuple[str, ...]
    about: Words | str = ""
    words: Words | str = ""
    dated: DatedClaim | None = None
    figure: Figure | None = None
    of_what: str = ""  # what the figure counts; "hours" for minutes
    quotation: Quotation | None = None


class _Item(Protocol):
    @property
    def id(self) -> str: ...


def mentions_of(document: Document, source: str) -> list[Mention]:
    """In the order of the dossier's page."""
    return [mention for mention in _all(document) if source in mention.sources]


def _all(document: Document) -> Iterator[Mention]:
    yield from _petition(document)
    for count in document.counts:
        yield _figure(_("Count"), _at(count), count, _("signatures"))
    for event in document.events:
        yield _dated(_("Event"), _at(event), event)
    for statement in document.statements:
        yield _dated(_("Statement"), _at(statement), statement, about=statement.speaker)
    yield from _hearing_and_decision(document.facts)
    for question in document.questions:
        for answer in question.answers:
            yield _claim(_("Answer"), _at(question), answer, about=question.words)
    members = ", ".join(member.name for member in document.council.members)
    yield Mention(_("Members"), "council", document.council.sources, words=members)
    yield from _promises(document.facts)
    yield from _later(document.facts)


def _petition(document: Document) -> Iterator[Mention]:
    petition, kind = document.petition, _("Petition")
    for claim in (petition.demand, petition.preamble):
        if claim:
            yield _claim(kind, "petition", claim)
    for moment in (petition.launched, petition.delivered):
        if moment:
            yield _dated(kind, "petition", moment)
    if document.coalition.size:
        yield _figure(_("Coalition"), "petition", document.coalition.size, _("groups"))
    for group in document.coalition.groups:
        yield Mention(_("Coalition"), "petition", group.sources, words=group.name)


def _hearing_and_decision(facts: Facts) -> Iterator[Mention]:
    for hearing in facts.hearings:
        yield _dated(_("Hearing"), _at(hearing), hearing)
        if hearing.minutes:
            yield _figure(_("Hearing"), _at(hearing), hearing.minutes, "hours")
        if hearing.testimonies:
            yield _figure(_("Hearing"), _at(hearing), hearing.testimonies, _("testimonies"))
    for decision in facts.decisions:
        yield _dated(_("Decision"), _at(decision), decision)
        if text := decision.operative_text:
            yield Mention(_("Operative text"), _at(decision), text.sources, quotation=text)


def _promises(facts: Facts) -> Iterator[Mention]:
    for entry in facts.register:
        for wording in entry.wordings:
            yield _claim(_("Register"), _at(entry), wording, about=entry.person)
    for commitment in facts.commitments:
        yield _claim(_("Promise"), _at(commitment), commitment)
        for evidence in commitment.evidence:
            yield _dated(_("Evidence"), _at(commitment), evidence)


def _later(facts: Facts) -> Iterator[Mention]:
    for post in facts.social_posts:
        yield _dated(_("Post"), _at(post), post, about=post.author)
    for suit in facts.lawsuits:
        yield _dated(_("Lawsuit"), _at(suit), suit)
    for report in facts.reports:
        yield _dated(_("Report"), _at(report), report)
        if report.members:
            yield _figure(_("Report"), _at(report), report.members, _("members"))
    for precedent in facts.precedents:
        yield _dated(_("Elsewhere"), _at(precedent), precedent)
    for first in facts.first_claims:
        yield _dated(_("Claim to be the first"), _at(first), first, about=first.claimed_by)


def _at(item: _Item) -> str:
    return f"item-{item.id}"


def _claim(kind: str, anchor: str, claim: Claim, about: Words | str = "") -> Mention:
    return Mention(kind, anchor, claim.sources, about, claim.words)


def _dated(kind: str, anchor: str, claim: DatedClaim, about: Words | str = "") -> Mention:
    return Mention(kind, anchor, claim.sources, about, claim.words, dated=claim)


def _figure(kind: str, anchor: str, figure: Figure, of_what: str) -> Mention:
    return Mention(kind, anchor, figure.sources, figure=figure, of_what=of_what)
