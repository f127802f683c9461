"""The home of the office: what needs me now, what is next, what happened; by role."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.councils.queries import councils_of
from undersigned.desk.queries.happened import Happened, happened_for_moderators, happened_to
from undersigned.desk.queries.lines import (
    Line,
    lines_of_checks,
    lines_of_coalition,
    lines_of_examinations,
    lines_of_moderator,
    lines_of_operator,
    lines_of_records,
)
from undersigned.petitions.models import Group, Petition
from undersigned.petitions.pages import QueuePage, petitions_of, queue_page
from undersigned.petitions.states import State
from undersigned.signatures.queries import Count, counts_of


@dataclass(frozen=True)
class Row:
    """One of the user's petitions."""

    petition: Petition
    count: Count | None
    leads: bool


@dataclass(frozen=True)
class Told:
    """What happened, with the petition's title, where the user may see it."""

    happened: Happened
    title: str
    href: str


@dataclass(frozen=True)
class HomePage:
    """The user's desk. `roles` say which parts it has."""

    roles: frozenset[str]
    needs: list[Line]
    next: list[Line]
    told: list[Told]
    rows: list[Row]
    groups: list[Group]
    waiting: int


def home_page(user: User, *, roles: frozenset[str], at: datetime) -> HomePage:
    """At most a dozen queries, whatever the number of petitions."""
    petitions = list(petitions_of(user)) if "organiser" in roles else []
    groups = list(Group.objects.filter(members__user=user)) if "organiser" in roles else []
    queue = queue_page(at=at) if "moderator" in roles else None
    own = {group.pk for group in groups}
    lines = [line for it in petitions for line in lines_of_coalition(it, own, at=at)]
    if queue:
        lines += [*lines_of_moderator(queue), *lines_of_examinations(user), *lines_of_records()]
    if "operator" in roles:
        lines += lines_of_operator(at=at)
    lines += lines_of_checks(user) if "reviewer" in roles else []
    lines += _addressed(user) if roles & {"clerk", "council_office"} else []
    lines.sort(key=lambda line: line.age)
    return HomePage(
        roles=roles,
        needs=[line for line in lines if line.now],
        next=[line for line in lines if not line.now],
        told=_told(petitions, queue),
        rows=_rows(petitions, own),
        groups=groups,
        waiting=len(queue.waiting) if queue else 0,
    )


def _addressed(user: User) -> list[Line]:
    """Open petitions to the councils that the user acts for."""
    councils = councils_of(user).values("pk")
    found = Petition.objects.filter(council__in=councils, state=State.OPEN)
    return [
        Line(
            now=False,
            words=_("Open petition to your council"),
            title=petition.title,
            when=petition.opened_at,
            href=reverse("councils:office", kwargs={"slug": petition.council.slug}),
        )
        for petition in found.select_related("council")[:20]
    ]


def _rows(petitions: list[Petition], own: set[int]) -> list[Row]:
    public = [petition.pk for petition in petitions if petition.opened_at]
    counts = counts_of(public) if public else {}
    return [
        Row(petition, counts.get(petition.pk), leads=petition.lead_id in own)
        for petition in petitions
    ]


def _told(petitions: list[Petition], queue: QueuePage | None) -> list[Told]:
    happened = happened_for_moderators() if queue else happened_to([it.pk for it in petitions])
    own = {petition.pk: petition for petition in petitions}
    missing = {line.petition for line in happened} - set(own)
    found = {**own, **(Petition.objects.in_bulk(missing) if missing else {})}
    return [
        Told(line, found[line.petition].title, _place(line.petition, own, found))
        for line in happened
        if line.petition in found
    ]


def _place(pk: int, own: dict[int, Petition], found: dict[int, Petition]) -> str:
    """Where the user reads about it: the coalition at its desk, a moderator in review."""
    if pk in own:
        return reverse("desk:petition", kwargs={"pk": pk})
    if found[pk].state == State.DRAFT:
        return ""
    return reverse("petitions:review", kwargs={"pk": pk})
