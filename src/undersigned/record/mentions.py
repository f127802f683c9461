"""Everything that one source says in a dossier, for the source's own page."""

from collections.abc import Iterator
from dataclasses import dataclass

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


def mentions_of(document: Document, source: str) -> list[Mention]:
    """In the order of the dossier's page."""
    return [mention for mention in _all(document) if source in mention.sources]


def _all(document: Document) -> Iterator[Mention]:
    yield from _petition(document)
    for count in document.counts:
        yield _figure(_("Count"), count.id, count, _("signatures"))
    for event in document.events:
        yield _dated(_("Event"), event.id, event)
    for statement in document.statements:
        yield _dated(_("Statement"), statement.id, statement, about=statement.speaker)
    yield from _hearing_and_decision(document.facts)
    for question in document.questions:
        for answer in question.answers:
            yield _claim(_("Answer"), question.id, answer, about=question.words)
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
        yield _dated(_("Hearing"), hearing.id, hearing)
        if hearing.minutes:
            yield _figure(_("Hearing"), hearing.id, hearing.minutes, "hours")
        if hearing.testimonies:
            yield _figure(_("Hearing"), hearing.id, hearing.testimonies, _("testimonies"))
    for decision in facts.decisions:
        yield _dated(_("Decision"), decision.id, decision)
        if text := decision.operative_text:
            yield Mention(_("Operative text"), decision.id, text.sources, quotation=text)


def _promises(facts: Facts) -> Iterator[Mention]:
    for entry in facts.register:
        for wording in entry.wordings:
            yield _claim(_("Register"), entry.id, wording, about=entry.person)
    for commitment in facts.commitments:
        yield _claim(_("Promise"), commitment.id, commitment)
        for evidence in commitment.evidence:
            yield _dated(_("Evidence"), commitment.id, evidence)


def _later(facts: Facts) -> Iterator[Mention]:
    for post in facts.social_posts:
        yield _dated(_("Post"), post.id, post, about=post.author)
    for suit in facts.lawsuits:
        yield _dated(_("Lawsuit"), suit.id, suit)
    for report in facts.reports:
        yield _dated(_("Report"), report.id, report)
        if report.members:
            yield _figure(_("Report"), report.id, report.members, _("members"))
    for precedent in facts.precedents:
        yield _dated(_("Elsewhere"), precedent.id, precedent)
    for first in facts.first_claims:
        yield _dated(_("Claim to be the first"), first.id, first, about=first.claimed_by)


def _claim(kind: str, anchor: str, claim: Claim, about: Words | str = "") -> Mention:
    return Mention(kind, anchor, claim.sources, about, claim.words)


def _dated(kind: str, anchor: str, claim: DatedClaim, about: Words | str = "") -> Mention:
    return Mention(kind, anchor, claim.sources, about, claim.words, dated=claim)


def _figure(kind: str, anchor: str, figure: Figure, of_what: str) -> Mention:
    return Mention(kind, anchor, figure.sources, figure=figure, of_what=of_what)
