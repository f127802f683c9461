"""What happened to petitions, from the journal, in words that organisers and moderators use."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from undersigned.accounts.models import User
from undersigned.journal.models import Entry

SHOWN = 15
BY_TITLE: dict[str, str | Promise] = {
    "petition.drafted": gettext_lazy("was begun"),
    "petition.revised": gettext_lazy("was changed"),
    "petition.sponsor_asked": gettext_lazy("was put to a group to sponsor it"),
    "petition.sponsor_agreed": gettext_lazy("was agreed to by a group"),
    "petition.sponsor_left": gettext_lazy("lost a group of its coalition"),
    "petition.official_named": gettext_lazy("names an official now"),
    "petition.official_unnamed": gettext_lazy("does not name an official any more"),
    "petition.reply_offered": gettext_lazy(
        "was sent to a named official with the offer of a reply"
    ),
    "petition.reply_received": gettext_lazy("got a named official’s reply"),
    "petition.submitted": gettext_lazy("was submitted to a moderator"),
    "petition.taken_back": gettext_lazy("was made a draft again"),
    "petition.returned": gettext_lazy("was returned by a moderator"),
    "petition.approved": gettext_lazy("was approved"),
    "petition.opened": gettext_lazy("was opened for signatures"),
    "petition.closed": gettext_lazy("was closed"),
    "petition.takedown_warned": gettext_lazy("is to be taken down: the organisers were warned"),
    "petition.takedown_warning_withdrawn": gettext_lazy("stays: the warning was withdrawn"),
    "petition.taken_down": gettext_lazy("was taken down"),
    "petition.restored": gettext_lazy("was restored"),
}
# What a moderator has to do with; a draft is its coalition's alone.
SEEN_BY_MODERATORS = set(BY_TITLE) - {
    name
    for name in BY_TITLE
    if name.split(".")[1].startswith(("drafted", "revised", "sponsor_", "official_"))
}


@dataclass(frozen=True)
class Happened:
    """One line of what happened: when, to which petition, what, by whom."""

    at: datetime
    petition: int
    words: str
    by: str


def happened_to(petitions: Collection[int]) -> list[Happened]:
    """The latest about these petitions. Two queries, one if there is nothing."""
    if not petitions:
        return []
    entries = Entry.objects.filter(name__in=BY_TITLE, facts__petition__in=list(petitions))
    return _in_words(entries)


def happened_for_moderators() -> list[Happened]:
    """The latest about any petition that a moderator has seen. Two queries."""
    return _in_words(Entry.objects.filter(name__in=SEEN_BY_MODERATORS))


def _in_words(entries: QuerySet[Entry]) -> list[Happened]:
    latest = list(entries.order_by("-id")[:SHOWN])
    names = _names({entry.by for entry in latest})
    return [
        Happened(
            at=entry.at,
            petition=entry.facts["petition"],
            words=str(BY_TITLE[entry.name]),
            by=names.get(entry.by, ""),
        )
        for entry in latest
    ]


def _names(actors: set[str]) -> dict[str, str]:
    """Who the journal's actors are, for people in the office."""
    keys = {int(actor.partition(":")[2]) for actor in actors if actor.startswith("user:")}
    users = User.objects.in_bulk(keys)
    people = {f"user:{key}": str(user) for key, user in users.items()}
    return {"worker": _("by date"), "official": _("the official"), **people}
