"""Councils with rules and a notice, and their people. All are synthetic."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory
from tests.factories.accounts import UserFactory

from undersigned.councils.actions.publishing import publish_notice, publish_rules
from undersigned.councils.documents import default_notice, default_rules
from undersigned.councils.models import Council, Member, Officer, Seat, Ward
from undersigned.councils.states import Role

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class CouncilFactory(DjangoModelFactory[Council]):
    """A council that nobody here represents, with version 1 of the default rules and notice."""

    class Meta:
        model = Council
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"exampleton-{n}")
    name = factory.Sequence(lambda n: f"Exampleton City Council {n}")
    place = "Exampleton"

    @factory.post_generation
    def documents(self: Council, _create: bool, _extracted: Any, **_: Any) -> None:  # noqa: FBT001
        facts: dict[str, Any] = {"council": self, "after": 0, "at": MONDAY, "by": "operator"}
        publish_rules(document=default_rules(self.place), **facts)
        publish_notice(document=default_notice(), **facts)


class WardFactory(DjangoModelFactory[Ward]):
    class Meta:
        model = Ward

    council = factory.SubFactory(CouncilFactory)
    name = factory.Sequence(lambda n: f"Ward {n}")
    position = factory.Sequence(lambda n: n)


class SeatFactory(DjangoModelFactory[Seat]):
    class Meta:
        model = Seat

    council = factory.SubFactory(CouncilFactory)
    name = factory.Sequence(lambda n: f"Seat {n}")
    position = factory.Sequence(lambda n: n)


class MemberFactory(DjangoModelFactory[Member]):
    class Meta:
        model = Member

    seat = factory.SubFactory(SeatFactory)
    name = factory.Sequence(lambda n: f"Cora Sample {n}")


class OfficerFactory(DjangoModelFactory[Officer]):
    """A clerk, unless `role` says otherwise."""

    class Meta:
        model = Officer

    council = factory.SubFactory(CouncilFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.CLERK
