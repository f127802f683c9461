"""Promise each signature its place in the log within 24 hours, under a seal that the signer can hold the site to."""

from datetime import datetime

from django.db import connection, transaction

from undersigned.journal.keys import signing_seed
from undersigned.proof.models import Leaf
from undersigned.proof.promising import promise_to
from undersigned.proof.states import Kind
from undersigned.pure.tlog import ed25519

BATCH = 2000
KEEP = "UPDATE proof_leaf SET promise=%s WHERE id=%s AND promise=%s"


@transaction.atomic
def promise(*, at: datetime, by: str = "worker") -> int:
    """Seal the promises of up to 2,000 confirmed signatures that have none; how many.

    The same leaf, time and key give the same seal: two workers at once, or a crash, change nothing.
    """
    del at, by
    unpromised = Leaf.objects.filter(kind=Kind.SIGN, promise=b"").order_by("id")[:BATCH]
    rows = list(unpromised.only("body", "include_by"))
    if not rows:
        return 0
    seed = signing_seed("promise")
    seals = [(ed25519.sign(seed, promise_to(row).text.encode()), row.pk, b"") for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(KEEP, seals)
    return len(rows)
