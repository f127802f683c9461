from dataclasses import dataclass
from typing import ClassVar

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class GroupFounded(Event):
    """Somebody founded a group on this site and acts for it."""

    name: ClassVar[str] = "group.founded"

    group: int


@dataclass(frozen=True, kw_only=True)
class OrganiserInvited(Event):
    """A group invited somebody by letter to act for it too."""

    name: ClassVar[str] = "group.organiser_invited"

    group: int


@dataclass(frozen=True, kw_only=True)
class OrganiserJoined(Event):
    """Somebody took up a group's invitation and acts for it now."""

    name: ClassVar[str] = "group.organiser_joined"

    group: int
    user: int


@dataclass(frozen=True, kw_only=True)
class OnPetition(Event):
    """What happened to one petition; not an event by itself."""

    petition: int


@dataclass(frozen=True, kw_only=True)
class OnPublicPetition(OnPetition):
    """What changes a public petition's page and the lists it stands in; not an event by itself."""

    public: ClassVar[bool] = True

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition}", "petitions")


@dataclass(frozen=True, kw_only=True)
class PetitionDrafted(OnPetition):
    """A group began a petition, new or succeeding another."""

    name: ClassVar[str] = "petition.drafted"

    succeeds: int | None


@dataclass(frozen=True, kw_only=True)
class PetitionRevised(OnPetition):
    """A draft was changed. A changed text has no agreement: `was_sha256` is the one agreed to."""

    name: ClassVar[str] = "petition.revised"

    was_sha256: str
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class SponsorAsked(OnPetition):
    """The lead group asked another to sponsor the petition."""

    name: ClassVar[str] = "petition.sponsor_asked"

    group: int


@dataclass(frozen=True, kw_only=True)
class SponsorAgreed(OnPetition):
    """A group of the coalition agreed to the text with this hash."""

    name: ClassVar[str] = "petition.sponsor_agreed"

    group: int
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class SponsorLeft(OnPetition):
    """A group left the coalition of a draft, by itself or by the lead group."""

    name: ClassVar[str] = "petition.sponsor_left"

    group: int


@dataclass(frozen=True, kw_only=True)
class OfficialNamed(OnPetition):
    """The organisers say that the text names an official, who will be offered a reply."""

    name: ClassVar[str] = "petition.official_named"

    official: int


@dataclass(frozen=True, kw_only=True)
class OfficialUnnamed(OnPetition):
    """The organisers say that the text does not name an official any more."""

    name: ClassVar[str] = "petition.official_unnamed"

    official: int


@dataclass(frozen=True, kw_only=True)
class ReplyOffered(OnPetition):
    """A letter to a named official went out: the text with this hash, and a page for a reply."""

    name: ClassVar[str] = "petition.reply_offered"

    official: int
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class ReplyReceived(OnPetition):
    """A named official wrote a reply, or changed it before the petition opened."""

    name: ClassVar[str] = "petition.reply_received"

    official: int


@dataclass(frozen=True, kw_only=True)
class PetitionSubmitted(OnPetition):
    """The coalition agreed to a text and asked a moderator to look at it."""

    name: ClassVar[str] = "petition.submitted"

    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class PetitionTakenBack(OnPetition):
    """The organisers took their petition back into a draft before it opened."""

    name: ClassVar[str] = "petition.taken_back"


@dataclass(frozen=True, kw_only=True)
class PetitionReturned(OnPetition):
    """A moderator gave the draft back, for a reason from the list and in words."""

    name: ClassVar[str] = "petition.returned"

    reason: str


@dataclass(frozen=True, kw_only=True)
class PetitionApproved(OnPetition):
    """A moderator approved the text with this hash; `waived` if a reply was not waited for."""

    name: ClassVar[str] = "petition.approved"

    text_sha256: str
    waived: bool


@dataclass(frozen=True, kw_only=True)
class PetitionOpened(OnPublicPetition):
    """A petition opened for signatures. Its text, the council's rules and notice are fixed."""

    name: ClassVar[str] = "petition.opened"

    text_sha256: str
    rules_sha256: str
    notice_sha256: str
    closes_on: str | None


@dataclass(frozen=True, kw_only=True)
class PetitionClosed(OnPublicPetition):
    """A petition closed: `by_date`, also while it is taken down, or by its organisers' hand."""

    name: ClassVar[str] = "petition.closed"

    by_date: bool


@dataclass(frozen=True, kw_only=True)
class TakedownWarned(OnPetition):
    """The organisers of a public petition were told that it will be taken down, and why."""

    name: ClassVar[str] = "petition.takedown_warned"

    reason: str


@dataclass(frozen=True, kw_only=True)
class TakedownWarningWithdrawn(OnPetition):
    """A moderator decided, after a warning, that the petition stays."""

    name: ClassVar[str] = "petition.takedown_warning_withdrawn"


@dataclass(frozen=True, kw_only=True)
class PetitionTakenDown(OnPublicPetition):
    """A petition was taken down. Its address stays, with the reason and the date.

    `urgent` says that the time after the warning was not waited out.
    """

    name: ClassVar[str] = "petition.taken_down"

    reason: str
    urgent: bool


@dataclass(frozen=True, kw_only=True)
class PetitionRestored(OnPublicPetition):
    """A petition that was taken down is public again, `state` open or closed."""

    name: ClassVar[str] = "petition.restored"

    state: str
