"""After each action of the office the marks of its rows are those of the rows as they now are.

An action that announced before it changed its rows, or changed rows of which its event says
nothing, would show here.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.populated import BY, open_petition, populate

from undersigned.accounts import actions as accounts
from undersigned.accounts.models import Invitation, User
from undersigned.config.fsck import marks
from undersigned.councils import actions as councils
from undersigned.councils.documents import default_notice, default_rules
from undersigned.councils.models import Member, Officer, Seat
from undersigned.councils.states import Role
from undersigned.journal.sealed import unseal
from undersigned.mail.models import Letter
from undersigned.petitions import actions as petitions
from undersigned.petitions.actions.proposal import Proposal
from undersigned.petitions.models import NamedOfficial, Petition, Sponsor
from undersigned.record import actions as record
from undersigned.sources import actions as sources
from undersigned.sources.models import Source, Statement

pytestmark = pytest.mark.long  # for `make test`

EXAMPLE = Path(__file__).parents[2] / "examples" / "durham-2018.json"


@pytest.fixture
def petition(db: None, settings: Settings, tmp_path: Path) -> Petition:
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    (petition,) = populate(signers=3)
    return petition


def faults() -> list[str]:
    return [str(fault) for rule in marks.RULES for fault in rule.find()]


def again(petition: Petition) -> Petition:
    return Petition.objects.select_related("council", "lead").get(pk=petition.pk)


def facts_of(kind: str) -> dict[str, str]:
    """What the newest waiting letter of a kind holds."""
    letter = Letter.objects.filter(kind=kind, due_at__isnull=False).latest("id")
    return unseal(letter.sealed, of="letters", ref=bytes(letter.ref))


def drafted(petition: Petition, at: datetime) -> Petition:
    return petitions.succeed(petition=petition, at=at, by=BY)


def lifecycle_of_a_draft(petition: Petition, at: datetime) -> None:
    draft = drafted(petition, at)
    proposal = Proposal(council=draft.council, title="Another title", text="Another text.")
    petitions.revise(petition=draft, proposal=proposal, at=at, by=BY)
    group = petitions.found_group(name="Night Walkers", at=at, by=BY)
    sponsor = petitions.ask_sponsor(petition=draft, group=group, at=at, by=BY)
    petitions.remove_sponsor(sponsor=sponsor, at=at, by=BY)
    official = petitions.name_official(
        petition=draft, name="Pia Sample", role="Mayor", email="pia@example.org", at=at, by=BY
    )
    petitions.unname_official(official=official, at=at, by=BY)
    petitions.submit(petition=draft, at=at, by=BY)
    petitions.take_back(petition=draft, at=at, by=BY)
    petitions.submit(petition=draft, at=at, by=BY)
    petitions.return_to_draft(
        petition=draft, reason="unclear", words="What is asked?", at=at, by=BY
    )


def a_reply_before_and_one_after_the_opening(petition: Petition, at: datetime) -> None:
    draft = drafted(petition, at)
    for name in ("Pia Sample", "Ugo Sample"):
        petitions.name_official(
            petition=draft, name=name, role="Mayor", email="pia@example.org", at=at, by=BY
        )
    petitions.submit(petition=draft, at=at, by=BY)
    late = facts_of("petitions.reply_offer")["token"]
    early = unseal(
        (letter := Letter.objects.filter(kind="petitions.reply_offer").order_by("-id")[1]).sealed,
        of="letters",
        ref=bytes(letter.ref),
    )["token"]
    petitions.reply(token=early, words="I will see to it.", at=at, by="official")
    petitions.approve(
        petition=draft, text_sha256=draft.hash_of_text(), waiver="No time.", at=at, by=BY
    )
    petitions.open_petition(petition=draft, at=at, by=BY)
    petitions.reply(token=late, words="So will I.", at=at, by="official")
    assert NamedOfficial.objects.filter(petition=draft, statement__isnull=False).count() == 2


def closing_and_taking_down(petition: Petition, at: datetime) -> None:
    petitions.close(petition=again(petition), at=at, by=BY)
    facts = {"reason": "other", "words": "It names a person.", "at": at, "by": BY}
    petitions.warn_of_takedown(petition=again(petition), **facts)
    petitions.withdraw_warning(petition=again(petition), at=at, by=BY)
    petitions.warn_of_takedown(petition=again(petition), **facts)
    petitions.take_down(petition=again(petition), urgency="Harm is near.", at=at, by=BY)
    petitions.restore(petition=again(petition), at=at, by=BY)


def closing_by_date(petition: Petition, at: datetime) -> None:
    draft = drafted(petition, at)
    proposal = Proposal(
        council=draft.council,
        title="Until next week",
        text="We ask for a week.",
        closes_on=timezone.localdate(at) + timedelta(days=7),
    )
    petitions.revise(petition=draft, proposal=proposal, at=at, by=BY)
    open_petition(draft, at=at)
    assert petitions.close_due(at=at + timedelta(days=9)) == 1


def a_council_and_its_people(petition: Petition, at: datetime) -> None:
    council = petition.council
    rules = default_rules("Exampleton") | {"minimum_age": 18}
    councils.publish_rules(council=council, document=rules, after=1, at=at, by=BY)
    notice = default_notice()
    notice["seen_by"] = {code: f"{words} ." for code, words in notice["seen_by"].items()}
    councils.publish_notice(council=council, document=notice, after=1, at=at, by=BY)
    seat, member = Seat.objects.earliest("id"), Member.objects.earliest("id")
    councils.rename_seat(seat=seat, name="Seat A", at=at, by=BY)
    councils.correct_member(member=member, name="Mo Sample", since=None, until=None, at=at, by=BY)
    councils.set_wards(council=council, names=["East"], at=at, by=BY)
    user = User.objects.get()
    for role, whose in ((Role.CLERK, None), (Role.MEMBER, member)):
        councils.invite(
            council=council,
            role=role,
            email="mo@example.org",
            language="en",
            inviter="Otto Sample",
            member=whose,
            at=at,
            by=BY,
        )
        token = facts_of("accounts.invitation")["link"].strip("/").rpartition("/")[2]
        accounts.claim(token=token, user=user, at=at)
    councils.remove_officer(officer=Officer.objects.get(), at=at, by=BY)


def accounts_and_roles(petition: Petition, at: datetime) -> None:
    del petition
    user = User.objects.get()
    accounts.revoke_role(user=user, role="moderator", at=at, by=BY)
    accounts.grant_role(user=user, role="moderator", at=at, by=BY)
    accounts.withdraw_invitation(invitation=Invitation.objects.earliest("id"), at=at, by=BY)
    accounts.invite(
        email="mo@example.org",
        offer="Operator",
        language="en",
        inviter="Otto Sample",
        role="operator",
        at=at,
        by=BY,
    )
    token = facts_of("accounts.invitation")["link"].strip("/").rpartition("/")[2]
    accounts.claim_as_new(
        token=token, name="Mo Sample", password="nine dry riverbeds", language="en", at=at
    )


def statements_and_replies(petition: Petition, at: datetime) -> None:
    said = sources.Said(speaker="Pia Sample", words="No.", dated="2026-03-03", quoted=True)
    sources.reply(
        about=f"petition:{petition.pk}",
        said=said,
        source=Source.objects.earliest("id"),
        answers=Statement.objects.earliest("id"),
        at=at,
        by=BY,
    )


def dossiers_shown_returned_and_withdrawn(petition: Petition, at: datetime) -> None:
    del petition
    first = record.import_dossier(content=EXAMPLE.read_bytes(), at=at, by=BY).version
    record.show(version=first, at=at, by=BY)
    facts = {"reason": "other", "words": "Not yet.", "at": at, "by": BY}
    record.withdraw(version=first, **facts)
    other = EXAMPLE.read_bytes().replace(b"2018", b"2019", 1)
    second = record.import_dossier(content=other, at=at, by=BY).version
    record.send_back(version=second, **facts)


@pytest.mark.parametrize(
    "story",
    [
        lifecycle_of_a_draft,
        a_reply_before_and_one_after_the_opening,
        closing_and_taking_down,
        closing_by_date,
        a_council_and_its_people,
        accounts_and_roles,
        statements_and_replies,
        dossiers_shown_returned_and_withdrawn,
    ],
    ids=lambda story: story.__name__,
)
def test_no_action_leaves_a_row_without_its_mark(
    petition: Petition, story: Callable[[Petition, datetime], None]
) -> None:
    assert Sponsor.objects.exists()
    story(petition, timezone.now())
    assert faults() == []
