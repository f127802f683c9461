"""No process serves while a restore is under way, or after one that was cut short."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("undersigned")
def no_restore_is_pending(**_: Any) -> list[CheckMessage]:
    if not settings.RESTORE_PENDING.exists():
        return []
    return [
        Error(
            "A restore is under way, or was cut short.",
            hint="Wait for it, or run `undersigned restore` again; "
            "`undersigned restore --abandon` keeps the database that is in place.",
            id="undersigned.E020",
        )
    ]
