from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the site's own name, addresses and promises, and which of the two sites it is."""
    in_office = hasattr(request, "session")
    return {
        "site_name": settings.SITE_NAME,
        "operator_name": settings.OPERATOR,
        "operator_email": settings.OPERATOR_EMAIL,
        "public_address": settings.PUBLIC_ADDRESS,
        "office_address": settings.OFFICE_ADDRESS,
        "own_address": settings.OFFICE_ADDRESS if in_office else settings.PUBLIC_ADDRESS,
        "backup_days": settings.BACKUP_DAYS,
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "in_office": in_office,
    }
