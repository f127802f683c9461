"""Where one signature stands in the public log: promised, in its place, still counted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from undersigned.proof.models import Checkpoint, Leaf
from undersigned.proof.queries.checkpoints import first_with, published
from undersigned.proof.queries.witnesses import LOOK_BACK, is_vouched, published_policy
from undersigned.proof.states import Kind
from undersigned.signatures.models import Signature
from undersigned.ui.journey import State, Station

LEAVING: dict[str, str] = {Kind.WITHDRAW: "withdrawn", Kind.VOID: "void"}


@dataclass(frozen=True)
class Standing:
    """A signature in the log: its leaf, what happened to it last, and the checkpoints with it.

    `vouched` is the newest of them that enough witnesses vouch for; the newest of all where there is none.
    """

    sign: Leaf | None
    last: Leaf | None = None
    first: Checkpoint | None = None
    newest: Checkpoint | None = None
    vouched: Checkpoint | None = None

    @property
    def included(self) -> bool:
        """Whether a published checkpoint holds the leaf."""
        return self.first is not None

    def state(self, *, at: datetime) -> str:
        """unconfirmed, waiting (for its place), late (the promise is broken), counted, withdrawn or void."""
        if self.sign is None:
            return "unconfirmed"
        if self.last and self.last.kind in LEAVING:
            return LEAVING[self.last.kind]
        if self.included:
            return "counted"
        return "late" if self.sign.include_by < at else "waiting"


def standing_of(signature: Signature) -> Standing:
    """Read it from the leaves and checkpoints. Four queries at most."""
    leaves = list(Leaf.objects.filter(signature=signature).order_by("id"))
    sign = next((leaf for leaf in leaves if leaf.kind == Kind.SIGN), None)
    if sign is None:
        return Standing(None)
    last = leaves[-1] if leaves[-1] is not sign else None
    if sign.index is None:
        return Standing(sign, last)
    held = list(published().filter(size__gt=sign.index).order_by("-size")[:LOOK_BACK])
    if not held:
        return Standing(sign, last)
    policy = published_policy()
    vouched = next((one for one in held if is_vouched(one, policy)), held[0])
    return Standing(sign, last, first_with(sign.index), held[0], vouched)


def stations_of(standing: Standing, state: str) -> tuple[Station, ...]:
    """The line of a receipt: three stations, the last of which may be that it left."""
    if standing.sign is None:
        return ()
    return (_promised(standing.sign), _placed(standing), _counted(standing, state))


def _promised(sign: Leaf) -> Station:
    label = pgettext("station", "Promised")
    if sign.promise:
        return Station(label, "done", sign.day)
    return Station(label, "now", note=_("within a few seconds"))


def _placed(standing: Standing) -> Station:
    label = pgettext("station", "In the public log")
    sign, first = standing.sign, standing.first
    if sign is None or sign.index is None or first is None:
        by = date_format(timezone.localtime(sign.include_by)) if sign else ""
        return Station(label, "next", note=_("by %(day)s at the latest") % {"day": by})
    place = number_format(sign.index, use_l10n=True, force_grouping=True)
    return Station(label, "done", _day(first), note=_("entry %(place)s") % {"place": place})


def _counted(standing: Standing, state: str) -> Station:
    if state in LEAVING.values() and standing.last:
        label = {
            "withdrawn": pgettext("station", "Withdrawn"),
            "void": pgettext("station", "Declared void"),
        }[state]
        return Station(label, "done", standing.last.day)
    now: State = "now" if standing.included else "later"
    when = _day(standing.newest) if standing.included and standing.newest else None
    return Station(pgettext("station", "Still counted"), now, when)


def _day(checkpoint: Checkpoint) -> date:
    return timezone.localdate(checkpoint.made_at)
