"""A database brought back from a backup: what was done in between is in the world's memory alone.

And what a test does to it and asks of it then.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from tests.factories.proof import publish, recounted

from undersigned.petitions.models import Petition
from undersigned.proof.actions.adopt import Adopted, adopt
from undersigned.signatures.actions.withdraw import take_back
from undersigned.signatures.models import Signature


@contextmanager
def forgotten() -> Iterator[None]:
    """Whatever is done inside leaves its files behind, and no row."""
    backup = transaction.savepoint()
    yield
    transaction.savepoint_rollback(backup)


def adopted() -> Adopted:
    return adopt(at=timezone.now(), by="operator")


def withdraw(signature: Signature) -> None:
    now = timezone.now()
    with transaction.atomic():
        take_back(rows=[signature], since=now, at=now, by="signer")


def now_here() -> dict[int, tuple[str, int | None]]:
    """The state and the place of each signature, by its key."""
    return {row.pk: (row.state, row.slot) for row in Signature.objects.all()}


def net(petition: Petition) -> int:
    """What a reader counts once everything is published."""
    publish()
    return recounted().figures(petition.public_ref).net
