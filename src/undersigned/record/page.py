"""A dossier as its page composes it: all by date alone, each claim with those who say so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.forms import Form

from undersigned.record.document import (
    Claim,
    Count,
    DatedClaim,
    Document,
    FirstClaim,
    Happening,
    Question,
    Quotation,
    SocialPost,
    Source,
    Statement,
    Words,
    parse,
)
from undersigned.record.models import Version
from undersigned.record.queries import versions_by_state
from undersigned.record.states import State
from undersigned.record.stations import stations_of
from undersigned.sources.dates import Dated
from undersigned.sources.states import Relation
from undersigned.ui.journey import Station


@dataclass(frozen=True)
class Citation:
    """A source where it is cited: its relation to the matter always stands beside it."""

    source: Source
    relation: Words | str
    href: str


@dataclass(frozen=True)
class Line:
    """One line of the timeline: words, or a count of signatures."""

    date: str
    date_words: Words | None
    sources: tuple[str, ...]
    words: Words | None = None
    count: Count | None = None


@dataclass(frozen=True)
class Said:
    """A statement with the replies to it."""

    statement: Statement
    replies: tuple[Statement, ...]


@dataclass(frozen=True)
class Differing:
    """A question on which sources differ, its answers by their first source's date, the text."""

    question: Question
    answers: tuple[Claim, ...]
    text: Quotation | None


@dataclass(frozen=True)
class DossierPage:
    """One version of a dossier. `source_href` gives the address of what shows a source."""

    document: Document
    number: int
    sha256: str
    shown_at: datetime | None
    source_href: Callable[[str], str]
    permalink: str = ""
    json_href: str = ""
    shown: tuple[int, ...] = ()  # the numbers of the versions that show, the latest first

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.document.sources}

    @property
    def superseded(self) -> bool:
        """Whether a later version shows."""
        return bool(self.shown) and self.number < self.shown[0]

    def citation(self, source: str) -> Citation:
        """A source by its id, as it is cited."""
        found = self.sources[source]
        relation = found.relation_words or str(Relation(found.relation).label)
        return Citation(found, relation, self.source_href(source))

    @cached_property
    def all_sources(self) -> list[Citation]:
        return [self.citation(source.id) for source in self.document.sources]

    @cached_property
    def stations(self) -> list[Station]:
        return stations_of(self.document)

    @cached_property
    def timeline(self) -> list[Line]:
        return sorted(_lines(self.document), key=_middle)

    @cached_property
    def counts(self) -> list[Count]:
        return sorted(self.document.counts, key=_middle)

    @cached_property
    def statements(self) -> list[Said]:
        """By date; of one date by the speaker's name."""
        said = sorted(self.document.statements, key=_by_date_and_speaker)
        return [
            Said(one, tuple(reply for reply in said if reply.answers == one.id))
            for one in said
            if not one.answers
        ]

    @cached_property
    def questions(self) -> list[Differing]:
        texts = {decision.id: decision.operative_text for decision in self.document.facts.decisions}
        return [
            Differing(
                question,
                tuple(sorted(question.answers, key=self._first_said)),
                texts[question.beside],
            )
            for question in self.document.questions
        ]

    def _first_said(self, answer: Claim) -> date:
        dates = (self.sources[source].date for source in answer.sources)
        return min((Dated.read(text).middle for text in dates if text), default=date.max)

    @cached_property
    def social_posts(self) -> list[SocialPost]:
        return sorted(self.document.facts.social_posts, key=_middle)

    @cached_property
    def first_claims(self) -> list[FirstClaim]:
        return sorted(self.document.facts.first_claims, key=_middle)

    @cached_property
    def precedents(self) -> list[Happening]:
        return sorted(self.document.facts.precedents, key=_middle)

    @cached_property
    def afterwards(self) -> list[Happening]:
        facts = self.document.facts
        return sorted([*facts.lawsuits, *facts.reports], key=_middle)


@dataclass(frozen=True)
class ReviewsPage:
    """Versions by what became of them, for the moderators."""

    waiting: list[Version]
    decided: list[Version]


@dataclass(frozen=True)
class ReviewPage:
    """One version as readers will see it, and the forms of what can be decided on it."""

    version: Version
    dossier: DossierPage
    forms: dict[str, Form]


def reviews_page() -> ReviewsPage:
    """Two queries."""
    waiting = list(versions_by_state(State.WAITING))
    decided = list(versions_by_state(State.SHOWN, State.RETURNED, State.WITHDRAWN))
    return ReviewsPage(waiting, decided)


def review_page(version: Version, forms: dict[str, Form]) -> ReviewPage:
    """Sources lead to the foot of the page. Offers only what the version's state allows."""
    verbs = {
        State.WAITING: ("show", "return"),
        State.SHOWN: ("withdraw",),
    }
    dossier = DossierPage(
        document=parse(bytes(version.content)),
        number=version.number,
        sha256=version.sha256,
        shown_at=version.shown_at,
        source_href=lambda source: f"#source-{source}",
    )
    return ReviewPage(
        version, dossier, {verb: forms[verb] for verb in verbs.get(State(version.state), ())}
    )


def _middle(item: Line | DatedClaim | Count) -> date:
    return Dated.read(item.date).middle


def _by_date_and_speaker(statement: Statement) -> tuple[date, str]:
    name, _language = statement.speaker.best(statement.speaker.language)
    return _middle(statement), name.casefold()


def _lines(document: Document) -> list[Line]:
    petition, facts = document.petition, document.facts
    told: list[DatedClaim] = [
        *[moment for moment in (petition.launched, petition.delivered) if moment],
        *document.events,
        *facts.hearings,
        *facts.decisions,
        *facts.lawsuits,
        *facts.reports,
        *facts.precedents,
    ]
    return [
        *(Line(item.date, item.date_words, item.sources, words=item.words) for item in told),
        *(Line(item.date, item.date_words, item.sources, count=item) for item in document.counts),
    ]
