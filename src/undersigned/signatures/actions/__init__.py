"""What can be done to signatures: one verb each. `sign` and `confirm` take lists, one outcome an item."""

from undersigned.signatures.actions.confirm import confirm
from undersigned.signatures.actions.count import check_counts, count
from undersigned.signatures.actions.drop import drop
from undersigned.signatures.actions.erase import erase
from undersigned.signatures.actions.expire import expire
from undersigned.signatures.actions.letters import answer_asks, ask_again, move_address, remind
from undersigned.signatures.actions.publish_names import publish_names
from undersigned.signatures.actions.sign import sign
from undersigned.signatures.actions.take_contacts import take_contacts

__all__ = [
    "answer_asks",
    "ask_again",
    "check_counts",
    "confirm",
    "count",
    "drop",
    "erase",
    "expire",
    "move_address",
    "publish_names",
    "remind",
    "sign",
    "take_contacts",
]
