"""Petitions in each state, with a council, its rules and notice, and a coalition; all invented."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory
from tests.factories.accounts import UserFactory

from undersigned.accounts.models import User
from undersigned.councils.models import Council, Notice, Rules, Ward
from undersigned.petitions.models import Group, GroupMember, Petition, Sponsor
from undersigned.petitions.queries import find_public
from undersigned.petitions.states import State
from undersigned.petitions.text import folded

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

RULES = {
    "bases": ["live", "work", "study"],
    "minimum_age": 16,
    "fields": ["address", "postcode"],
    "ward": True,
    "words": {"en": "Anyone who lives, works or studies here.", "es": "Quien viva o trabaje aquí."},
}
NOTICE = {
    "public": {"en": "Names and addresses may be requested.", "es": "Se pueden pedir los nombres."},
    "seen_by": {"en": "The clerk's office.", "es": "La secretaría."},
    "until": {"en": "Two years after closing.", "es": "Dos años después del cierre."},
}


class CouncilFactory(DjangoModelFactory[Council]):
    class Meta:
        model = Council

    slug = factory.Sequence(lambda n: f"exampleton-{n}")
    name = factory.Sequence(lambda n: f"Exampleton City Council {n}")
    place = "Exampleton"


class GroupFactory(DjangoModelFactory[Group]):
    class Meta:
        model = Group

    slug = factory.Sequence(lambda n: f"river-friends-{n}")
    name = factory.Sequence(lambda n: f"River Friends {n}")


class OrganiserFactory(UserFactory):
    """A user with a second factor; `organiser_of(group)` makes one who acts for a group."""

    email = factory.Sequence(lambda n: f"ben-{n}@example.org")
    name = factory.Sequence(lambda n: f"Ben Sample {n}")


class PetitionFactory(DjangoModelFactory[Petition]):
    """A draft."""

    class Meta:
        model = Petition

    slug = factory.Sequence(lambda n: f"keep-the-river-path-{n}")
    council = factory.SubFactory(CouncilFactory)
    lead = factory.SubFactory(GroupFactory)
    title = factory.Sequence(lambda n: f"Keep the river path open {n}")
    summary = "The path by the river is closed at dusk. We ask that it stay open."
    text = (
        "We ask the council to keep the river path open at all hours.\n\nMany walk home that way."
    )
    goal = 500
    created_at = MONDAY
    changed_at = MONDAY


def with_rules(council: Council) -> tuple[Rules, Notice]:
    """Version 1 of a council's rules and notice, and two wards."""
    facts = {"council": council, "number": 1, "made_at": MONDAY}
    for position, name in enumerate(["North", "South"]):
        Ward.objects.create(council=council, name=name, position=position)
    return (
        Rules.objects.create(document=RULES, sha256=Rules.hash_of(RULES), **facts),
        Notice.objects.create(document=NOTICE, sha256=Notice.hash_of(NOTICE), **facts),
    )


def organiser_of(group: Group, **facts: object) -> User:
    """A user who acts for a group."""
    user = OrganiserFactory(**facts)
    GroupMember.objects.create(group=group, user=user)
    return user


def draft_petition(**facts: object) -> Petition:
    """A draft whose lead group sponsors it; its council has rules, a notice and wards."""
    petition = PetitionFactory(**facts)
    if not petition.council.rules.exists():
        with_rules(petition.council)
    Sponsor.objects.create(petition=petition, group=petition.lead, asked_at=petition.created_at)
    return petition


def open_petition(*, sponsors: int = 2, **facts: object) -> Petition:
    """An OPEN petition with council, rules, notice, wards and a coalition that agreed.

    `sponsors` counts the groups; facts are fields of the petition, such as `slug`, `council`,
    `goal`, `closes_on`, `opened_at`.
    """
    opened_at = facts.setdefault("opened_at", MONDAY + timedelta(days=1))
    petition = draft_petition(**facts)
    for _ in range(sponsors - 1):
        Sponsor.objects.create(petition=petition, group=GroupFactory(), asked_at=MONDAY)
    text_sha256 = petition.hash_of_text()
    petition.sponsors.update(agreed_at=MONDAY, agreed_sha256=text_sha256)
    council = petition.council
    words = (petition.title, petition.summary, petition.text, council.name, council.place)
    Petition.objects.filter(pk=petition.pk).update(
        state=State.OPEN,
        submitted_at=MONDAY,
        approved_at=MONDAY,
        changed_at=opened_at,
        text_sha256=text_sha256,
        search_words=folded("\n".join(words)),
        rules=council.rules.first(),
        notice=council.notices.first(),
    )
    return find_public(petition.slug)


def closed_petition(**facts: object) -> Petition:
    """A closed petition; facts as for `open_petition`."""
    closed_at = facts.pop("closed_at", MONDAY + timedelta(days=30))
    petition = open_petition(**facts)
    Petition.objects.filter(pk=petition.pk).update(state=State.CLOSED, closed_at=closed_at)
    return find_public(petition.slug)


def taken_down_petition(**facts: object) -> Petition:
    """A petition that was taken down; facts as for `open_petition`."""
    petition = open_petition(**facts)
    Petition.objects.filter(pk=petition.pk).update(
        state=State.TAKEN_DOWN,
        takedown_reason="private",
        takedown_words="It named a person who holds no office.",
        takedown_warned_at=MONDAY + timedelta(days=5),
        takedown_at=MONDAY + timedelta(days=8),
    )
    return find_public(petition.slug)
