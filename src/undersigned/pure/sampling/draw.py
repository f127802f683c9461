"""Drawing entries by lot from a public seed, so that everybody draws the same ones.

Number j is SHA-256 over the seed, a comma and j in decimal, read as a whole number; it is taken
modulo the size unless it lies in the incomplete last stretch, and repeats are passed over (after
Rivest's sampler, as in Lindeman and Stark 2012, § Selecting random ballots). The seed is thrown
with dice in public after the size is fixed: who knows it before can arrange the list.

Limits: fair to about one in 2**255 / size. The seed is 20 or more decimal digits, as thrown.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import count

SEED = re.compile("[0-9]{20,100}")
SPACE = 2**256


def draw(seed: str, size: int) -> Iterator[int]:
    """Different numbers from 0 to size - 1 in the order drawn, until there are no more.

    Raises ValueError unless the seed is 20 to 100 ASCII digits.
    """
    if not SEED.fullmatch(seed):
        raise ValueError("A seed is 20 to 100 digits, as thrown with dice.")
    return numbers(seed, size)


def numbers(seed: str, size: int) -> Iterator[int]:
    """The same from any seed, which is for the caller to have taken from something unforeseeable."""
    seen: set[int] = set()
    rolls = (int.from_bytes(sha256(f"{seed},{j}".encode()).digest(), "big") for j in count(1))
    fair = SPACE - SPACE % size if size else 0
    while len(seen) < size:
        roll = next(rolls)
        if roll < fair and (number := roll % size) not in seen:
            seen.add(number)
            yield number
