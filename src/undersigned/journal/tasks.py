"""The one seam to the task queue: whatever follows an event `later` runs through here, in the worker."""

from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string
from django_tasks import task


@task()
def follow(follower: str, facts: dict[str, Any], at: str, **_: object) -> None:
    """Call a follower named in the wiring with an event's facts. Followers are idempotent: a crash repeats them."""
    import_string(follower)(facts, at=datetime.fromisoformat(at))
