"""What the letters in the queue say, opened with the worker's key."""

from undersigned.journal.sealed import unseal
from undersigned.mail.models import Letter


def letters(kind: str) -> list[dict[str, str]]:
    """The facts of the letters of a kind that will be sent, in the order they were posted."""
    return [opened(row) for row in Letter.objects.filter(kind=kind, state="queued").order_by("pk")]


def opened(row: Letter) -> dict[str, str]:
    return unseal(bytes(row.sealed), of="letters", ref=bytes(row.ref))


def token_of(letter: dict[str, str]) -> str:
    """The token at the end of the letter's link."""
    return letter["link"].rstrip("/").rpartition("/")[2]
