"""An official who is named in a petition, written to, and answers."""

from datetime import timedelta

from tests.factories.petitions import MONDAY, draft_petition
from tests.petitions.conftest import Letters

from undersigned.petitions import actions
from undersigned.petitions.models import NamedOfficial, Petition

TUESDAY = MONDAY + timedelta(days=1)
ADDRESS = "carla@example.org"


def named(petition: Petition | None = None, **facts: str) -> NamedOfficial:
    facts = {"name": "Carla Sample", "role": "City manager", "email": ADDRESS, **facts}
    petition = petition or draft_petition()
    return actions.name_official(petition=petition, at=MONDAY, by="user:1", **facts)


def offered() -> NamedOfficial:
    """An official who was written to: the petition is with a moderator."""
    official = named()
    actions.submit(petition=official.petition, at=TUESDAY, by="user:1")
    return official


def approve(petition: Petition, *, days: float, waiver: str = "") -> None:
    actions.approve(
        petition=petition,
        text_sha256=petition.hash_of_text(),
        waiver=waiver,
        at=TUESDAY + timedelta(days=days),
        by="user:9",
    )


def open_it(petition: Petition, *, days: float = 6) -> None:
    approve(petition, days=days)
    at = TUESDAY + timedelta(days=days, hours=1)
    actions.open_petition(petition=petition, at=at, by="user:1")


def reply(letters: Letters, words: str = "I see it otherwise.", *, hours: int = 2) -> None:
    token = letters("petitions.reply_offer")[-1]["token"]
    actions.reply(token=token, words=words, at=TUESDAY + timedelta(hours=hours))
