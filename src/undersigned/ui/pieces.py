"""What the larger components are made of; any object with the same names serves as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from undersigned.ui.evidence import Level


@dataclass(frozen=True)
class Citation:
    """Where something is said: by whom, in what relation to the matter, when, where to read it."""

    title: str
    publisher: str = ""
    relation: str = ""
    when: date | str | None = None
    href: str = ""


@dataclass(frozen=True)
class Side:
    """One of two or more texts that stand side by side with equal weight."""

    heading: str
    text: str
    language: str = ""
    level: Level | None = None
    source: Citation | None = None


@dataclass(frozen=True)
class Statement:
    """What a person or body said; `quoted` if in their own words, else in summary.

    Every side is shown by the same template; only the date orders them.
    """

    speaker: str
    text: str
    role: str = ""
    quoted: bool = True
    when: date | str | None = None
    language: str = ""
    source: Citation | None = None
    replies: Sequence["Statement"] = ()


@dataclass(frozen=True)
class Moment:
    """One line of a timeline. It names its source, or `level` says what it rests on."""

    when: date | str
    text: str
    language: str = ""
    level: Level | None = None
    sources: Sequence[Citation] = ()
    anchor: str = ""
