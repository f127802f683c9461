"""What moderators wrote beside voids is public, and can be taken away for good where it names a person."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import UserFactory
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers
from tests.proof.log.restored import forgotten

from undersigned.accounts.models import User
from undersigned.config import cli
from undersigned.journal import kept
from undersigned.journal.models import Change, Entry
from undersigned.petitions.models import Petition
from undersigned.proof.actions.adopt import adopt
from undersigned.proof.actions.withhold import withhold
from undersigned.proof.models import Document
from undersigned.signatures import actions
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.states import WORKING

pytestmark = pytest.mark.django_db

FIRST, SECOND = "Robin Sample sent these.", "One program sent these."


@pytest.fixture
def petition(log: Path) -> Petition:
    """Two of its signatures were declared void, an hour apart, each with words; all is published."""
    petition = open_petition()
    moe, mia = (UserFactory(roles=["moderator"]) for _ in range(2))
    now = timezone.now()
    for at, words in ((now - timedelta(hours=1), FIRST), (now, SECOND)):
        (row,) = signers(petition, 1, at=at)
        declare_void(petition, bytes(row.ref).hex(), words, moe=moe, mia=mia)
    publish()
    return petition


def declare_void(petition: Petition, ref: str, words: str, *, moe: User, mia: User) -> None:
    at = timezone.now()
    examination = actions.examine_one(petition=petition, ref=ref, at=at, user=moe)
    facts = {"examination": examination, "at": at}
    actions.ask_to_void(reason="fraud", words=words, user=moe, **facts)
    actions.approve(user=mia, **facts)
    while Examination.objects.filter(state__in=WORKING).exists():
        actions.run_examinations(at=at)


def explanation() -> Document:
    """The published explanation that holds the first words."""
    (found,) = [row for row in Document.objects.all() if FIRST.encode() in bytes(row.content)]
    return found


def words(petition: Petition) -> list[str]:
    rows = Examination.objects.filter(petition=petition).order_by("pk")
    return list(rows.values_list("words", flat=True))


def page(web: Client, petition: Petition) -> str:
    return web.get(f"/petitions/{petition.slug}/").content.decode()


def test_words_that_are_withheld_go_from_the_page_and_stand_nowhere(
    web: Client, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "ASK_EVERY", 0)
    assert FIRST in page(web, petition)

    assert cli.main(["log", "withhold", explanation().name, "person"]) == 0

    assert words(petition) == ["", SECOND]
    shown = page(web, petition)
    assert (FIRST in shown, SECOND in shown) == (False, True)
    held = [*Entry.objects.values_list(), *Document.objects.values_list()]
    told = "".join(plain(value) for row in held for value in row)
    assert (FIRST in told, SECOND in told) == (False, True)


def plain(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def test_the_journal_has_the_reason_and_no_words(petition: Petition) -> None:
    told = Entry.objects.filter(name="signatures.voids_explained")

    facts = {"petition_id": petition.pk, "rows": 1, "reason": "fraud"}
    assert [entry.facts for entry in told] == [facts] * 2


def test_withholding_something_else_takes_no_words_away(petition: Petition) -> None:
    other = explanation()  # another event's, of the same petition and moment
    other.pk, other.name = None, f"{petition.public_ref}-statement-made-00000000"
    other.save()

    withhold(name=other.name, reason="other", at=timezone.now(), by="operator")

    assert words(petition) == [FIRST, SECOND]


def test_words_that_are_gone_already_touch_no_page_a_second_time(petition: Petition) -> None:
    now = timezone.now()
    made_at = explanation().made_at
    actions.forget_words(petition_id=petition.pk, explained_at=made_at, at=now)
    touched = Change.objects.get(scope=f"petition:{petition.pk}").stamp

    actions.forget_words(petition_id=petition.pk, explained_at=made_at, at=now + timedelta(days=1))

    assert words(petition) == ["", SECOND]
    assert Change.objects.get(scope=f"petition:{petition.pk}").stamp == touched


def test_words_that_were_withheld_after_the_backup_do_not_come_back(petition: Petition) -> None:
    name = explanation().name
    with forgotten():
        withhold(name=name, reason="person", at=timezone.now(), by="operator")
        publish()
    assert words(petition) == [FIRST, SECOND]

    adopt(at=timezone.now(), by="operator")

    assert words(petition) == ["", SECOND]
    assert Entry.objects.filter(name="document.withheld").count() == 1
