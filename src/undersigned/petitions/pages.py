"""What the office's pages of petitions show: one frozen dataclass a page; constant numbers of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from undersigned.accounts.models import User
from undersigned.councils.models import Council, Notice, Rules
from undersigned.petitions.models import Group, NamedOfficial, Petition, Sponsor
from undersigned.petitions.rules import REPLY_WAIT, TAKEDOWN_WAIT, may_decide
from undersigned.petitions.states import State

COUNCILS_SHOWN = 30
DECIDED_SHOWN = 20


@dataclass(frozen=True)
class SponsorRow:
    """A group of the coalition, and whether its agreement covers the text as it stands."""

    pk: int
    group: Group
    lead: bool
    agreed_at: datetime | None
    agreed: bool


@dataclass(frozen=True)
class OfficialRow:
    """A named official: what they were offered, until when they are waited for, what they replied.

    `stale` says that the reply was to an earlier text and will not be published.
    """

    official: NamedOfficial
    offered_at: datetime | None
    wait_until: datetime | None
    reply: str
    stale: bool


@dataclass(frozen=True)
class CouncilsPage:
    """Whom may a petition be addressed to? Those found, or the first few."""

    councils: list[Council]
    q: str
    more: bool


@dataclass(frozen=True)
class EditPage:
    """A draft, and the same as somebody else saved it meanwhile."""

    petition: Petition
    meanwhile: Petition | None = None


@dataclass(frozen=True)
class TextPage:
    """A petition's words as the public sees them, and what the reader of the office may do with it."""

    petition: Petition
    text_sha256: str
    coalition: list[SponsorRow]
    officials: list[OfficialRow]
    own: list[SponsorRow]
    may_edit: bool

    @property
    def is_draft(self) -> bool:
        return self.petition.state == State.DRAFT

    @property
    def may_submit(self) -> bool:
        """Whether every group but the lead, which agrees by submitting, has agreed."""
        return self.is_draft and all(row.agreed or row.lead for row in self.coalition)


@dataclass(frozen=True)
class CoalitionPage:
    """A draft's coalition, and which groups of this site could be asked."""

    petition: Petition
    coalition: list[SponsorRow]
    others: QuerySet[Group]

    @property
    def is_draft(self) -> bool:
        return self.petition.state == State.DRAFT


@dataclass(frozen=True)
class OfficialsPage:
    """The officials that a petition's text names."""

    petition: Petition
    officials: list[OfficialRow]

    @property
    def is_draft(self) -> bool:
        return self.petition.state == State.DRAFT


@dataclass(frozen=True)
class GroupPage:
    """A group and who acts for it."""

    group: Group
    members: list[User]


@dataclass(frozen=True)
class QueuePage:
    """What waits for a moderator, longest first, and what may need a takedown."""

    waiting: list[Petition]
    warned: list[Petition]
    public: list[Petition]
    at: datetime


@dataclass(frozen=True)
class ReviewPage:
    """Everything a moderator decides on: the text, what opening would fix, who was asked."""

    petition: Petition
    text_sha256: str
    rules: Rules | None
    notice: Notice | None
    coalition: list[SponsorRow]
    officials: list[OfficialRow]
    may_decide: bool
    awaited: bool
    takedown_from: datetime | None
    at: datetime

    @property
    def is_public(self) -> bool:
        return self.petition.state in {State.OPEN, State.CLOSED}


@dataclass(frozen=True)
class ReplyPage:
    """What a named official sees: the text, and whether a reply can be written or changed now."""

    official: NamedOfficial
    petition: Petition
    state: str
    token: str


def councils_page(q: str) -> CouncilsPage:
    """Councils of this site whose name or place holds the words. One query."""
    councils = Council.objects.all()
    for word in q.split()[:8]:
        councils = councils.filter(name__icontains=word) | councils.filter(place__icontains=word)
    found = list(councils[: COUNCILS_SHOWN + 1])
    return CouncilsPage(found[:COUNCILS_SHOWN], q, more=len(found) > COUNCILS_SHOWN)


def text_page(petition: Petition, *, user: User) -> TextPage:
    """Five queries, whatever the coalition's size."""
    coalition = coalition_of(petition)
    mine = set(Group.objects.filter(members__user=user).values_list("pk", flat=True))
    return TextPage(
        petition=petition,
        text_sha256=petition.hash_of_text(),
        coalition=coalition,
        officials=officials_of(petition),
        own=[row for row in coalition if row.group.pk in mine and not row.lead],
        may_edit=petition.lead_id in mine,
    )


