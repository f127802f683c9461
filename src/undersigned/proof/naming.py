"""How leaves name petitions, and days."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from undersigned.petitions.models import Petition
from undersigned.pure.tlog.leaves import SITE


@lru_cache
def name_of(petition_id: int | None) -> str:
    """The name of a petition in leaves; that of the site where there is none. No query."""
    return SITE if petition_id is None else Petition(pk=petition_id).public_ref


def day_of(at: datetime) -> str:
    """The day that a leaf shows: never finer."""
    return timezone.localdate(at).isoformat()
