"""The Merkle tree of a log: RFC 6962 §2.1, the same as RFC 9162 §2.1.1, with SHA-256.

A leaf and a node are hashed under different first bytes, so that no leaf can pass for a node.

Limits: a root says that leaves stand in an order; not who put them there, nor that a leaf is true.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
ReadHash = Callable[[int, int], bytes]
"""(level, index) to the hash of the index-th complete subtree of 2**level leaves."""


def leaf_hash(data: bytes) -> bytes:
    """The 32 bytes that stand for one entry of the log."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32 bytes that stand for two subtrees side by side."""
    return sha256(b"\1" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """The root over leaf hashes in their order; of none, the hash of nothing."""
    frontier = Frontier()
    for one in hashes:
        frontier.append(one)
    return frontier.root()


class Frontier:
    """A tree that only grows, kept as its complete subtrees: at most one hash for each level.

    Memory is that of the logarithm of `size`, whatever number of leaves went in.
    """

    def __init__(self) -> None:
        """A tree without leaves."""
        self.size = 0
        self._subtrees: list[bytes] = []  # the widest, which is the leftmost, first

    def append(self, leaf: bytes) -> None:
        """Take the next leaf's hash (see leaf_hash)."""
        size, subtrees = self.size, self._subtrees
        while size & 1:
            leaf = sha256(b"\1" + subtrees.pop() + leaf).digest()  # node_hash, without its call
            size >>= 1
        subtrees.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves taken so far."""
        if not self._subtrees:
            return EMPTY_ROOT
        *others, root = self._subtrees
        for left in reversed(others):
            root = node_hash(left, root)
        return root


class Growth:
    """The hashes of a tree of `old` leaves after more were appended: a ReadHash over both parts.

    `leaf_hashes` are the new leaves' in order; `read` answers for subtrees within the old tree,
    from its tiles for instance. `size` is the new number of leaves. Only what is new is kept.
    """

    def __init__(self, old: int, leaf_hashes: Sequence[bytes], read: ReadHash) -> None:
        """Hash all new complete subtrees, level by level."""
        self.size = old + len(leaf_hashes)
        self._read = read
        self._levels = [(old, list(leaf_hashes))]  # of each level: its first new index, its hashes
        while self.size >> len(self._levels):
            self._levels.append(self._above(len(self._levels)))

    def _above(self, level: int) -> tuple[int, list[bytes]]:
        first = self._levels[level - 1][0] >> 1
        new = range(first, self.size >> level)
        return first, [node_hash(self(level - 1, 2 * i), self(level - 1, 2 * i + 1)) for i in new]

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of the index-th complete subtree of 2**level leaves."""
        first, hashes = self._levels[level]
        return hashes[index - first] if index >= first else self._read(level, index)
