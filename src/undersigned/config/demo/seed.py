"""Make the made-up town by the actions that everyone uses; nothing is inserted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from undersigned.accounts.actions.people import add_user
from undersigned.accounts.models import User
from undersigned.config.demo.logins import Login
from undersigned.config.demo.world import World, dossiers, outlines
from undersigned.councils import actions as councils
from undersigned.councils.models import Council
from undersigned.councils.states import Role
from undersigned.petitions import actions as petitions
from undersigned.petitions.actions.proposal import Proposal
from undersigned.petitions.models import Petition
from undersigned.record import actions as record

SITE_ROLES = {"moderator": "moderator", "moderator2": "moderator", "operator": "operator"}
OFFICERS = {"clerk": Role.CLERK, "deputy": Role.DEPUTY}
OPERATOR = "operator"
DRAFTED = timedelta(days=6)  # before the seeding
SUBMITTED = timedelta(days=3)
APPROVED = timedelta(days=2)
OPENED = timedelta(hours=1)


@transaction.atomic
def seed(world: World, logins: Sequence[Login], *, at: datetime) -> Petition:
    """People, a council, and an open petition that went the whole way; the council's officers are invited by letter."""
    people = {login.role: _person(login, at=at - DRAFTED) for login in logins}
    council = _council(world["council"], at=at - DRAFTED)
    petition = _petition(world, council, people, at=at)
    for who, role in OFFICERS.items():
        _invite(council, people[who], role, operator=people["operator"], at=at)
    return petition


def show_dossiers(moderator: User, *, at: datetime) -> None:
    """Import the dossiers among the examples, each shown after its review."""
    for content in dossiers():
        done = record.import_dossier(content=content, at=at, by=OPERATOR)
        if not done.already:
            record.show(version=done.version, at=at, by=f"user:{moderator.pk}")


def _person(login: Login, *, at: datetime) -> User:
    return add_user(
        email=login.email,
        name=login.name,
        password=login.password,
        roles=[SITE_ROLES[login.role]] if login.role in SITE_ROLES else [],
        totp_secret=login.totp_secret,
        at=at,
        by=OPERATOR,
    )


def _council(facts: World, *, at: datetime) -> Council:
    council = councils.add_council(name=facts["name"], place=facts["place"], at=at, by=OPERATOR)
    councils.set_wards(council=council, names=facts["wards"], at=at, by=OPERATOR)
    for raw, source in outlines():
        councils.set_map(council=council, raw=raw, source=source, at=at, by=OPERATOR)
    councils.publish_rules(council=council, document=facts["rules"], after=1, at=at, by=OPERATOR)
    for entry in facts["seats"]:
        seat = councils.add_seat(council=council, name=entry["seat"], at=at, by=OPERATOR)
        councils.add_member(seat=seat, name=entry["member"], since=None, at=at, by=OPERATOR)
    return council


def _petition(world: World, council: Council, people: dict[str, User], *, at: datetime) -> Petition:
    organiser, moderator = (f"user:{people[role].pk}" for role in ("organiser", "moderator"))
    petition = _draft(world, council, people, at=at - DRAFTED)
    petitions.submit(petition=petition, at=at - SUBMITTED, by=organiser)
    text_sha256 = petition.hash_of_text()
    petitions.approve(petition=petition, text_sha256=text_sha256, at=at - APPROVED, by=moderator)
    petitions.open_petition(petition=petition, at=at - OPENED, by=organiser)
    return petition


def _draft(world: World, council: Council, people: dict[str, User], *, at: datetime) -> Petition:
    words, groups = dict(world["petition"]), world["groups"]
    organiser, partner = people["organiser"], people["partner"]
    by = f"user:{organiser.pk}"
    lead = petitions.found_group(name=groups["lead"], user=organiser, at=at, by=by)
    last_day = (at + DRAFTED).date() + timedelta(days=words.pop("open_for_days"))
    proposal = Proposal(council=council, closes_on=last_day, **words)
    petition = petitions.draft(proposal=proposal, lead=lead, at=at, by=by)
    for name in groups["partners"]:
        theirs = f"user:{partner.pk}"
        group = petitions.found_group(name=name, user=partner, at=at, by=theirs)
        asked = petitions.ask_sponsor(petition=petition, group=group, at=at, by=by)
        petitions.agree(sponsor=asked, text_sha256=petition.hash_of_text(), at=at, by=theirs)
    return petition


def _invite(council: Council, officer: User, role: Role, *, operator: User, at: datetime) -> None:
    councils.invite(
        council=council,
        role=role,
        email=officer.email,
        language="en",
        inviter=operator.name,
        at=at,
        by=f"user:{operator.pk}",
    )
