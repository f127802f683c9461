"""What changes a council. Time and actor are passed in; nothing else saves councils, their documents or people."""

from undersigned.councils.actions.adding import CouncilKnown, add_council
from undersigned.councils.actions.maps import NoMap, remove_map, set_map
from undersigned.councils.actions.people import (
    SeatTaken,
    appoint,
    invite,
    remove_officer,
    withdraw_invitation,
)
from undersigned.councils.actions.publishing import (
    Overtaken,
    Unchanged,
    publish_notice,
    publish_rules,
)
from undersigned.councils.actions.seats import (
    NameTaken,
    WardsNeeded,
    add_member,
    add_seat,
    correct_member,
    rename_seat,
    set_wards,
)

__all__ = [
    "CouncilKnown",
    "NameTaken",
    "NoMap",
    "Overtaken",
    "SeatTaken",
    "Unchanged",
    "WardsNeeded",
    "add_council",
    "add_member",
    "add_seat",
    "appoint",
    "correct_member",
    "invite",
    "publish_notice",
    "publish_rules",
    "remove_map",
    "remove_officer",
    "rename_seat",
    "set_map",
    "set_wards",
    "withdraw_invitation",
]