def coalition_page(petition: Petition) -> CoalitionPage:
    coalition = coalition_of(petition)
    others = Group.objects.exclude(pk__in=[row.group.pk for row in coalition])
    return CoalitionPage(petition, coalition, others)


def officials_page(petition: Petition) -> OfficialsPage:
    return OfficialsPage(petition, officials_of(petition))


def group_page(group: Group) -> GroupPage:
    """Two queries."""
    members = group.members.select_related("user").order_by("user__name")
    return GroupPage(group, [member.user for member in members])


def queue_page(*, at: datetime) -> QueuePage:
    """Three queries."""
    petitions = Petition.objects.select_related("council", "lead")
    public = petitions.filter(state__in=[State.OPEN, State.CLOSED, State.TAKEN_DOWN])
    standing = public.exclude(state=State.TAKEN_DOWN).filter(takedown_warned_at__isnull=False)
    return QueuePage(
        waiting=list(petitions.filter(state=State.SUBMITTED).order_by("submitted_at", "id")),
        warned=list(standing.order_by("takedown_warned_at")),
        public=list(public.order_by("-changed_at")[:DECIDED_SHOWN]),
        at=at,
    )


def review_page(petition: Petition, *, user: User, at: datetime) -> ReviewPage:
    """Six queries."""
    council = petition.council
    officials = officials_of(petition)
    warned_at = petition.takedown_warned_at
    return ReviewPage(
        petition=petition,
        text_sha256=petition.hash_of_text(),
        rules=petition.rules or council.rules.first(),
        notice=petition.notice or council.notices.first(),
        coalition=coalition_of(petition),
        officials=officials,
        may_decide=may_decide(user, petition),
        awaited=any(row.wait_until is not None and row.wait_until > at for row in officials),
        takedown_from=warned_at + TAKEDOWN_WAIT if warned_at else None,
        at=at,
    )


def reply_page(official: NamedOfficial, token: str) -> ReplyPage:
    """`state` is open (a reply can be written or changed), changing, published or gone."""
    petition = official.petition
    state = "open"
    if petition.state == State.TAKEN_DOWN:
        state = "gone"
    elif official.statement_id:
        state = "published"
    elif petition.state == State.DRAFT:
        state = "changing"
    return ReplyPage(official, petition, state, token)


def coalition_of(petition: Petition) -> list[SponsorRow]:
    """Lead first. One query."""
    text_sha256 = petition.hash_of_text()
    sponsors = petition.sponsors.select_related("group")
    rows = [
        SponsorRow(
            pk=sponsor.pk,
            group=sponsor.group,
            lead=sponsor.group_id == petition.lead_id,
            agreed_at=sponsor.agreed_at,
            agreed=sponsor.agreed_sha256 == text_sha256,
        )
        for sponsor in sponsors
    ]
    return sorted(rows, key=lambda row: not row.lead)


def officials_of(petition: Petition) -> list[OfficialRow]:
    """One query."""
    return [_official_row(official) for official in petition.officials.all()]


def _official_row(official: NamedOfficial) -> OfficialRow:
    offered, replied = official.offered_sha256, official.replied_sha256
    waiting = official.offered_at is not None and offered != replied
    return OfficialRow(
        official=official,
        offered_at=official.offered_at,
        wait_until=official.offered_at + REPLY_WAIT if waiting and official.offered_at else None,
        reply=official.reply,
        stale=bool(replied) and offered != replied,
    )


def petitions_of(user: User) -> QuerySet[Petition]:
    """Those of the coalitions the user acts for, the last changed first, sponsors at hand."""
    groups = Group.objects.filter(members__user=user).values("pk")
    sponsored = Sponsor.objects.filter(group__in=groups).values("petition_id")
    sponsors = Prefetch("sponsors", Sponsor.objects.select_related("group"))
    petitions = Petition.objects.filter(pk__in=sponsored) | Petition.objects.filter(lead__in=groups)
    return (
        petitions.select_related("council", "lead")
        .prefetch_related(sponsors)
        .order_by("-changed_at", "-id")
    )
