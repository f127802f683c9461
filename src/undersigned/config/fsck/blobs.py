"""What can be told of sealed data without opening it: to which key, and whether it is whole."""

from contextlib import suppress
from functools import lru_cache

from django.conf import settings

from undersigned.journal.keys import ID_LENGTH, KeyMissing, public_key
from undersigned.journal.sealed import PAD

OVERHEAD = ID_LENGTH + 32 + 16  # key id, encapsulated key, tag


def fault_of_blob(sealed: bytes | memoryview, *, of: str) -> str:
    """What is wrong with a blob sealed to the pair `of`; empty if nothing can be seen to be."""
    length = len(sealed) - OVERHEAD
    if length <= 0 or length % PAD:
        return f"has {len(sealed)} bytes, which no sealed row has"
    key_id = bytes(sealed[:ID_LENGTH]).hex()
    if key_id not in known_ids(of):
        return f"is sealed to a key {key_id} that is not known here"
    return ""


@lru_cache
def known_ids(name: str) -> frozenset[str]:
    """The ids of a pair's current and rotated keys, as the files' names and the public key tell."""
    rotated = {path.stem.removeprefix(f"{name}-") for path in settings.KEYS.glob(f"{name}-*.key")}
    with suppress(KeyMissing):  # then every blob is reported, which is right
        rotated.add(public_key(name)[0].hex())
    return frozenset(rotated)
