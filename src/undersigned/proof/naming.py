"""How leaves name petitions, and days."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from undersigned.petitions.models import Petition
from undersigned.pure.tlog.documents import FIXED
from undersigned.pure.tlog.leaves import SITE


@lru_cache
def name_of(petition_id: int | None) -> str:
    """The name of a petition in leaves; that of the site where there is none. No query."""
    return SITE if petition_id is None else Petition(pk=petition_id).public_ref


def together(name: str) -> list[str]:
    """The documents that one leaf binds: the four that an opening fixed, the text first; else the one of this name."""
    petition, _, part = name.rpartition("-")
    return [f"{petition}-{each}" for each in FIXED] if part in FIXED else [name]


def day_of(at: datetime) -> str:
    """The day that a leaf shows: never finer."""
    return timezone.localdate(at).isoformat()
