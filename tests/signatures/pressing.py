"""What moderators press in the office, for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.signatures.moderating import work

from undersigned.petitions.models import Petition
from undersigned.signatures.moderation.models import Examination

NOW = datetime(2026, 3, 11, 16, 20, tzinfo=UTC)  # no night in which clocks change
NIGHT = NOW.replace(minute=0) - timedelta(hours=9)


def span(**facts: str) -> dict[str, str]:
    """The condition of the burst, as the form sends it."""
    local = timezone.localtime(NIGHT)
    until = local + timedelta(hours=1)
    return {
        "confirmed_from": f"{local:%Y-%m-%dT%H:%M}",
        "confirmed_until": f"{until:%Y-%m-%dT%H:%M}",
        **facts,
    }


def counted(moe: Client, petition: Petition, **facts: str) -> str:
    """Count the burst; the path of the examination."""
    answer = moe.post(f"/moderation/petitions/{petition.pk}/count/", span(**facts))
    work()
    path: str = answer["Location"]
    return path


def seen(path: str, **facts: str) -> dict[str, str]:
    """What a form on the examination's page sends."""
    return {"seen": the(path).changed_at.isoformat(), **facts}


def the(path: str) -> Examination:
    return Examination.objects.get(pk=int(path.rstrip("/").rpartition("/")[2]))


def press(client: Client, path: str, button: str, **facts: str) -> Any:
    """Press a button of the page as it stands."""
    return client.post(f"{path}{button}/", seen(path, **facts), follow=True)
