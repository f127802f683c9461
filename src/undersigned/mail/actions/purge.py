"""Purge: settled letters are kept a month, for whoever asks why no letter came."""

from datetime import datetime, timedelta

from django.db import transaction

from undersigned.mail.models import Letter

KEEP = timedelta(days=30)
BATCH = 1000


def purge(*, at: datetime) -> int:
    """Remove the rows of letters settled more than 30 days before `at`, in short transactions; how many.

    By the worker, once a day. Nothing of a letter but its kind, language and times was left in them.
    """
    removed = 0
    while count := _purge_some(before=at - KEEP):
        removed += count
    return removed


@transaction.atomic
def _purge_some(*, before: datetime) -> int:
    old = Letter.objects.filter(settled_at__lt=before).order_by("settled_at")[:BATCH]
    count, _ = Letter.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return count
