"""What the public pages of petitions show: one frozen dataclass a page, its template's only variable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from undersigned.journey.queries import dossiers
from undersigned.journey.said import statements_of
from undersigned.journey.stations import stations_of, takes_signatures
from undersigned.petitions.models import Group, Petition
from undersigned.petitions.queries import public_petitions
from undersigned.petitions.states import State
from undersigned.signatures.moderation.public import VoidBatch, void_batches
from undersigned.signatures.queries import (
    Count,
    Hour,
    count_of,
    counts_of,
    history_of,
    public_names,
)
from undersigned.signatures.sheets.pages import SheetRow, rows_of
from undersigned.sources.queries import statements_about
from undersigned.ui.chart import Chart, growth_chart
from undersigned.ui.journey import Station
from undersigned.ui.links import public_link
from undersigned.ui.pieces import Statement
from undersigned.verification.models import Draw
from undersigned.verification.queries.levels import Attested, certificates_of, leading_certificates
from undersigned.verification.queries.public_draws import draw_ahead

A_PAGE = 20  # petitions
ON_THE_FRONT = 5
NAMES_SHOWN = 200
HOURS_SHOWN = 48


@dataclass(frozen=True)
class Entry:
    """A petition in a list."""

    petition: Petition
    count: Count
    open: bool
    certificate: Attested | None


@dataclass(frozen=True)
class HomePage:
    """The front page: a few open petitions, newest first, and a few records."""

    entries: tuple[Entry, ...]
    more: bool
    records: tuple[dossiers.Entry, ...]

    @property
    def scopes(self) -> tuple[str, ...]:
        return ("petitions", "dossiers", *_count_scopes(self.entries))


@dataclass(frozen=True)
class PetitionsPage:
    """The list of petitions, searched and filtered; `query` keeps the search in links to other pages."""

    entries: tuple[Entry, ...]
    page_obj: Page[Petition]
    found: int
    q: str
    state: str
    query: str

    @property
    def scopes(self) -> tuple[str, ...]:
        return ("petitions", *_count_scopes(self.entries))


@dataclass(frozen=True)
class PetitionPage:
    """One petition: its text, who asks whom, its count, its way so far, what was said about it."""

    petition: Petition
    open: bool
    count: Count
    coalition: tuple[Group, ...]
    eligibility: str
    stations: tuple[Station, ...]
    chart: Chart | None
    statements: tuple[Statement, ...]
    names: tuple[str, ...]
    voids: tuple[VoidBatch, ...]
    certificates: tuple[Attested, ...]
    ahead: Draw | None
    permalink: str
    mail: str

    @property
    def leading(self) -> Attested | None:
        """The certificate whose figure comes first."""
        return next((one for one in self.certificates if one.leads), None)


@dataclass(frozen=True)
class CountPage:
    """What a petition's count rests on: the figure, its level, its history."""

    petition: Petition
    open: bool
    count: Count
    chart: Chart | None
    days: tuple[tuple[date, int, int], ...]
    hours: tuple[Hour, ...]
    voids: tuple[VoidBatch, ...]
    sheets: tuple[SheetRow, ...]
    certificates: tuple[Attested, ...]


def home_page(*, at: datetime) -> HomePage:
    """Open petitions and records for the front page. Four queries."""
    petitions = list(public_petitions(state=State.OPEN)[: ON_THE_FRONT + 1])
    return HomePage(
        entries=_entries(petitions[:ON_THE_FRONT], at=at),
        more=len(petitions) > ON_THE_FRONT,
        records=dossiers.dossiers_page().entries[:ON_THE_FRONT],
    )


def petitions_page(*, q: str, state: str, number: str, at: datetime) -> PetitionsPage:
    """A page of the list; four queries however many it shows."""
    state = state if state in {State.OPEN, State.CLOSED} else ""
    pages = Paginator(public_petitions(q, state), A_PAGE)
    page_obj = pages.get_page(number)
    kept = {"q": q, "state": state}
    return PetitionsPage(
        entries=_entries(list(page_obj), at=at),
        page_obj=page_obj,
        found=pages.count,
        q=q,
        state=state,
        query="".join(f"{name}={quote(value)}&" for name, value in kept.items() if value),
    )


