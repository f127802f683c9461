"""Who may type in a petition's paper sheets: its coalition, and its council's clerk, each its own."""

from undersigned.accounts.models import User
from undersigned.councils.rules import is_clerk_of
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import is_in_coalition
from undersigned.signatures.sheets.models import Sheet
from undersigned.signatures.sheets.states import Side


def side_of(user: User, petition: Petition) -> Side | None:
    """For whom the user receives sheets; of who acts for both, the coalition, since less is claimed by it."""
    if is_in_coalition(user, petition):
        return Side.COALITION
    return Side.CLERK if is_clerk_of(user, petition.council) else None


def may_type(user: User, sheet: Sheet) -> bool:
    """A sheet is its side's alone: the other neither types, nor counts, nor strikes a line of it."""
    if sheet.side == Side.COALITION:
        return is_in_coalition(user, sheet.petition)
    return is_clerk_of(user, sheet.petition.council)
