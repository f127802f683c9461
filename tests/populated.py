"""A small site as its own actions make it: nothing is inserted, so every row has its event."""

from datetime import datetime, timedelta

from django.utils import timezone

from undersigned.accounts import actions as accounts
from undersigned.councils import actions as councils
from undersigned.councils.models import Council
from undersigned.mail import actions as mail
from undersigned.mail.models import Letter
from undersigned.mail.states import State as Sending
from undersigned.petitions import actions as petitions
from undersigned.petitions.actions.proposal import Proposal
from undersigned.petitions.models import Group, Petition, Sponsor
from undersigned.petitions.queries import open_for_signing
from undersigned.signatures.actions import confirm, count, publish_names, sign
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.allowances import Limit
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.signatures.prepare import prepare
from undersigned.sources import actions as sources
from undersigned.sources.states import Relation

BY = "operator"


def populate(*, signers: int = 12, number: int = 1) -> list[Petition]:
    """Councils, groups, petitions, sources; `signers` a petition, the last third unconfirmed."""
    at = timezone.now().replace(microsecond=654_321) - timedelta(days=9)
    accounts.add_user(
        email="otto@example.org",
        name="Otto Sample",
        password="not-a-real-password",
        roles=["operator", "moderator"],
        at=at,
        by=BY,
    )
    accounts.invite(
        email="mia@example.org",
        offer="Moderator",
        language="en",
        inviter="Otto Sample",
        role="moderator",
        at=at,
        by=BY,
    )
    return [_petition(place, signers, at + timedelta(hours=place)) for place in range(number)]


def _petition(number: int, signers: int, at: datetime) -> Petition:
    council = _council(number, at)
    draft = _draft(number, council, at)
    opened = open_petition(draft, at=at + timedelta(hours=1))
    for batch in range(0, signers, 5):
        moment = at + timedelta(hours=2, minutes=7 * batch)
        _sign(opened, range(batch, min(batch + 5, signers)), at=moment)
    _confirm(opened, (signers * 2 + 2) // 3, at=at + timedelta(days=1))
    _sources(opened, at=at + timedelta(days=2))
    _settle(at=at + timedelta(days=3))
    return opened


def _council(number: int, at: datetime) -> Council:
    council = councils.add_council(
        name=f"Exampleton Town Council {number}", place="Exampleton", at=at, by=BY
    )
    councils.set_wards(council=council, names=["North", "South", "West"], at=at, by=BY)
    for name in ("Seat 1", "Seat 2"):
        seat = councils.add_seat(council=council, name=name, at=at, by=BY)
        councils.add_member(seat=seat, name=f"Member of {name}", since=None, at=at, by=BY)
    return council


def _draft(number: int, council: Council, at: datetime) -> Petition:
    lead = petitions.found_group(name=f"Riverside Friends {number}", at=at, by=BY)
    other = petitions.found_group(name=f"Path Walkers {number}", at=at, by=BY)
    proposal = Proposal(
        council=council,
        title=f"Keep the river path open {number}",
        text="We ask the council to keep the river path open at all hours.",
        summary="The path is closed at dusk.",
        goal=500,
    )
    draft = petitions.draft(proposal=proposal, lead=lead, at=at, by=BY)
    _join(draft, other, at)
    petitions.name_official(
        petition=draft,
        name="Pia Sample",
        role="Director of Parks",
        email="pia@example.org",
        at=at,
        by=BY,
    )
    return draft


def _join(draft: Petition, group: Group, at: datetime) -> None:
    sponsor: Sponsor = petitions.ask_sponsor(petition=draft, group=group, at=at, by=BY)
    petitions.agree(sponsor=sponsor, text_sha256=draft.hash_of_text(), at=at, by=BY)


def open_petition(draft: Petition, *, at: datetime) -> Petition:
    """Submitted, approved and opened."""
    petitions.submit(petition=draft, at=at, by=BY)
    petitions.approve(
        petition=draft,
        text_sha256=draft.hash_of_text(),
        waiver="The official is away until the meeting.",
        at=at,
        by=BY,
    )
    petitions.open_petition(petition=draft, at=at, by=BY)
    return open_for_signing(draft.slug)


def _sign(petition: Petition, numbers: range, *, at: datetime) -> None:
    network = Limit(key=b"n" * 16, allowed=10**6, until=at + timedelta(hours=1))
    items = [
        prepare(
            Entry(
                name=f"Sam Sample {number}",
                email=f"sam.{number}@example.org",
                ward="North",
                basis="live",
                show_name=number % 4 == 0,
            ),
            petition=petition,
            language="es" if number % 3 == 0 else "en",
            network=network,
            at=at,
        )
        for number in numbers
    ]
    assert sign(items, at=at) == [None] * len(items)


def _confirm(petition: Petition, number: int, *, at: datetime) -> None:
    from undersigned.journal.sealed import unseal  # noqa: PLC0415

    rows = Signature.objects.filter(petition=petition).order_by("id")[:number]
    for place, row in enumerate(rows):
        facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
        press = Press(ref=bytes(row.ref), token=bytes.fromhex(facts["token"]))
        (outcome,) = confirm([press], at=at + timedelta(minutes=11 * place))
        assert outcome.state == "confirmed"
    count(at=at + timedelta(hours=5))
    publish_names(at=at + timedelta(hours=5))


def _sources(petition: Petition, *, at: datetime) -> None:
    source = sources.add_source(
        publisher="The Exampleton Clerk",
        relation=Relation.OFFICIAL,
        title="Minutes of the spring meeting",
        dated="2026-03-02",
        at=at,
        by=BY,
    )
    said = sources.Said(
        speaker="Pia Sample", words="The path stays open.", dated="2026-03-02", quoted=True
    )
    sources.state(about=f"petition:{petition.pk}", said=said, source=source, at=at, by=BY)


def _settle(*, at: datetime) -> None:
    """All letters but the newest three are sent, as the worker would note it."""
    waiting = list(Letter.objects.filter(state=Sending.QUEUED).order_by("id"))
    for letter in waiting[:-3]:
        mail.claim(letter=letter, until=at + timedelta(minutes=10))
        mail.settle(letter=letter, state=Sending.SENT, at=at)
