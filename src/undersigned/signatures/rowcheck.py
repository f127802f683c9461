"""A keyed hash over a signature's row, so that a change made behind the site's back is found by `undersigned fsck`."""

import hmac

from undersigned.journal.keys import secret
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.states import Via

LENGTH = 16


def check_sum(row: Signature) -> bytes:
    """HMAC-SHA256 over what a signature's row says, cut to 16 bytes.

    Left out are the row's own number and the working columns that only this site's letters and limits use
    (tries, asks, reminders, whether a name is shown yet) and `counted_as`, which the sums of the counts hold in place.
    """
    fields: tuple[object, ...] = (
        row.ref, row.petition_id, row.state, row.email_index, row.name_index, row.slot, row.commit_c,
        row.commit_w, row.sealed, row.language, row.show_name, row.for_groups, row.token_hash, row.code_hash,
        row.made_at, row.confirmed_at,
    )  # fmt: skip
    if row.left_at or row.held or row.void_reason:  # rows from before these columns keep their sums
        fields += (row.left_at, row.held, row.void_reason)
    if row.replaces_id:
        fields += ("replaces", row.replaces_id)
    if row.via != Via.WEB:
        fields += ("via", row.via)
    message = "\n".join(_plain(field) for field in fields).encode()
    return hmac.digest(secret("blind-index"), b"undersigned/v1 row\n" + message, "sha256")[:LENGTH]


def name_check_sum(row: PublicName) -> bytes:
    """The same over a shown name and the signature that it belongs to."""
    message = b"undersigned/v1 name\n" + bytes(row.signature.ref) + row.name.encode()
    return hmac.digest(secret("blind-index"), message, "sha256")[:LENGTH]


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
