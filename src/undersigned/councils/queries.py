"""What the pages of councils show; constant numbers of queries, whatever a council has."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from undersigned.accounts.models import User
from undersigned.councils.documents import NOTICE_PARTS
from undersigned.councils.maps import DrawnWards, drawn_wards
from undersigned.councils.models import (
    Appointment,
    Council,
    Member,
    Notice,
    Officer,
    Published,
    Rules,
    Seat,
)
from undersigned.councils.states import CLERKS, Basis, Field
from undersigned.ui.links import public_link


@dataclass(frozen=True)
class RulesWords:
    """Rules as a reader sees them."""

    words: str
    bases: list[str]
    fields: list[str]
    minimum_age: int | None
    ward: bool
    circulator: str


@dataclass(frozen=True)
class NoticeWords:
    """A notice as a reader sees it."""

    public: str
    seen_by: str
    until: str


@dataclass(frozen=True)
class MemberRow:
    pk: int
    name: str
    since: date | None
    until: date | None
    claimed: bool
    in_office: bool


@dataclass(frozen=True)
class SeatRow:
    pk: int
    name: str
    members: list[MemberRow]


@dataclass(frozen=True)
class CouncilPage:
    """A council, to the public or to its office."""

    council: Council
    permalink: str
    rules: RulesWords
    notice: NoticeWords
    rules_official: bool
    notice_official: bool
    rules_versions: list[Rules]
    notice_versions: list[Notice]
    wards: list[str]
    drawn: DrawnWards | None
    seats: list[SeatRow]
    may_change: bool = False


@dataclass(frozen=True)
class WardMapPage:
    """A council's wards and their map, to those who may change it; where its two buttons lead."""

    council: Council
    wards: list[str]
    drawn: DrawnWards | None
    back: str
    remove: str


@dataclass(frozen=True)
class VersionPage:
    """One version of a council's rules or notice, and what its SHA-256 is taken of."""

    council: Council
    version: Published
    official: bool
    latest: int
    rules: RulesWords | None
    notice: NoticeWords | None


@dataclass(frozen=True)
class PeoplePage:
    """Who acts for a council, and who is invited to."""

    council: Council
    officers: list[Officer]
    appointments: list[Appointment]


def council_page(council: Council, *, on: date, may_change: bool = False) -> CouncilPage:
    """Everything about a council on one page; seven queries."""
    rules, notices = list(council.rules.all()), list(council.notices.all())
    return CouncilPage(
        council=council,
        permalink=public_link(
            "councils:council", language=get_language() or "en", slug=council.slug
        ),
        rules=rules_words(rules[0].document),
        notice=notice_words(notices[0].document),
        rules_official=_is_official(council, rules[0]),
        notice_official=_is_official(council, notices[0]),
        rules_versions=rules,
        notice_versions=notices,
        wards=[ward.name for ward in council.wards.all()],
        drawn=drawn_wards(council),
        seats=[_seat_row(seat, on) for seat in council.seats.prefetch_related("members")],
        may_change=may_change,
    )


def ward_map_page(council: Council, *, back: str, remove: str) -> WardMapPage:
    """Three queries."""
    wards = [ward.name for ward in council.wards.all()]
    return WardMapPage(council, wards, drawn_wards(council), back, remove)


def version_page(council: Council, kind: type[Rules | Notice], number: int) -> VersionPage:
    """One version. Raises the kind's DoesNotExist."""
    versions = kind.objects.filter(council=council)
    version = versions.get(number=number)
    latest = versions.values_list("number", flat=True)[0]
    is_rules = isinstance(version, Rules)
    return VersionPage(
        council=council,
        version=version,
        official=_is_official(council, version),
        latest=latest,
        rules=rules_words(version.document) if is_rules else None,
        notice=None if is_rules else notice_words(version.document),
    )


def people_page(council: Council, *, at: datetime) -> PeoplePage:
    """Three queries."""
    return PeoplePage(
        council=council,
        officers=list(council.officers.select_related("user")),
        appointments=list(open_appointments(council, at=at)),
    )


def open_appointments(council: Council, *, at: datetime) -> QuerySet[Appointment]:
    """Invitations to act for a council that can still be claimed."""
    return (
        council.appointments.filter(
            invitation__claimed_at__isnull=True,
            invitation__withdrawn_at__isnull=True,
            invitation__expires_at__gt=at,
        )
        .select_related("invitation", "member")
        .order_by("invitation__made_at", "pk")
    )


def councils_of(user: User) -> QuerySet[Council]:
    """Those the user acts for, as officer or member."""
    officer = Council.objects.filter(officers__user=user)
    member = Council.objects.filter(seats__members__user=user)
    return (officer | member).distinct()


def clerks_of(council: Council) -> QuerySet[Officer]:
    """Its clerk and deputies."""
    return council.officers.filter(role__in=CLERKS).select_related("user")


def councils_for_operators() -> QuerySet[Council]:
    """All, with their clerks at hand."""
    return Council.objects.prefetch_related("officers__user")


def rules_words(document: dict[str, Any]) -> RulesWords:
    """Rules in the page's language."""
    return RulesWords(
        words=_in_language(document["words"]),
        bases=[str(Basis(basis).label) for basis in document["bases"]],
        fields=[str(Field(field).label) for field in document["fields"]],
        minimum_age=document["minimum_age"],
        ward=document["ward"],
        circulator=_in_language(document["circulator"]) if "circulator" in document else "",
    )


def notice_words(document: dict[str, Any]) -> NoticeWords:
    """A notice in the page's language."""
    return NoticeWords(**{part: _in_language(document[part]) for part in NOTICE_PARTS})


def free_members(council: Council) -> QuerySet[Member]:
    """Those whose entry nobody has claimed."""
    return Member.objects.filter(seat__council=council, user__isnull=True).select_related("seat")


def _is_official(council: Council, version: Published) -> bool:
    """Whether the council's own clerk published it; before there was one, it is this site's to begin with."""
    return council.represented_since is not None and version.made_at >= council.represented_since


def _in_language(words: dict[str, str]) -> str:
    return words.get(get_language() or "en") or words["en"]


def _seat_row(seat: Seat, on: date) -> SeatRow:
    members = [
        MemberRow(
            pk=member.pk,
            name=member.name,
            since=member.since,
            until=member.until,
            claimed=member.claimed_at is not None,
            in_office=member.is_in_office(on),
        )
        for member in seat.members.all()
    ]
    return SeatRow(pk=seat.pk, name=seat.name, members=members)
