import hmac
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count as CountOf
from django.db.models import QuerySet

from undersigned.accounts.models import User
from undersigned.petitions.models import Group, Petition
from undersigned.signatures.blind import silence_key, token_hash
from undersigned.signatures.models import HourlyCount, PetitionCount, PublicName, Signature
from undersigned.signatures.states import LEFT, PAPER, State, Via

LEVEL = "confirmed"  # the assurance of what is signed here: an e-mail address was confirmed
ON_PAPER = "reported"  # of what was typed in from paper: whoever did so says that it stands there


@dataclass(frozen=True)
class Count:
    """A petition's running count, the level of its assurance, and when it last moved (None: not yet).

    `confirmed` is what counts now: all that were signed, without those withdrawn and those declared void. `paper` of
    them came on paper. The whole has the level of its weakest part.
    """

    confirmed: int
    as_of: datetime | None
    withdrawn: int = 0
    void: int = 0
    paper: int = 0

    @property
    def level(self) -> str:
        return ON_PAPER if self.paper else LEVEL

    @property
    def web(self) -> int:
        """How many of those that count were signed on this site."""
        return self.confirmed - self.paper

    @property
    def signed(self) -> int:
        return self.confirmed + self.withdrawn + self.void

    @property
    def lowered(self) -> bool:
        """Whether any signature has left."""
        return self.signed > self.confirmed


@dataclass(frozen=True)
class Hour:
    """How many were confirmed in an hour (UTC), how many left in it, and how many counted by its end."""

    hour: datetime
    confirmed: int
    total: int
    left: int = 0


def count_of(petition_id: int) -> Count:
    """The running count, from one row."""
    row = PetitionCount.objects.filter(pk=petition_id).first()
    return _count(row)


def counts_of(petition_ids: list[int]) -> dict[int, Count]:
    """The running counts of a list of petitions, in one query; those without a row count 0."""
    rows = PetitionCount.objects.in_bulk(petition_ids)
    return {key: _count(rows.get(key)) for key in petition_ids}


def _count(row: PetitionCount | None) -> Count:
    if row is None:
        return Count(0, None)
    return Count(row.confirmed, row.as_of, row.withdrawn, row.void, row.paper)


def history_of(petition_id: int) -> list[Hour]:
    """The hours in which somebody confirmed or left, oldest first, with the running net count."""
    total = 0
    hours = []
    for row in HourlyCount.objects.filter(petition_id=petition_id).order_by("hour"):
        total += row.confirmed - row.left
        if row.confirmed or row.left:
            hours.append(Hour(row.hour, row.confirmed, total, row.left))
    return hours


def figures_in_rows() -> Counter[tuple[int, str]]:
    """How many rows are counted as what: by petition and figure."""
    rows = Signature.objects.exclude(counted_as="").values_list("petition_id", "counted_as", "via")
    numbers = rows.annotate(number=CountOf("id")).order_by()
    figures: Counter[tuple[int, str]] = Counter()
    for petition, figure, via, number in numbers:
        figures[petition, figure] += number
        if (figure, via) == (State.CONFIRMED, Via.PAPER):
            figures[petition, PAPER] += number
    return figures


def left_by_hour(petition_id: int) -> Counter[datetime]:
    """In which hours (UTC) those left who are counted as withdrawn or void."""
    rows = Signature.objects.filter(petition_id=petition_id, counted_as__in=LEFT)
    moments = rows.exclude(left_at=None).values_list("left_at", flat=True)
    return Counter(when.replace(minute=0, second=0, microsecond=0) for when in moments if when)


def public_names(petition_id: int, *, limit: int = 500) -> list[str]:
    """The names of signers who asked for them to be shown, newest first."""
    rows = PublicName.objects.filter(signature__petition_id=petition_id).order_by("-signature_id")
    return list(rows.values_list("name", flat=True)[:limit])


def by_ref(ref: str) -> QuerySet[Signature]:
    """The signature that an address on this site names (32 hex digits), with its petition."""
    try:
        raw = bytes.fromhex(ref)
    except ValueError:
        return Signature.objects.none()
    return Signature.objects.filter(ref=raw).select_related("petition__council")


