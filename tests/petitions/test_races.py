"""Two at once, each in a thread with a connection of its own: one wins, the other gets a clear answer.

On PostgreSQL alone: SQLite lets one writer in at a time, and its test database is in memory. What
the loser is told is tested on both, one after the other, beside each action.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from tests.factories.petitions import MONDAY, GroupFactory, OrganiserFactory, draft_petition
from tests.petitions.conftest import Letters
from tests.petitions.test_drafting import of, proposal

from undersigned.accounts import actions as accounts
from undersigned.accounts.actions import InvitationEnded
from undersigned.journal.models import Entry
from undersigned.petitions import actions
from undersigned.petitions.actions.change import ChangedMeanwhile, WrongState
from undersigned.petitions.models import GroupMember, NamedOfficial, Petition
from undersigned.petitions.rules import Refused
from undersigned.sources.models import Statement

ON_SQLITE = "sqlite" in settings.DATABASES["default"]["ENGINE"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(ON_SQLITE, reason="one writer at a time, and a database in memory"),
]
TUESDAY = MONDAY + timedelta(days=1)
ROUNDS = range(5)


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Start all together; what each raised."""
    start = threading.Barrier(len(acts))
    ends: list[Exception | None] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=10)
            acts[number]()
        except Exception as problem:  # noqa: BLE001 - the test looks at it
            ends[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def read(petition: Petition) -> Petition:
    """Another reader's view of the same row."""
    return Petition.objects.select_related("council").get(pk=petition.pk)


def submitted() -> Petition:
    petition = draft_petition()
    actions.submit(petition=petition, at=MONDAY, by="user:1")
    return petition


def approve(petition: Petition, *, days: int = 1) -> None:
    actions.approve(
        petition=petition,
        text_sha256=petition.hash_of_text(),
        at=MONDAY + timedelta(days=days),
        by="user:8",
    )


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_eight_moderators_who_decide_at_once_one_does(_round: int) -> None:
    petition = submitted()
    seen = [read(petition) for _ in range(8)]
    reason = {"reason": "unclear", "words": "Which path?", "at": TUESDAY, "by": "user:9"}

    ends = at_once(
        *(lambda it=it: approve(it) for it in seen[:4]),  # type: ignore[misc]
        *(lambda it=it: actions.return_to_draft(petition=it, **reason) for it in seen[4:]),  # type: ignore[misc]
    )

    names = Entry.objects.values_list("name", flat=True)
    decisions = [name for name in names if name in {"petition.approved", "petition.returned"}]
    assert ends.count(None) == len(decisions) == 1
    assert all(isinstance(end, WrongState | ChangedMeanwhile) for end in ends if end)


@pytest.mark.parametrize("_round", ROUNDS)
def test_nobody_is_asked_to_sponsor_what_was_just_submitted(_round: int) -> None:
    petition, group = draft_petition(), GroupFactory()
    seen = [read(petition), read(petition)]

    ask = {"petition": seen[0], "group": group, "at": MONDAY, "by": "user:1"}
    ends = at_once(
        lambda: actions.ask_sponsor(**ask),
        lambda: actions.submit(petition=seen[1], at=MONDAY, by="user:2"),
    )

    is_submitted = read(petition).state == "submitted"
    was_asked = petition.sponsors.filter(group=group).exists()
    assert is_submitted is not was_asked
    assert [type(end) for end in ends if end] == [type(next(end for end in ends if end))]
    assert all(isinstance(end, Refused) for end in ends if end)


@pytest.mark.parametrize("_round", ROUNDS)
def test_agreement_never_covers_a_text_that_changed_at_the_same_moment(_round: int) -> None:
    petition, group = draft_petition(), GroupFactory()
    sponsor = actions.ask_sponsor(petition=petition, group=group, at=MONDAY, by="user:1")
    read_by_group, read_by_lead = petition.hash_of_text(), read(petition)
    new = replace(of(petition), text="Another text.")

    at_once(
        lambda: actions.agree(sponsor=sponsor, text_sha256=read_by_group, at=TUESDAY, by="user:2"),
        lambda: actions.revise(petition=read_by_lead, proposal=new, at=TUESDAY, by="user:1"),
    )

    sponsor.refresh_from_db()
    now = read(petition)
    assert now.text == "Another text."
    assert sponsor.agreed_sha256 != now.hash_of_text()
    with pytest.raises(Refused):
        actions.submit(petition=now, at=TUESDAY, by="user:1")


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_reply_at_the_moment_of_opening_is_published_once(_round: int, letters: Letters) -> None:
    petition = draft_petition()
    facts = {"name": "Carla Sample", "role": "City manager", "email": "carla@example.org"}
    actions.name_official(petition=petition, at=MONDAY, by="user:1", **facts)
    actions.submit(petition=petition, at=MONDAY, by="user:1")
    approve(petition, days=6)
    token = letters("petitions.reply_offer")[0]["token"]
    seen, later = read(petition), MONDAY + timedelta(days=7)

    ends = at_once(
        lambda: actions.reply(token=token, words="I see it otherwise.", at=later),
        lambda: actions.open_petition(petition=seen, at=later, by="user:1"),
    )

    assert ends == [None, None]
    assert NamedOfficial.objects.get().statement == Statement.objects.get()


@pytest.mark.parametrize("_round", ROUNDS)
def test_eight_drafts_of_one_title_get_eight_addresses(_round: int) -> None:
    wanted, lead = proposal(), GroupFactory()

    def draft() -> None:
        actions.draft(proposal=wanted, lead=lead, at=MONDAY, by="user:1")

    assert at_once(*[draft] * 8) == [None] * 8
    assert Petition.objects.values("slug").distinct().count() == 8


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_four_who_claim_one_invitation_one_joins(_round: int, letters: Letters) -> None:
    group = GroupFactory()
    inviter, people = OrganiserFactory(), [OrganiserFactory() for _ in range(4)]
    facts = {"email": "dov@example.org", "inviter": inviter, "language": "en"}
    actions.invite_organiser(group=group, at=MONDAY, by="user:1", **facts)
    token = letters("accounts.invitation")[0]["link"].rstrip("/").rsplit("/", 1)[1]

    ends = at_once(
        *(lambda user=user: accounts.claim(token=token, user=user, at=MONDAY) for user in people)  # type: ignore[misc]
    )

    assert ends.count(None) == 1
    assert [type(end) for end in ends if end] == [InvitationEnded] * 3
    assert GroupMember.objects.filter(group=group).count() == 1
