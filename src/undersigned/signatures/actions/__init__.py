"""What can be done to signatures: one verb each. `sign` and `confirm` take lists, one outcome an item."""

from undersigned.signatures.actions.confirm import confirm
from undersigned.signatures.actions.correct import correct
from undersigned.signatures.actions.count import check_counts, count
from undersigned.signatures.actions.count_sheet import count_sheet
from undersigned.signatures.actions.drop import drop
from undersigned.signatures.actions.erase import erase, erase_own
from undersigned.signatures.actions.examine import (
    count_matching,
    examine_one,
    forget_marks,
    look_closer,
    narrow,
)
from undersigned.signatures.actions.expire import expire
from undersigned.signatures.actions.find import answer_inquiries, ask_for_link
from undersigned.signatures.actions.forget_words import forget_words
from undersigned.signatures.actions.hide_name import hide_name
from undersigned.signatures.actions.hold import hold, release
from undersigned.signatures.actions.letters import answer_asks, ask_again, move_address, remind
from undersigned.signatures.actions.not_me import not_me
from undersigned.signatures.actions.open_one import open_one
from undersigned.signatures.actions.publish_names import publish_names
from undersigned.signatures.actions.receive_sheet import receive_sheet
from undersigned.signatures.actions.run_examinations import run_examinations
from undersigned.signatures.actions.show_lines import show_lines
from undersigned.signatures.actions.sign import sign
from undersigned.signatures.actions.stop_updates import stop_updates
from undersigned.signatures.actions.strike_line import strike_line
from undersigned.signatures.actions.take_contacts import take_contacts
from undersigned.signatures.actions.type_lines import type_lines
from undersigned.signatures.actions.void import approve, ask_to_undo, ask_to_void, cancel, refuse
from undersigned.signatures.actions.withdraw import withdraw

__all__ = [
    "answer_asks",
    "answer_inquiries",
    "approve",
    "ask_again",
    "ask_for_link",
    "ask_to_undo",
    "ask_to_void",
    "cancel",
    "check_counts",
    "confirm",
    "correct",
    "count",
    "count_matching",
    "count_sheet",
    "drop",
    "erase",
    "erase_own",
    "examine_one",
    "expire",
    "forget_marks",
    "forget_words",
    "hide_name",
    "hold",
    "look_closer",
    "move_address",
    "narrow",
    "not_me",
    "open_one",
    "publish_names",
    "receive_sheet",
    "refuse",
    "release",
    "remind",
    "run_examinations",
    "show_lines",
    "sign",
    "stop_updates",
    "strike_line",
    "take_contacts",
    "type_lines",
    "withdraw",
]
