"""Wards, seats, and who holds them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from undersigned.councils.actions.maps import drop_map
from undersigned.councils.events import (
    MemberAdded,
    MemberCorrected,
    SeatAdded,
    SeatRenamed,
    WardsSet,
)
from undersigned.councils.models import Council, Member, Seat, Ward
from undersigned.journal.announce import announce


class NameTaken(Exception):
    """The name stands twice: `taken`."""

    def __init__(self, taken: str) -> None:
        super().__init__("A name stands twice.")
        self.taken = taken


class WardsNeeded(Exception):
    """The rules in force ask signers for their ward, so there must be some."""


def set_wards(*, council: Council, names: Sequence[str], at: datetime, by: str) -> None:
    """The council's wards, in this order; signatures keep the ward's name they were made with.

    The map of the wards goes with the names it was made for. Raises NameTaken where a name stands twice, WardsNeeded
    where none is left and the rules in force ask for it.
    """
    for position, name in enumerate(names):
        if name in names[:position]:
            raise NameTaken(name)
    with transaction.atomic():
        rules = council.rules.first()
        if not names and rules and rules.document["ward"]:
            raise WardsNeeded
        if set(names) != set(council.wards.values_list("name", flat=True)):
            drop_map(council=council, at=at, by=by)
        council.wards.all().delete()
        Ward.objects.bulk_create(
            Ward(council=council, name=name, position=position)
            for position, name in enumerate(names)
        )
        announce(WardsSet(council=council.pk, wards=len(names)), at=at, by=by)


def add_seat(*, council: Council, name: str, at: datetime, by: str) -> Seat:
    """A seat, after the others. Raises NameTaken."""
    with transaction.atomic():
        _refuse_taken(council, name)
        last = council.seats.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        seat = Seat.objects.create(council=council, name=name, position=position)
        announce(SeatAdded(council=council.pk, seat=seat.pk), at=at, by=by)
    return seat


def rename_seat(*, seat: Seat, name: str, at: datetime, by: str) -> None:
    """Another name for a seat. Raises NameTaken."""
    with transaction.atomic():
        _refuse_taken(seat.council, name, but=seat.pk)
        if Seat.objects.filter(pk=seat.pk).exclude(name=name).update(name=name):
            announce(SeatRenamed(council=seat.council_id, seat=seat.pk), at=at, by=by)


def add_member(
    *, seat: Seat, name: str, since: date | None, until: date | None = None, at: datetime, by: str
) -> Member:
    """Enter who holds a seat; `until` is the last day, where it is known."""
    with transaction.atomic():
        member = Member.objects.create(seat=seat, name=name, since=since, until=until)
        announce(MemberAdded(council=seat.council_id, member=member.pk), at=at, by=by)
    return member


def correct_member(
    *, member: Member, name: str, since: date | None, until: date | None, at: datetime, by: str
) -> None:
    """Correct a member's name or term, or end the term with its last day, `until`."""
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(name=name, since=since, until=until)
        announce(MemberCorrected(council=member.seat.council_id, member=member.pk), at=at, by=by)


def _refuse_taken(council: Council, name: str, *, but: int = 0) -> None:
    if council.seats.filter(name=name).exclude(pk=but).exists():
        raise NameTaken(name)
