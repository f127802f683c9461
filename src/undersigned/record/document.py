"""A dossier as typed, frozen objects, for pages to read. Mirrors schema/dossier-v0.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Words:
    """One text in one or more languages."""

    texts: Mapping[str, str]
    language: str  # the dossier's own, which is always there

    def best(self, language: str) -> tuple[str, str]:
        """The text, and its language: the one asked for, or else the dossier's own."""
        found = language if language in self.texts else self.language
        return self.texts[found], found


@dataclass(frozen=True, kw_only=True)
class Claim:
    words: Words
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DatedClaim(Claim):
    date: str
    date_words: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Happening(DatedClaim):
    id: str


@dataclass(frozen=True, kw_only=True)
class Source:
    id: str
    publisher: str
    relation: str
    relation_words: Words | None = None
    what: Words
    date: str = ""  # not known
    date_words: Words | None = None
    address: str = ""
    address_words: Words | None = None
    copy: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number as a source reports it, with the source's own qualifier."""

    value: int
    qualifier: str = ""
    quoting: Words | None = None
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Count(Figure):
    id: str
    date: str
    date_words: Words | None = None
    note: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Petition:
    campaign: str
    addressed_to: str
    demand: Claim
    preamble: Claim | None = None
    launched: DatedClaim
    delivered: DatedClaim | None = None
    text: str


@dataclass(frozen=True, kw_only=True)
class Group:
    name: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Coalition:
    size: Figure | None = None
    groups: tuple[Group, ...]


@dataclass(frozen=True, kw_only=True)
class Member:
    name: str
    role: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Council:
    name: str
    date: str
    date_words: Words | None = None
    members: tuple[Member, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Statement(Happening):
    speaker: Words
    role: Words | None = None
    position: str
    answers: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    id: str
    words: Words
    beside: str
    answers: tuple[Claim, ...]


@dataclass(frozen=True, kw_only=True)
class Hearing(Happening):
    minutes: Figure | None = None
    testimonies: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """An official text exactly as it stands; translations are the record's own."""

    text: str
    language: str
    translations: Mapping[str, str] | None = None
    lead_in: Words | None = None
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Decision(Happening):
    outcome: str
    tally: str
    roll_call: str
    operative_text: Quotation | None = None


@dataclass(frozen=True, kw_only=True)
class Commitment(Claim):
    id: str
    follows_from: str
    responsible: Words
    evidence: tuple[DatedClaim, ...]


@dataclass(frozen=True, kw_only=True)
class Wording(Claim):
    sponsor: str = ""
    when: Words | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterEntry:
    id: str
    person: str
    role: Words
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, kw_only=True)
class SocialPost(Happening):
    author: Words
    platform: str


@dataclass(frozen=True, kw_only=True)
class Report(Happening):
    members: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class FirstClaim(Happening):
    claimed_by: Words


@dataclass(frozen=True, kw_only=True)
class Facts:
    hearings: tuple[Hearing, ...]
    decisions: tuple[Decision, ...]
    commitments: tuple[Commitment, ...]
    register: tuple[RegisterEntry, ...]
    social_posts: tuple[SocialPost, ...]
    lawsuits: tuple[Happening, ...]
    reports: tuple[Report, ...]
    precedents: tuple[Happening, ...]
    first_claims: tuple[FirstClaim, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    format: str
    slug: str
    language: str
    title: Words
    place: str
    summary: Claim
    version_note: Words
    sources: tuple[Source, ...]
    petition: Petition
    coalition: Coalition
    council: Council
    counts: tuple[Count, ...]
    statements: tuple[Statement, ...]
    events: tuple[Happening, ...]
    questions: tuple[Question, ...]
    facts: Facts


def parse(content: bytes) -> Document:
    """A stored dossier, which was checked when it was imported."""
    value = json.loads(content)
    document: Document = _build(Document, value, value["language"])
    return document


def _build(kind: Any, value: Any, language: str) -> Any:
    """A value of a checked file as the type that stands for it."""
    if get_origin(kind) is UnionType:
        kind = get_args(kind)[0]
    if kind is Words:
        return Words(value, language)
    if get_origin(kind) is tuple:
        return tuple(_build(get_args(kind)[0], inside, language) for inside in value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: _build(hints[name], value[name], language) for name in value})
    return value
