"""What a moderator sees and decides in the office."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.petitions import (
    GroupFactory,
    closed_petition,
    draft_petition,
    open_petition,
    organiser_of,
    taken_down_petition,
)
from tests.petitions.pages import page, seen

from undersigned.petitions import actions
from undersigned.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def submitted(**facts: object) -> Petition:
    petition = draft_petition(**facts)
    actions.submit(petition=petition, at=timezone.now(), by="user:1")
    return petition


@pytest.fixture
def mod(office: Client) -> Client:
    """Mo is a moderator."""
    return signed_in(office, UserFactory(name="Mo Sample", roles=["moderator"]))


def approval(petition: Petition, **facts: str) -> dict[str, str]:
    return {**seen(petition), "text_sha256": petition.hash_of_text(), **facts}


def test_what_waits_longest_stands_first_with_its_clock(mod: Client) -> None:
    young, old = submitted(title="The young one"), submitted(title="The old one")
    two_days_ago = timezone.now() - timedelta(days=2, hours=1)
    Petition.objects.filter(pk=old.pk).update(submitted_at=two_days_ago)
    draft_petition(title="A draft of somebody")

    queue = page(mod.get("/review/")).replace("\xa0", " ")

    assert queue.index("The old one") < queue.index("The young one")
    assert "2 days, 1 hour" in queue
    assert "A draft of somebody" not in queue
    assert young.state == "submitted"


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_one_as_for_three(mod: Client, count: int) -> None:
    for _ in range(count):
        submitted()
        open_petition()
        Petition.objects.filter(state="open").update(takedown_warned_at=timezone.now())
    mod.get("/review/")

    with CaptureQueriesContext(connection) as asked:
        assert mod.get("/review/").status_code == 200

    assert len([query for query in asked if "petitions_petition" in query["sql"]]) == 4


def test_the_review_shows_text_hashes_what_will_be_fixed_and_the_offer(mod: Client) -> None:
    petition = draft_petition()
    facts = {"name": "Carla Sample", "role": "City manager", "email": "carla@example.org"}
    actions.name_official(petition=petition, at=timezone.now(), by="user:1", **facts)
    actions.submit(petition=petition, at=timezone.now(), by="user:1")

    review = page(mod.get(f"/review/{petition.pk}/"))

    assert petition.text.split("\n")[0] in review
    for sha256 in (
        petition.hash_of_text(),
        petition.council.rules.get().sha256,
        petition.council.notices.get().sha256,
    ):
        assert sha256 in review
    assert "Carla Sample, City manager" in review
    assert "waited for until" in review
    assert "carla@example.org" not in review
    assert "To go on, say why you do not wait" in review


def test_a_moderator_approves(mod: Client) -> None:
    petition = submitted()

    response = mod.post(f"/review/{petition.pk}/approve/", approval(petition), follow=True)

    assert response.redirect_chain == [("/review/", 302)]
    assert "Approved. The organisers can open it now." in page(response)
    petition.refresh_from_db()
    assert petition.state == "approved"


def test_a_moderator_who_read_another_text_reads_again_and_then_approves(mod: Client) -> None:
    petition = submitted()
    path = f"/review/{petition.pk}/approve/"

    response = mod.post(path, {**approval(petition), "text_sha256": "00" * 32})

    assert "The text changed while you read it" in page(response)
    form = response.context["forms"]["approve"]
    assert form["text_sha256"].value() == petition.hash_of_text()
    petition.refresh_from_db()
    assert petition.state == "submitted"


def test_not_waiting_for_a_reply_takes_words(mod: Client) -> None:
    petition = draft_petition()
    facts = {"name": "Carla Sample", "role": "City manager", "email": "carla@example.org"}
    actions.name_official(petition=petition, at=timezone.now(), by="user:1", **facts)
    actions.submit(petition=petition, at=timezone.now(), by="user:1")
    path = f"/review/{petition.pk}/approve/"

    refused = mod.post(path, approval(petition))
    approved = mod.post(path, approval(petition, waiver="The vote is tomorrow."), follow=True)

    assert "A named official still has time to reply" in page(refused)
    assert "Approved." in page(approved)
    review = page(mod.get(f"/review/{petition.pk}/"))
    assert "Why the reply was not waited for: The vote is tomorrow." in review


def test_a_return_without_words_keeps_the_reason_that_was_chosen(mod: Client) -> None:
    petition = submitted()
    path = f"/review/{petition.pk}/return/"

    refused = mod.post(path, {**seen(petition), "reason": "private", "words": ""})
    assert "This field is required" in page(refused)
    assert refused.context["forms"]["return"]["reason"].value() == "private"
    mod.post(path, {**seen(petition), "reason": "private", "words": "It names a neighbour."})

    petition.refresh_from_db()
    assert (petition.state, petition.return_reason) == ("draft", "private")


def test_of_two_moderators_the_second_is_told_what_the_first_decided(
    mod: Client, office: Client
) -> None:
    petition = submitted()
    shown = approval(petition)
    mod.post(f"/review/{petition.pk}/approve/", shown)

    both = {**shown, "reason": "unclear", "words": "Which path?"}
    approved_again = mod.post(f"/review/{petition.pk}/approve/", both)
    returned = mod.post(f"/review/{petition.pk}/return/", both)

    told = "The petition’s state is: “Approved, not yet open”"
    assert told in page(approved_again)
    assert "Somebody else changed this petition a moment ago" in page(returned)
    petition.refresh_from_db()
    assert petition.state == "approved"


def test_a_petition_is_warned_of_taken_down_and_restored(mod: Client) -> None:
    petition = open_petition()
    path = f"/review/{petition.pk}"
    reason = {"reason": "private", "words": "It names a neighbour."}

    early = mod.post(f"{path}/take-down/", {**seen(petition), "urgency": ""})
    assert "The organisers must be warned first" in page(early)
    mod.post(f"{path}/warn/", {**seen(petition), **reason})
    petition.refresh_from_db()
    hasty = mod.post(f"{path}/take-down/", {**seen(petition), "urgency": ""})
    assert "warned less than two days ago" in page(hasty)
    mod.post(f"{path}/take-down/", {**seen(petition), "urgency": "A court ordered it."})
    petition.refresh_from_db()
    assert petition.state == "taken_down"
    assert "Why it could not wait A court ordered it." in page(mod.get(f"{path}/"))
    mod.post(f"{path}/restore/", seen(petition))

    petition.refresh_from_db()
    assert (petition.state, petition.takedown_reason) == ("open", "")


def test_a_warning_is_withdrawn(mod: Client) -> None:
    petition = closed_petition()
    path = f"/review/{petition.pk}"
    reason = {"reason": "court", "words": "An order."}
    mod.post(f"{path}/warn/", {**seen(petition), **reason})
    petition.refresh_from_db()

    response = mod.post(f"{path}/withdraw/", seen(petition), follow=True)

    assert "The petition stays." in page(response)
    petition.refresh_from_db()
    assert petition.takedown_warned_at is None


DECISIONS = ["approve", "return", "warn", "withdraw", "take-down", "restore"]


@pytest.mark.parametrize("decision", DECISIONS)
def test_nobody_decides_on_their_own_coalitions_petition(office: Client, decision: str) -> None:
    user = UserFactory(roles=["moderator"])
    group = GroupFactory()
    group.members.create(user=user)
    mod = signed_in(office, user)
    typed = {"reason": "court", "words": "An order.", "urgency": "Now."}
    for petition in (submitted(lead=group), open_petition(lead=group)):
        facts = {**approval(petition), **typed}

        response = mod.post(f"/review/{petition.pk}/{decision}/", facts, follow=True)

        assert "Another moderator must decide" in page(response)
        before = (petition.state, petition.takedown_warned_at)
        petition.refresh_from_db()
        assert (petition.state, petition.takedown_warned_at) == before


@pytest.mark.parametrize("decision", ["", *(f"{decision}/" for decision in DECISIONS)])
def test_a_draft_is_not_a_moderators_to_see(mod: Client, decision: str) -> None:
    petition = draft_petition()
    path = f"/review/{petition.pk}/{decision}"

    response = mod.post(path, seen(petition)) if decision else mod.get(path)

    assert response.status_code == 404


@pytest.mark.parametrize("decision", DECISIONS)
def test_an_organiser_decides_nothing(office: Client, decision: str) -> None:
    petition = submitted()
    ben = signed_in(office, organiser_of(petition.lead))

    assert ben.get("/review/").status_code == 403
    assert ben.post(f"/review/{petition.pk}/{decision}/", approval(petition)).status_code == 403
    petition.refresh_from_db()
    assert petition.state == "submitted"


@pytest.mark.parametrize("make", [open_petition, closed_petition, taken_down_petition])
def test_every_public_petition_has_its_review(mod: Client, make: type) -> None:
    petition = make()

    assert mod.get(f"/review/{petition.pk}/").status_code == 200
    assert petition.title in page(mod.get("/review/"))
