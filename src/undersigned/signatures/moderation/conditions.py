"""What a moderator asks for: a span of time, a language, held ones, or what found signatures have in common."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.models import Examination, Finding
from undersigned.signatures.states import State, Via

MANY = 5  # equal ones that are shown as a number; fewer could point at somebody
EXAMINED = (State.PENDING, State.CONFIRMED)  # the others are in no count


@dataclass(frozen=True)
class Condition:
    """What can be asked of the rows themselves. A span begins at `…_from` and ends before `…_until`."""

    confirmed_from: datetime | None = None
    confirmed_until: datetime | None = None
    signed_from: datetime | None = None
    signed_until: datetime | None = None
    language: str = ""
    via: str = ""
    held: bool = False

    def facts(self) -> dict[str, Any]:
        """What was given, for the examination's row."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in given.items()
            if value
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Condition":
        """The condition that an examination's row holds."""
        own = {field.name for field in fields(cls)}
        given: dict[str, Any] = {
            name: datetime.fromisoformat(value) if name.endswith(("_from", "_until")) else value
            for name, value in facts.items()
            if name in own
        }
        return cls(**given)

    def matches(self) -> Q:
        """The condition as a filter of signatures."""
        wanted = {
            "confirmed_at__gte": self.confirmed_from,
            "confirmed_at__lt": self.confirmed_until,
            "made_at__gte": self.signed_from,
            "made_at__lt": self.signed_until,
            "language": self.language,
            "via": self.via,
            "held": self.held,
        }
        return Q(**{name: value for name, value in wanted.items() if value})

    def words(self) -> Iterator[str]:
        """The condition in words, a line for each part."""
        spans = (
            (_("Confirmed from %(time)s"), self.confirmed_from),
            (_("Confirmed before %(time)s"), self.confirmed_until),
            (_("Signed from %(time)s"), self.signed_from),
            (_("Signed before %(time)s"), self.signed_until),
        )
        for words, when in spans:
            if when:
                yield words % {"time": _moment(when)}
        if self.language:
            names = dict(settings.LANGUAGES)
            yield _("Signed in %(language)s") % {"language": names.get(self.language, "–")}
        if self.via:
            yield str(Via(self.via).label)
        if self.held:
            yield _("Held")


@dataclass(frozen=True)
class Likeness:
    """What found signatures have in common, by marks: all parts that are given must fit.

    `domains` are marks in hex, and find what MANY share: otherwise whoever types a domain that one person alone has
    would be told whether that person signed. `address` asks for lines that MANY share, `name` for names that MANY bear.
    """

    domains: tuple[str, ...] = ()
    address: bool = False
    name: bool = False
    digits: bool = False

    def facts(self) -> dict[str, Any]:
        """What was given, for the examination's row."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(it) if name == "domains" else it for name, it in given.items() if it}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Likeness":
        """The likeness that an examination's row holds."""
        given = {**facts, "domains": tuple(facts.get("domains", ()))}
        return cls(**given)

    def matches(self, examination: Examination) -> Q:
        """The likeness as a filter of the findings of the examination that has the marks."""
        wanted = Q()
        if self.domains:
            wanted &= Q(domain__in=[bytes.fromhex(mark) for mark in self.domains])
            wanted &= _shared("domain", examination)
        for column in ("address", "name"):
            if getattr(self, column):
                wanted &= _shared(column, examination)
        return wanted & Q(digits=True) if self.digits else wanted

    def words(self, labels: Mapping[str, str]) -> Iterator[str]:
        """The likeness in words; `labels` are the mail domains by their marks."""
        if self.domains:
            names = ", ".join(labels.get(mark, "–") for mark in self.domains)
            yield _("Mail domain: %(domains)s") % {"domains": names}
        if self.address:
            yield _("Address lines that at least %(many)d share") % {"many": MANY}
        if self.name:
            yield _("Names that at least %(many)d bear") % {"many": MANY}
        if self.digits:
            yield _("Names with digits")


def signatures_of(examination: Examination) -> QuerySet[Signature]:
    """The signatures that an examination is to find, by its condition alone, oldest first."""
    rows = Signature.objects.filter(petition_id=examination.petition_id, state__in=EXAMINED)
    return rows.filter(Condition.of(examination.condition).matches()).order_by("pk")


def findings_like(examination: Examination, within: Examination) -> QuerySet[Finding]:
    """Of the findings of the examination that this one narrows, those that are alike as it asks."""
    likeness = Likeness.of(examination.condition["like"])
    return within.findings.filter(likeness.matches(within)).order_by("pk")


def groups(examination: Examination, column: str) -> QuerySet[Finding, dict[str, Any]]:
    """The marks that at least MANY findings share, most first: `column` and `number`."""
    marked = Finding.objects.filter(examination=examination).exclude(**{column: b""})
    counted = marked.values(column).annotate(number=Count("pk")).filter(number__gte=MANY)
    found: QuerySet[Finding, dict[str, Any]] = counted.order_by("-number", column)
    return found


def _shared(column: str, examination: Examination) -> Q:
    return Q(**{f"{column}__in": groups(examination, column).values(column)})


def _moment(when: datetime) -> str:
    local = timezone.localtime(when)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
