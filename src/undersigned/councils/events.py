"""What happens to councils. `council` names the rows whose fingerprints follow (config/wiring.py)."""

from dataclasses import dataclass

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CouncilEvent(Event):
    """Something about one council; its public pages show it."""

    council: int

    def scopes(self) -> tuple[str, ...]:
        return (f"council:{self.council}",)


@dataclass(frozen=True, kw_only=True)
class CouncilAdded(CouncilEvent):
    """A council is on this site, with rules and a notice to begin with. Nobody speaks for it yet."""

    name = "council.added"
    public = True
    slug: str


@dataclass(frozen=True, kw_only=True)
class CouncilRepresented(CouncilEvent):
    """A council's first clerk claimed an invitation: from now on it speaks for itself here."""

    name = "council.represented"
    public = True


@dataclass(frozen=True, kw_only=True)
class RulesPublished(CouncilEvent):
    """A version of a council's rules on who may sign; petitions opened from now on go by it."""

    name = "council.rules_published"
    public = True
    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class NoticePublished(CouncilEvent):
    """A version of a council's public-records notice; petitions opened from now on show it."""

    name = "council.notice_published"
    public = True
    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class WardsSet(CouncilEvent):
    """A council's wards were named anew."""

    name = "council.wards_set"
    public = True
    wards: int


@dataclass(frozen=True, kw_only=True)
class WardMapSet(CouncilEvent):
    """The outlines of a council's wards were put on the site; `sha256` is over the GeoJSON that it keeps of them."""

    name = "council.ward_map_set"
    public = True
    sha256: str


@dataclass(frozen=True, kw_only=True)
class WardMapRemoved(CouncilEvent):
    """The outlines of a council's wards were taken off the site: by its clerk, or because the wards changed."""

    name = "council.ward_map_removed"
    public = True


@dataclass(frozen=True, kw_only=True)
class SeatAdded(CouncilEvent):
    """A seat was added to a council."""

    name = "council.seat_added"
    public = True
    seat: int


@dataclass(frozen=True, kw_only=True)
class SeatRenamed(CouncilEvent):
    """A seat got another name."""

    name = "council.seat_renamed"
    public = True
    seat: int


@dataclass(frozen=True, kw_only=True)
class MemberAdded(CouncilEvent):
    """Somebody was entered as the holder of a seat."""

    name = "council.member_added"
    public = True
    member: int


@dataclass(frozen=True, kw_only=True)
class MemberCorrected(CouncilEvent):
    """A member's name or term was corrected, or the term ended."""

    name = "council.member_corrected"
    public = True
    member: int


@dataclass(frozen=True, kw_only=True)
class MemberClaimed(CouncilEvent):
    """A council member claimed their entry and speaks for themself from now on."""

    name = "council.member_claimed"
    public = True
    member: int
    user: int


@dataclass(frozen=True, kw_only=True)
class OfficerAppointed(CouncilEvent):
    """Somebody acts for a council now, as clerk, deputy or staff."""

    name = "council.officer_appointed"
    user: int
    role: str


@dataclass(frozen=True, kw_only=True)
class OfficerRemoved(CouncilEvent):
    """Somebody acts for a council no more."""

    name = "council.officer_removed"
    user: int
    role: str
