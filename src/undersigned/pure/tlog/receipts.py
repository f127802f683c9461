"""A proof in one file that an entry is in the log, good without a network: C2SP tlog-proof, § Format.

    c2sp.org/tlog-proof@v1
    extra <base64>                 here: the entry itself
    index <number>
    <base64 of a hash>             as many as the way up has
    (an empty line)
    the checkpoint, with its signature and cosignatures

Limits: it proves an entry to be in the log at the checkpoint's size. Whether a later entry takes it
back is not in it. `extra` is not authenticated until the leaf it holds is the one proved.
"""

from dataclasses import dataclass

from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey
from undersigned.pure.tlog.notes import Note, parse_note, verified
from undersigned.pure.tlog.policy import Policy
from undersigned.pure.tlog.proofs import check_inclusion
from undersigned.pure.tlog.strict import from_base64, to_base64, whole_number
from undersigned.pure.tlog.tree import HASH_BYTES, leaf_hash

FIRST_LINE = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Receipt:
    """Entry number `index`, the hashes up to the root, the log's note, and `extra` (b"": none)."""

    index: int
    proof: list[bytes]
    checkpoint_note: bytes
    extra: bytes = b""

    @property
    def bytes(self) -> bytes:
        """How it is written."""
        extra = [f"extra {to_base64(self.extra)}"] if self.extra else []
        hashes = [to_base64(one) for one in self.proof]
        lines = [FIRST_LINE, *extra, f"index {self.index}", *hashes, "", ""]
        return "\n".join(lines).encode() + self.checkpoint_note


def parse_receipt(raw: bytes) -> Receipt:
    """The receipt that a file holds. Raises Invalid unless it is the one way to write it."""
    head, gap, note = raw.partition(b"\n\n")
    if not gap or not head.isascii():
        raise Invalid("A receipt is not lines, an empty line and a checkpoint.")
    first, *lines = head.decode().split("\n")
    if first != FIRST_LINE:
        raise Invalid(f"A receipt does not begin with {FIRST_LINE}.")
    extra = from_base64(_word(lines, "extra")) if lines and lines[0][:5] == "extra" else b""
    index = whole_number(_word(lines, "index"))
    proof = [from_base64(line, HASH_BYTES) for line in lines]
    parse_checkpoint(parse_note(note).text)
    receipt = Receipt(index, proof, note, extra)
    if receipt.bytes != raw:
        raise Invalid("A receipt is not written in its one form.")
    return receipt


def check_receipt(
    receipt: Receipt, leaf: bytes, log_vkey: VKey, policy: Policy | None
) -> Checkpoint:
    """The checkpoint under which the log is proved to hold the leaf. Raises Invalid.

    The log's signature is required, and so is the policy's quorum if there is a policy.
    """
    note = parse_note(receipt.checkpoint_note)
    checkpoint = check_log_note(note, log_vkey, policy)
    check_inclusion(leaf_hash(leaf), receipt.index, checkpoint.size, receipt.proof, checkpoint.root)
    return checkpoint


def check_log_note(note: Note, log_vkey: VKey, policy: Policy | None) -> Checkpoint:
    """The checkpoint that a log signed and enough witnesses cosigned. Raises Invalid.

    Its origin must be the key's name.
    """
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != log_vkey.name:
        raise Invalid("The checkpoint is another log's.")
    if not verified(note, [log_vkey]):
        raise Invalid("The log did not sign the checkpoint.")
    if policy is not None:
        check_quorum(note, policy)
    return checkpoint


def check_quorum(note: Note, policy: Policy) -> set[str]:
    """The names of the witnesses that cosigned. Raises Invalid if they are not enough."""
    names = policy.names_of(verified(note, policy.witness_keys))
    if not policy.satisfied_by(names):
        raise Invalid("Too few of the witnesses in the policy vouch for the checkpoint.")
    return names


def _word(lines: list[str], key: str) -> str:
    """What follows `key` on the first line, which is taken off."""
    found, _, word = lines.pop(0).partition(" ") if lines else ("", "", "")
    if found != key:
        raise Invalid(f"A receipt has no line '{key}' where it belongs.")
    return word
