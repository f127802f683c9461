from datetime import datetime, timedelta

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.events import UnconfirmedDropped
from undersigned.signatures.models import Allowance, Signature
from undersigned.signatures.states import PASSING

AFTER = timedelta(days=21)


@transaction.atomic
def drop(*, at: datetime) -> int:
    """Delete signatures that nobody confirmed within 21 days, and limits whose time is over; how many signatures."""
    rows, _ = Signature.objects.filter(state__in=PASSING, made_at__lt=at - AFTER).delete()
    Allowance.objects.filter(until__lt=at).delete()
    if rows:
        announce(UnconfirmedDropped(rows=rows), at=at, by="worker")
    return rows
