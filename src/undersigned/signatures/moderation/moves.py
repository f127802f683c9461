"""How an examination moves on: by a person who saw it as it stands, or by the worker, a batch at a time."""

from datetime import datetime

from django.utils.translation import gettext as _

from undersigned.petitions.rules import Refused
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.states import MOVES, State


class WrongState(Refused):
    """The examination's state does not allow this (any more)."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This cannot be done now. The examination’s state is: “%(state)s”.")
            % {"state": State(state).label}
        )


class ChangedMeanwhile(Refused):
    """Somebody else moved the examination on after it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this examination a moment ago. Please look at it again.")
        )


def locked(pk: int) -> Examination:
    """The examination as it stands, held until the transaction ends. SQLite has one writer anyway."""
    return Examination.objects.select_for_update(of=("self",)).get(pk=pk)


def move(examination: Examination, verb: str, *, at: datetime, **facts: object) -> None:
    """Move on by a person's verb, as MOVES says, if the examination is as that person read it.

    Raises WrongState, ChangedMeanwhile.
    """
    among, to = MOVES[verb]
    facts = {"state": to, "changed_at": at, "cursor": 0, "moved": 0, **facts}
    seen = Examination.objects.filter(
        pk=examination.pk, state__in=among, changed_at=examination.changed_at
    )
    if seen.update(**facts) != 1:
        state = Examination.objects.values_list("state", flat=True).get(pk=examination.pk)
        raise ChangedMeanwhile if state in among else WrongState(state)
    for name, value in facts.items():
        setattr(examination, name, value)


def go_on(examination: Examination, **facts: object) -> None:
    """Write what the worker did in one batch; the state and the cursor must be as the batch found them.

    Raises RuntimeError, so that the batch is taken back, if another worker did it meanwhile.
    """
    read = Examination.objects.filter(
        pk=examination.pk, state=examination.state, cursor=examination.cursor
    )
    if read.update(**facts) != 1:
        raise RuntimeError("An examination changed while the worker had it.")
    for name, value in facts.items():
        setattr(examination, name, value)
