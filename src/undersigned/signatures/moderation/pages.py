"""What moderators see: numbers and times, never a list of persons. One frozen dataclass a page."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count as CountOf
from django.db.models import Max, Q, QuerySet, Sum

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import may_decide
from undersigned.petitions.states import PUBLIC
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.conditions import MANY, Condition, Likeness, groups
from undersigned.signatures.moderation.flow import (
    Burst,
    Minutes,
    bursts_in,
    hours_chart,
    minutes_of,
)
from undersigned.signatures.moderation.marks import labels_of
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.states import MOVES, WAITING, WORKING
from undersigned.signatures.queries import Count, Hour, count_of, counts_of, history_of
from undersigned.signatures.states import State as Signed
from undersigned.ui.chart import Chart

A_PAGE = 30
HOURS_SHOWN = 48
SHOWN = 20


@dataclass(frozen=True)
class PetitionRow:
    """A petition in the list: its figures, and how many of its signatures are held."""

    petition: Petition
    count: Count
    held: int


@dataclass(frozen=True)
class ModerationPage:
    """What waits for a second moderator, what is under way, and every petition that was public."""

    waiting: list[Examination]
    under_way: list[Examination]
    rows: list[PetitionRow]
    page_obj: Page[Petition]


@dataclass(frozen=True)
class FlowPage:
    """How a petition's confirmations came in, and what was examined so far."""

    petition: Petition
    count: Count
    held: int
    chart: Chart | None
    bursts: list[Burst]
    hours: list[Hour]
    chosen: Minutes | None
    examinations: list[Examination]
    may_decide: bool


@dataclass(frozen=True)
class Standing:
    """How the found signatures stand now."""

    confirmed: int
    pending: int
    held: int
    void: int
    withdrawn: int


@dataclass(frozen=True)
class Domain:
    """A mail domain that many of the found signatures share: its mark, its name, how many."""

    mark: str
    name: str
    number: int


@dataclass(frozen=True)
class Alike:
    """How many groups of equal ones there are, how many signatures are in them, and in the largest."""

    groups: int
    signatures: int
    largest: int


@dataclass(frozen=True)
class Patterns:
    """What found signatures have in common, as numbers: of groups of MANY and more."""

    domains: list[Domain]
    addresses: Alike
    names: Alike
    digits: int
    many: int = MANY


@dataclass(frozen=True)
class ExaminationPage:
    """One examination: its condition in words, its numbers, and what can be done with it by whoever reads."""

    examination: Examination
    words: list[str]
    standing: Standing
    patterns: Patterns | None
    may_decide: bool
    asked_here: bool  # by the reader

    @property
    def is_one(self) -> bool:
        """Whether it is of one signature, named by its reference."""
        return "signature" in self.examination.condition

    @property
    def works(self) -> bool:
        """Whether the worker is at it."""
        return self.examination.state in WORKING

    @property
    def may_cancel(self) -> bool:
        """Whether it can be given up before anything is void by it."""
        return self.examination.state in MOVES["cancel"][0]

    @property
    def waits(self) -> bool:
        """Whether a second moderator must decide."""
        return self.examination.state in WAITING


def moderation_page(*, number: str) -> ModerationPage:
    """The list; six queries however many it shows."""
    petitions = Petition.objects.filter(state__in=PUBLIC).select_related("council")
    page_obj = Paginator(petitions, A_PAGE).get_page(number)
    keys = [petition.pk for petition in page_obj]
    counts, held = counts_of(keys), _held(keys)
    rows = [PetitionRow(it, counts[it.pk], held.get(it.pk, 0)) for it in page_obj]
    return ModerationPage(
        waiting=list(waiting()),
        under_way=list(_with_people(Examination.objects.filter(state__in=WORKING))),
        rows=rows,
        page_obj=page_obj,
    )


def waiting() -> QuerySet[Examination]:
    """What waits for a second moderator, longest first."""
    return _with_people(Examination.objects.filter(state__in=WAITING)).order_by("changed_at")


def flow_page(petition: Petition, *, user: User, hour: datetime | None, at: datetime) -> FlowPage:
    """One petition's flow; `hour` is looked at by the minute."""
    history = history_of(petition.pk)
    examinations = _with_people(Examination.objects.filter(petition=petition))
    return FlowPage(
        petition=petition,
        count=count_of(petition.pk),
        held=_held([petition.pk]).get(petition.pk, 0),
        chart=hours_chart([it for it in history if it.confirmed], at=at),
        bursts=bursts_in(history),
        hours=history[-HOURS_SHOWN:][::-1],
        chosen=minutes_of(petition, hour) if hour else None,
        examinations=list(examinations[:SHOWN]),
        may_decide=may_decide(user, petition),
    )


def examination_page(examination: Examination, *, user: User) -> ExaminationPage:
    """One examination, for whoever reads."""
    return ExaminationPage(
        examination=examination,
        words=_words(examination),
        standing=_standing(examination),
        patterns=_patterns(examination) if examination.looked_at else None,
        may_decide=may_decide(user, examination.petition),
        asked_here=examination.asker_id == user.pk,
    )


def _with_people(rows: QuerySet[Examination]) -> QuerySet[Examination]:
    return rows.select_related("petition", "began_by", "asked_by", "approved_by", "undo_asked_by")


def _held(keys: list[int]) -> dict[int, int]:
    rows = Signature.objects.filter(petition__in=keys, held=True).values_list("petition_id")
    return dict(rows.annotate(number=CountOf("pk")).order_by())


def _words(examination: Examination) -> list[str]:
    condition = examination.condition
    likeness = Likeness.of(condition.get("like", {}))
    return [*Condition.of(condition).words(), *likeness.words(labels_of(examination))]


def _standing(examination: Examination) -> Standing:
    in_state = {
        name: CountOf("pk", filter=Q(signature__state=state))
        for name, state in (
            ("confirmed", Signed.CONFIRMED),
            ("pending", Signed.PENDING),
            ("void", Signed.VOID),
            ("withdrawn", Signed.WITHDRAWN),
        )
    }
    held = CountOf("pk", filter=Q(signature__held=True))
    return Standing(**examination.findings.aggregate(**in_state, held=held))


def _patterns(examination: Examination) -> Patterns:
    labels = labels_of(examination)
    domains = [
        Domain(mark, labels[mark], group["number"])
        for group in groups(examination, "domain")[:SHOWN]
        if (mark := bytes(group["domain"]).hex()) in labels
    ]
    return Patterns(
        domains=domains,
        addresses=_alike(examination, "address"),
        names=_alike(examination, "name"),
        digits=examination.findings.filter(digits=True).count(),
    )


def _alike(examination: Examination, column: str) -> Alike:
    found = groups(examination, column).aggregate(
        groups=CountOf("number"), signatures=Sum("number"), largest=Max("number")
    )
    return Alike(**{name: number or 0 for name, number in found.items()})
