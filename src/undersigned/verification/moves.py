"""How a check moves on: by a person who saw it as it stands, or by the worker, a batch at a time."""

from datetime import datetime

from django.utils.translation import gettext as _

from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.verification.models import Check
from undersigned.verification.states.checks import MOVES, CheckState


class WrongState(Refused):
    """The check's state does not allow this (any more)."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This cannot be done now. The check’s state is: “%(state)s”.")
            % {"state": CheckState(state).label}
        )


class ChangedMeanwhile(Refused):
    """Somebody else moved the check on after it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this check a moment ago. Please look at it again.")
        )


class Stopped(Exception):
    """The check is not, any more, where the worker had it: it was cancelled, or another worker has it."""


def locked(pk: int) -> Check:
    """The check as it stands, held until the transaction ends. SQLite has one writer anyway."""
    rows = Check.objects.select_related("roll")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)


def hold_petition(pk: int) -> None:
    """Hold the petition's row until the transaction ends: what is numbered by petition is numbered one by one.

    Its key is not held: the worker, which holds a check and stores rows that point at the petition, need not wait.
    """
    Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def at_work(pk: int, state: CheckState) -> Check:
    """The check, held as above, for a batch of the worker's. Raises Stopped if it is in another state by now."""
    check = locked(pk)
    if check.state != state:
        raise Stopped
    return check


def move(check: Check, verb: str, *, at: datetime, **facts: object) -> None:
    """Move on by a person's verb, as MOVES says, if the check is as that person read it.

    Raises WrongState, ChangedMeanwhile.
    """
    among, to = MOVES[verb]
    facts = {"state": to, "changed_at": at, **facts}
    seen = Check.objects.filter(pk=check.pk, state__in=among, changed_at=check.changed_at)
    if seen.update(**facts) != 1:
        state = Check.objects.values_list("state", flat=True).get(pk=check.pk)
        raise ChangedMeanwhile if state in among else WrongState(state)
    _take(check, facts)


def go_on(check: Check, **facts: object) -> None:
    """Write what the worker did in one batch; state, cursor and progress must be as the batch found them.

    Raises Stopped, so that the batch is taken back, if they are not.
    """
    read = Check.objects.filter(
        pk=check.pk, state=check.state, cursor=check.cursor, moved=check.moved
    )
    if read.update(**facts) != 1:
        raise Stopped
    _take(check, facts)


def _take(check: Check, facts: dict[str, object]) -> None:
    for name, value in facts.items():
        setattr(check, name, value)