def petition_page(petition: Petition, *, at: datetime) -> PetitionPage:
    """One petition that is open or closed. Seven queries; eight if any signature is void."""
    today = timezone.localdate(at)
    count = count_of(petition.pk)
    permalink = public_link("journey:petition", language=_language(), slug=petition.slug)
    return PetitionPage(
        petition=petition,
        open=takes_signatures(petition, today=today),
        count=count,
        coalition=_coalition(petition),
        eligibility=_eligibility(petition),
        stations=stations_of(petition, today=today),
        chart=_chart(petition, history_of(petition.pk)),
        statements=statements_of(statements_about(f"petition:{petition.pk}")),
        names=tuple(public_names(petition.pk, limit=NAMES_SHOWN)),
        voids=tuple(void_batches(petition.pk, void=count.void)),
        certificates=certificates_of(petition.pk, count),
        ahead=draw_ahead(petition.pk),
        permalink=permalink,
        mail=f"mailto:?subject={quote(petition.title)}&body={quote(permalink)}",
    )


def count_page(petition: Petition, *, at: datetime) -> CountPage:
    """What the count of a petition rests on. Four queries; one more if any is void, and if any came on paper."""
    history = history_of(petition.pk)
    count = count_of(petition.pk)
    return CountPage(
        petition=petition,
        open=takes_signatures(petition, today=timezone.localdate(at)),
        count=count,
        chart=_chart(petition, history),
        days=_days(history),
        hours=tuple(reversed(history[-HOURS_SHOWN:])),
        voids=tuple(void_batches(petition.pk, void=count.void)),
        sheets=tuple(rows_of(petition.pk)) if count.paper else (),
        certificates=certificates_of(petition.pk, count),
    )


def fixed_documents(petition: Petition) -> dict[str, dict[str, Any]]:
    """What opening fixed: the text with its addressee, and the council's rules and notice."""
    rules, notice = petition.rules, petition.notice
    return {
        "text": petition.document(),
        "rules": rules.document if rules else {},
        "notice": notice.document if notice else {},
    }


def _entries(petitions: Sequence[Petition], *, at: datetime) -> tuple[Entry, ...]:
    counts = counts_of([petition.pk for petition in petitions])
    certificates = leading_certificates(counts)
    today = timezone.localdate(at)
    return tuple(
        Entry(
            petition,
            counts[petition.pk],
            takes_signatures(petition, today=today),
            certificates.get(petition.pk),
        )
        for petition in petitions
    )


def _count_scopes(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    return tuple(f"count:{entry.petition.pk}" for entry in entries)


def _coalition(petition: Petition) -> tuple[Group, ...]:
    groups = {petition.lead_id: petition.lead}
    groups |= {sponsor.group_id: sponsor.group for sponsor in petition.sponsors.all()}
    return tuple(groups.values())


def _eligibility(petition: Petition) -> str:
    words: dict[str, str] = petition.rules.document["words"] if petition.rules else {}
    return words.get(_language()) or words.get("en", "")


def _chart(petition: Petition, history: Sequence[Hour]) -> Chart | None:
    days = _days(history)
    if not days or petition.opened_at is None:
        return None
    start = (timezone.localdate(petition.opened_at), 0)
    points = [(day, total) for day, _confirmed, total in days]
    return growth_chart(_("Confirmed signatures by day"), [start, *points])


def _days(history: Sequence[Hour]) -> tuple[tuple[date, int, int], ...]:
    """(day, confirmed, total by its end), oldest first, for days on which somebody confirmed."""
    days: dict[date, tuple[int, int]] = {}
    for hour in history:
        day = timezone.localdate(hour.hour)
        confirmed, _total = days.get(day, (0, 0))
        days[day] = (confirmed + hour.confirmed, hour.total)
    return tuple((day, confirmed, total) for day, (confirmed, total) in days.items())


def _language() -> str:
    return get_language() or "en"
