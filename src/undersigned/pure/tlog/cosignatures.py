"""A witness's line under a checkpoint: C2SP tlog-cosignature, § Format, Ed25519 cosignature/v1.

It says: at this time, this was the largest log with this origin that I had seen, and it extends
every other I signed. Time and checkpoint are signed together.

Limits: the time is the witness's own clock, in whole seconds since 1970 (POSIX). That the body
really is a checkpoint is for `checkpoints` to see.
"""

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import COSIGNATURE, Seal, VKey, seal_line
from undersigned.pure.tlog.strict import HIGHEST

TIME_BYTES = 8


def cosign(body: str, name: str, seed: bytes, time: int) -> str:
    """The line, with its newline, by which a witness vouches for a checkpoint's body at `time`.

    `seed` is the private key (32 bytes), `time` seconds since 1970.
    """
    raw = time.to_bytes(TIME_BYTES, "big") + ed25519.sign(seed, _message(body, time))
    return seal_line(VKey(name, COSIGNATURE, ed25519.public_of(seed)), raw)


def check(seal: Seal, body: str, vkey: VKey) -> int:
    """When the witness vouched, in seconds since 1970. Raises Invalid unless the key sealed this."""
    time = int.from_bytes(seal.raw[:TIME_BYTES], "big")
    if (seal.name, seal.key_id, COSIGNATURE) != (vkey.name, vkey.id, vkey.kind):
        raise Invalid("A cosignature is not this witness's.")
    good = ed25519.verify(vkey.public, _message(body, time), seal.raw[TIME_BYTES:])
    if not good or time > HIGHEST:
        raise Invalid("A cosignature does not belong to this checkpoint.")
    return time


def _message(body: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{body}".encode()
