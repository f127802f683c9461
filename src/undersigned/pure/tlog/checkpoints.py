"""What a log says of itself in three lines: C2SP tlog-checkpoint, § Note text.

    petitions.example.org/log      the origin: which log
    1234                           how many entries
    base64                         the root over them, RFC 6962 §2.1

Limits: exactly three lines; the further ones that the specification discourages are refused.
"""

from dataclasses import dataclass

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import check_name
from undersigned.pure.tlog.strict import from_base64, to_base64, whole_number
from undersigned.pure.tlog.tree import HASH_BYTES


@dataclass(frozen=True)
class Checkpoint:
    """The log called `origin` has `size` entries under `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that the log signs and witnesses cosign."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text is. Raises Invalid. No root is checked."""
    lines = text.split("\n")
    if len(lines) != len(("origin", "size", "root", "end")) or lines[-1]:
        raise Invalid("A checkpoint is not three lines.")
    origin, size, root, _ = lines
    check_name(origin)
    return Checkpoint(origin, whole_number(size), from_base64(root, HASH_BYTES))
