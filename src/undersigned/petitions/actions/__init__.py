"""What can be done to groups, drafts and petitions: one verb each.

All take `at` and `by`. A refusal is a `rules.Refused`, whose message is for the person who asked.
Two who act on one petition at once: one wins, the other gets WrongState or ChangedMeanwhile.
"""

from undersigned.petitions.actions.coalition import agree, ask_partner, ask_sponsor, remove_sponsor
from undersigned.petitions.actions.drafting import draft, revise, succeed
from undersigned.petitions.actions.groups import found_group, invite_organiser, join_group
from undersigned.petitions.actions.officials import name_official, reply, unname_official
from undersigned.petitions.actions.opening import close, close_due, end, open_petition
from undersigned.petitions.actions.review import approve, return_to_draft, submit, take_back
from undersigned.petitions.actions.takedown import (
    restore,
    take_down,
    warn_of_takedown,
    withdraw_warning,
)

__all__ = [
    "agree",
    "approve",
    "ask_partner",
    "ask_sponsor",
    "close",
    "close_due",
    "draft",
    "end",
    "found_group",
    "invite_organiser",
    "join_group",
    "name_official",
    "open_petition",
    "remove_sponsor",
    "reply",
    "restore",
    "return_to_draft",
    "revise",
    "submit",
    "succeed",
    "take_back",
    "take_down",
    "unname_official",
    "warn_of_takedown",
    "withdraw_warning",
]
