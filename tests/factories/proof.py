"""A site with a public log, made by its own sequencer (fixture `log` of tests/proof/conftest.py gives it a folder)."""

from datetime import datetime, timedelta
from itertools import count

from django.conf import settings
from django.utils import timezone

from undersigned.journal.sealed import unseal
from undersigned.petitions.models import Petition
from undersigned.proof.actions.promise import promise
from undersigned.proof.actions.sequence import sequence
from undersigned.pure.tlog.leaves import Leaf, parse_leaf
from undersigned.pure.tlog.machine import Machine
from undersigned.pure.tlog.tiles import TILE, decode_entries, entries_path
from undersigned.signatures.actions import confirm, sign
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.allowances import Limit
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.signatures.prepare import prepare

NUMBERS = count(1)
BATCH = 100


def signers(
    petition: Petition, number: int, *, at: datetime | None = None, ward: str = "North"
) -> list[Signature]:
    """So many people sign and confirm by their letters; their leaves wait. Oldest first."""
    at = at or timezone.now()
    made: list[bytes] = []
    for start in range(0, number, BATCH):
        made += _sign(petition, min(BATCH, number - start), at=at, ward=ward)
    return list(Signature.objects.filter(ref__in=made).order_by("id"))


def _sign(petition: Petition, number: int, *, at: datetime, ward: str) -> list[bytes]:
    network = Limit(key=b"n" * 16, allowed=10**6, until=at + timedelta(hours=1))
    entries = [
        Entry(name=f"Ana Sample {n}", email=f"ana{n}@example.org", ward=ward, basis="live")
        for n, _ in zip(NUMBERS, range(number), strict=False)
    ]
    facts = {"petition": petition, "language": "en", "network": network, "at": at}
    items = [prepare(entry, **facts) for entry in entries]
    assert sign(items, at=at) == [None] * number
    presses = [Press(ref=item.ref, token=_token(item.ref)) for item in items]
    assert {outcome.state for outcome in confirm(presses, at=at)} == {"confirmed"}
    return [item.ref for item in items]


def _token(ref: bytes) -> bytes:
    sealed = Signature.objects.values_list("sealed", flat=True).get(ref=ref)
    return bytes.fromhex(unseal(sealed, of="signatures", ref=ref)["token"])


def publish(*, at: datetime | None = None) -> None:
    """Promise, and take everything that waits into the log."""
    at = at or timezone.now()
    promise(at=at)
    assert sequence(at=at)


def published_leaves() -> list[Leaf]:
    """Every leaf of the published log, read from its files."""
    size = int((settings.LOG / "checkpoint").read_text().split("\n")[1])
    leaves: list[Leaf] = []
    for start in range(0, size, TILE):
        width = min(TILE, size - start)
        raw = (settings.LOG / entries_path(start // TILE, width)).read_bytes()
        leaves += map(parse_leaf, decode_entries(raw, width))
    return leaves


def recounted() -> Machine:
    """The published leaves, taken by the rules; raises Invalid if one breaks them."""
    machine = Machine()
    for index, leaf in enumerate(published_leaves()):
        machine.take(index, leaf)
    return machine
