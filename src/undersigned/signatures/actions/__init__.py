"""What can be done to signatures: one verb each. `sign` and `confirm` take lists, one outcome an item."""

from undersigned.signatures.actions.confirm import confirm
from undersigned.signatures.actions.count import check_counts, count
from undersigned.signatures.actions.drop import drop
from undersigned.signatures.actions.erase import erase
from undersigned.signatures.actions.examine import (
    count_matching,
    examine_one,
    forget_marks,
    look_closer,
    narrow,
)
from undersigned.signatures.actions.expire import expire
from undersigned.signatures.actions.hold import hold, release
from undersigned.signatures.actions.letters import answer_asks, ask_again, move_address, remind
from undersigned.signatures.actions.open_one import open_one
from undersigned.signatures.actions.publish_names import publish_names
from undersigned.signatures.actions.run_examinations import run_examinations
from undersigned.signatures.actions.sign import sign
from undersigned.signatures.actions.take_contacts import take_contacts
from undersigned.signatures.actions.void import approve, ask_to_undo, ask_to_void, cancel, refuse

__all__ = [
    "answer_asks",
    "approve",
    "ask_again",
    "ask_to_undo",
    "ask_to_void",
    "cancel",
    "check_counts",
    "confirm",
    "count",
    "count_matching",
    "drop",
    "erase",
    "examine_one",
    "expire",
    "forget_marks",
    "hold",
    "look_closer",
    "move_address",
    "narrow",
    "open_one",
    "publish_names",
    "refuse",
    "release",
    "remind",
    "run_examinations",
    "sign",
    "take_contacts",
]