def for_groups(petition: Petition) -> QuerySet[Signature]:
    """Confirmed signatures of a petition whose signers agreed that some group writes to them, oldest first.

    Without those that a moderator holds.
    """
    rows = Signature.objects.filter(petition=petition, state=State.CONFIRMED, for_groups=True)
    return rows.filter(held=False).order_by("pk").only("ref", "sealed", "confirmed_at")


@dataclass(frozen=True)
class ContactsPage:
    """An organiser's groups in a petition's coalition, and how many signers agreed that some group writes to them."""

    petition: Petition
    groups: list[Group]
    agreed: int


def contacts_page(petition: Petition, user: User) -> ContactsPage:
    """What an organiser may take: files for the groups that they act for. Two queries."""
    groups = Group.objects.filter(members__user=user, sponsorships__petition=petition)
    return ContactsPage(petition, list(groups), for_groups(petition).count())


Address = tuple[int, bytes]  # a petition and the index of an e-mail address in it
Slots = dict[int | None, bytes]  # slot → name index

SLOTS_TAKEN = """
SELECT petition_id, email_index, slot, name_index FROM signatures_signature
WHERE petition_id IN ({petitions}) AND email_index IN ({indices}) AND slot IS NOT NULL
"""


def slots_taken(addresses: Collection[Address]) -> dict[Address, Slots]:
    """Who has confirmed from these addresses: two at most each, and an address with none is not named.

    One query, in plain SQL as `open_ids`.
    """
    petitions, indices = {key for key, _ in addresses}, {index for _, index in addresses}
    sql = SLOTS_TAKEN.format(
        petitions=",".join(["%s"] * len(petitions)), indices=",".join(["%s"] * len(indices))
    )
    taken: dict[Address, Slots] = {}
    if addresses:
        with connection.cursor() as cursor:
            cursor.execute(sql, [*petitions, *indices])
            for petition_id, index, slot, name in cursor.fetchall():
                taken.setdefault((petition_id, bytes(index)), {})[slot] = bytes(name)
    return taken


SILENCED = "SELECT key FROM signatures_silence WHERE key IN ({keys})"


def silenced(addresses: Collection[Address]) -> set[Address]:
    """Which of these addresses want no more letters about that petition. One query, in plain SQL as above."""
    if not addresses:
        return set()
    keys = {silence_key(*address): address for address in addresses}
    with connection.cursor() as cursor:
        cursor.execute(SILENCED.format(keys=",".join(["%s"] * len(keys))), list(keys))
        return {keys[bytes(key)] for (key,) in cursor.fetchall()}


@dataclass(frozen=True)
class SignPage:
    """The page with the form: the petition, and its council's rules and notice in the reader's language.

    `notice` has the answers to: what may become public by law, who sees it, until when. `busy` says that too many
    signatures came from the reader's network within the hour.
    """

    petition: Petition
    eligibility: str
    notice: dict[str, str]
    busy: bool


def sign_page(petition: Petition, *, language: str, busy: bool) -> SignPage:
    """Compose the form's page; no query."""
    rules = petition.rules.document if petition.rules else {}
    notice = petition.notice.document if petition.notice else {}
    return SignPage(
        petition=petition,
        eligibility=_in(language, rules["words"]),
        notice={part: _in(language, notice[part]) for part in ("public", "seen_by", "until")},
        busy=busy,
    )


def _in(language: str, words: dict[str, str]) -> str:
    return words.get(language) or words["en"]


@dataclass(frozen=True)
class WaitingPage:
    """The page after signing. `state` says what it shows; `said` what came of what was just tried."""

    ref: str
    state: str
    petition: Petition
    said: str = ""
    tries_left: int = 0

    @classmethod
    def of(cls, signature: Signature, *, said: str, tries_left: int) -> "WaitingPage":
        ref = bytes(signature.ref).hex()
        return cls(ref, signature.state, signature.petition, said, tries_left)


@dataclass(frozen=True)
class ConfirmPage:
    """The page of a letter's link. A wrong token sees no state: the link alone is not the letter."""

    ref: str
    token: str
    state: str
    petition: Petition
    said: str = ""

    @classmethod
    def of(cls, signature: Signature, *, token: str, said: str) -> "ConfirmPage":
        right = hmac.compare_digest(token_hash(bytes.fromhex(token)), bytes(signature.token_hash))
        state = signature.state if right else "pending"
        return cls(bytes(signature.ref).hex(), token, state, signature.petition, said)
