"""How fresh a witness's word must be."""

from datetime import datetime, timedelta

from undersigned.proof.states import Freshness

FRESH_FOR = timedelta(hours=48)
REFRESH_AFTER = timedelta(hours=12)  # asked again about a log that did not grow


def freshness_at(vouched_at: datetime | None, at: datetime) -> Freshness:
    """How fresh a witness's last word is."""
    if vouched_at is None:
        return Freshness.NEVER
    return Freshness.FRESH if vouched_at >= at - FRESH_FOR else Freshness.STALE
