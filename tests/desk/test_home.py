"""What needs me now, what is next, what happened: by role."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import OfficerFactory
from tests.factories.petitions import (
    GroupFactory,
    closed_petition,
    draft_petition,
    open_petition,
    organiser_of,
)
from tests.verification.checking import laid_out, reviewer_of

from undersigned.accounts.models import User
from undersigned.desk.queries import HomePage, home_page
from undersigned.journal.announce import announce
from undersigned.mail.events import LetterFailed
from undersigned.petitions import actions
from undersigned.petitions.models import Group, Petition
from undersigned.record.models import Dossier, Version
from undersigned.ui.audience import roles_of

pytestmark = pytest.mark.django_db


def home(user: User) -> HomePage:
    return home_page(user, roles=roles_of(user), at=timezone.now())


def needs(user: User) -> list[tuple[str, str]]:
    return [(line.words, line.title) for line in home(user).needs]


def following(user: User) -> list[tuple[str, str]]:
    return [(line.words, line.title) for line in home(user).next]


def submit(petition: Petition) -> None:
    actions.submit(petition=petition, at=timezone.now(), by="user:1")


def approve(petition: Petition) -> None:
    text_sha256 = petition.hash_of_text()
    actions.approve(petition=petition, text_sha256=text_sha256, at=timezone.now(), by="user:9")


def give_back(petition: Petition) -> None:
    facts = {"reason": "unclear", "words": "Which path?", "at": timezone.now()}
    actions.return_to_draft(petition=petition, by="user:9", **facts)


@pytest.fixture
def group() -> Group:
    return GroupFactory(name="River Friends")


@pytest.fixture
def ben(group: Group) -> User:
    """Ben acts for the River Friends."""
    return organiser_of(group, name="Ben Sample")


def test_a_newcomer_needs_nothing_and_may_found_a_group(office: Client) -> None:
    user = UserFactory()
    response = signed_in(office, user).get("/")

    assert (needs(user), following(user)) == ([], [])
    assert "/groups/new/" in response.content.decode()
    assert "/review/" not in response.content.decode()


def test_an_organiser_is_led_from_draft_to_open(ben: User, group: Group) -> None:
    petition = draft_petition(lead=group, title="Keep it")
    assert needs(ben) == [("A draft that can be submitted", "Keep it")]

    submit(petition)
    assert (needs(ben), following(ben)) == ([], [("With a moderator", "Keep it")])

    give_back(petition)
    assert needs(ben) == [("A moderator gave it back", "Keep it")]

    submit(petition)
    approve(petition)
    assert needs(ben) == [("Approved: it can be opened", "Keep it")]

    actions.open_petition(petition=petition, at=timezone.now(), by="user:1")
    assert (needs(ben), following(ben)) == ([], [])


def test_a_group_is_asked_and_the_lead_waits_for_it(ben: User, group: Group) -> None:
    petition = draft_petition(lead=group, title="Keep it")
    lake = GroupFactory(name="Lake Friends")
    ana = organiser_of(lake)
    sponsor = actions.ask_sponsor(petition=petition, group=lake, at=timezone.now(), by="user:1")

    assert needs(ana) == [("Lake Friends is asked to agree to the text", "Keep it")]
    assert home(ana).needs[0].href == f"/petitions/{petition.pk}/text/"
    assert following(ben) == [("Waits until 1 group agrees", "Keep it")]

    text_sha256 = petition.hash_of_text()
    actions.agree(sponsor=sponsor, text_sha256=text_sha256, at=timezone.now(), by="user:2")
    assert needs(ana) == []
    assert needs(ben) == [("A draft that can be submitted", "Keep it")]


def test_a_takedown_that_was_warned_of_needs_the_coalition(ben: User, group: Group) -> None:
    petition = open_petition(lead=group, title="Keep it")
    facts = {"reason": "court", "words": "An order.", "at": timezone.now()}

    actions.warn_of_takedown(petition=petition, by="user:9", **facts)

    assert needs(ben) == [("It is to be taken down: read why", "Keep it")]


def test_a_petition_that_closes_within_a_week_is_next(ben: User, group: Group) -> None:
    today = timezone.localdate()
    open_petition(lead=group, title="Soon", closes_on=today + timedelta(days=7))
    open_petition(lead=group, title="Later", closes_on=today + timedelta(days=8))
    closed_petition(lead=group, title="Over", closes_on=today)

    assert following(ben) == [("Closes soon", "Soon")]


def test_a_moderator_sees_what_waits_longest_first() -> None:
    mo = UserFactory(roles=["moderator"])
    young, old = draft_petition(title="Young"), draft_petition(title="Old")
    submit(young)
    submit(old)
    yesterday = timezone.now() - timedelta(days=1)
    Petition.objects.filter(pk=old.pk).update(submitted_at=yesterday)

    assert needs(mo) == [("Waits for a moderator", "Old"), ("Waits for a moderator", "Young")]
    assert home(mo).needs[0].href == f"/review/{old.pk}/"


def test_a_warning_needs_the_moderator_once_its_time_is_over() -> None:
    mo = UserFactory(roles=["moderator"])
    petition = open_petition(title="Keep it")
    facts = {"reason": "court", "words": "An order."}
    actions.warn_of_takedown(petition=petition, at=timezone.now(), by="user:9", **facts)
    assert needs(mo) == []

    Petition.objects.update(takedown_warned_at=timezone.now() - timedelta(days=2, minutes=1))

    assert needs(mo) == [("Take down or let stay", "Keep it")]


def test_a_moderator_sees_imported_records_that_wait() -> None:
    mo = UserFactory(roles=["moderator"])
    dossier = Dossier.objects.create(slug="the-river-path", made_at=timezone.now())
    facts = {"dossier": dossier, "content": b"{}", "imported_at": timezone.now()}
    Version.objects.create(
        number=1, sha256="11" * 32, state="shown", shown_at=timezone.now(), **facts
    )
    Version.objects.create(number=2, sha256="22" * 32, state="waiting", **facts)

    assert needs(mo) == [("An imported record waits for review", "the-river-path")]
    assert home(mo).needs[0].href == "/records/the-river-path/2/"


def test_an_operator_learns_of_letters_that_were_given_up(office: Client) -> None:
    olga = UserFactory(roles=["operator"])
    now = timezone.now()
    for days in (1, 6, 8):
        failed = LetterFailed(letter="00", kind="petitions.opened", reason="refused", code=550)
        with transaction.atomic():
            announce(failed, at=now - timedelta(days=days), by="worker")

    told = "2 were given up within a week. The journal says why."
    assert needs(olga) == [(told, "Letters")]
    assert needs(UserFactory(roles=["moderator"])) == []
    assert told in signed_in(office, olga).get("/").content.decode()


def test_a_clerk_sees_open_petitions_to_their_council() -> None:
    petition = open_petition(title="To us")
    open_petition(title="To others")
    draft_petition(council=petition.council, title="Not yet")
    carla = OfficerFactory(council=petition.council).user

    assert following(carla) == [("Open petition to your council", "To us")]


def test_what_happened_is_told_to_the_coalition_and_to_nobody_else(ben: User, group: Group) -> None:
    petition = draft_petition(lead=group, title="Keep it")
    other = draft_petition(title="Not yours")
    actions.submit(petition=petition, at=timezone.now(), by=f"user:{ben.pk}")
    submit(other)

    told = [(it.title, it.happened.words, it.happened.by) for it in home(ben).told]

    assert told == [("Keep it", "was submitted to a moderator", "Ben Sample")]


def test_a_moderator_reads_what_happened_to_what_was_submitted_and_not_to_drafts() -> None:
    mo = UserFactory(roles=["moderator"])
    petition = draft_petition(title="Keep it")
    lake = GroupFactory()
    actions.ask_sponsor(petition=petition, group=lake, at=timezone.now(), by="user:1")
    assert home(mo).told == []

    petition = draft_petition(title="Sent and given back")
    submit(petition)
    give_back(petition)

    told = [(it.title, it.happened.words, it.href) for it in home(mo).told]
    assert told == [
        ("Sent and given back", "was returned by a moderator", ""),
        ("Sent and given back", "was submitted to a moderator", ""),
    ]


@pytest.mark.parametrize("role", ["organiser", "moderator", "clerk"])
def test_home_costs_the_same_for_three_petitions_as_for_one(office: Client, role: str) -> None:
    group = GroupFactory()
    user = organiser_of(group)
    first = open_petition(lead=group)
    if role == "moderator":
        user = UserFactory(roles=["moderator"])
    if role == "clerk":
        user = OfficerFactory(council=first.council).user
    client = signed_in(office, user)

    def add() -> None:
        open_petition(lead=group, council=first.council, closes_on=timezone.localdate())
        draft = draft_petition(lead=group)
        lake = GroupFactory()
        actions.ask_sponsor(petition=draft, group=lake, at=timezone.now(), by=f"user:{user.pk}")
        submit(draft_petition(lead=group))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    add()
    asked()  # the first page of a session also saves the session
    one = asked()
    add()
    add()

    assert asked() == one


def test_reviewers_are_told_where_lines_wait() -> None:
    check = laid_out()
    reviewer = reviewer_of(check.petition.council, "Rae Sample")
    assert needs(reviewer) == [("Signatures wait for reviewers", check.petition.title)]
    outsider = OfficerFactory(role="staff").user
    assert needs(outsider) == []
