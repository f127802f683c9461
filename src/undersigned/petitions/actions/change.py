"""How a petition's row changes: by whoever saw it last, from the states that allow it."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import MOVES, State


class WrongState(Refused):
    """The petition's state does not allow this (any more); `state` is the one it has."""

    def __init__(self, state: str) -> None:
        self.state = State(state)
        super().__init__(
            _("This cannot be done now. The petition’s state is: “%(state)s”.")
            % {"state": self.state.label}
        )


class ChangedMeanwhile(Refused):
    """Somebody else changed the petition after it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this petition a moment ago. Please look at it again.")
        )


def move(petition: Petition, verb: str, *, at: datetime, **facts: object) -> None:
    """Bring the petition from one state into another, as MOVES says. Raises as `change` does."""
    among, to = MOVES[verb]
    change(petition, among=among, at=at, state=to, **facts)


def change(petition: Petition, *, among: Collection[str], at: datetime, **facts: object) -> None:
    """Write facts to the row if it is as the caller read it, and to the object.

    Raises WrongState if its state is not `among` these, else ChangedMeanwhile.
    """
    facts["changed_at"] = at
    seen = Petition.objects.filter(pk=petition.pk, state__in=among, changed_at=petition.changed_at)
    if seen.update(**facts) != 1:
        state = Petition.objects.values_list("state", flat=True).get(pk=petition.pk)
        raise ChangedMeanwhile if state in among else WrongState(state)
    for name, value in facts.items():
        setattr(petition, name, value)


def locked(petition: Petition, *, among: Collection[str]) -> Petition:
    """The petition as it stands, held until the transaction ends, for what changes beside its row.

    Raises WrongState.
    """
    row = Petition.objects.select_for_update(of=("self",)).select_related("council")
    found = row.get(pk=petition.pk)
    if found.state not in among:
        raise WrongState(found.state)
    return found
