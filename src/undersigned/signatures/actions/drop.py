from datetime import datetime, timedelta

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.events import UnconfirmedDropped
from undersigned.signatures.models import Allowance, Inquiry, Signature
from undersigned.signatures.states import PASSING, Via

AFTER = timedelta(days=21)
INQUIRIES_AFTER = timedelta(days=1)  # answered within seconds, else too late to answer


@transaction.atomic
def drop(*, at: datetime) -> int:
    """Delete signatures that nobody confirmed within 21 days; how many.

    Not those that were typed in from paper and wait to be counted: nobody has to confirm them. With the others go
    limits whose time is over, and inquiries that were never answered.
    """
    passing = Signature.objects.filter(state__in=PASSING, made_at__lt=at - AFTER)
    rows, _ = passing.exclude(via=Via.PAPER).delete()
    Allowance.objects.filter(until__lt=at).delete()
    Inquiry.objects.filter(made_at__lt=at - INQUIRIES_AFTER).delete()
    if rows:
        announce(UnconfirmedDropped(rows=rows), at=at, by="worker")
    return rows
