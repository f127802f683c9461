"""The desk of one petition: its state, its coalition, its count, what happened."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.desk.queries.happened import Happened, happened_to
from undersigned.petitions.models import Petition
from undersigned.petitions.pages import TextPage, text_page
from undersigned.petitions.rules import TAKEDOWN_WAIT
from undersigned.petitions.states import PUBLIC, State
from undersigned.signatures.queries import Count, Hour, count_of, history_of
from undersigned.ui.chart import Chart, growth_chart
from undersigned.ui.links import public_link


@dataclass(frozen=True)
class DeskPage:
    """A petition as its coalition sees it. `text` is what the text page knows of it."""

    text: TextPage
    count: Count | None
    today: int
    chart: Chart | None
    days: list[tuple[date, int, int]]
    happened: list[Happened]
    public: str
    csv: str
    proof: str
    takedown_from: datetime | None

    @property
    def petition(self) -> Petition:
        return self.text.petition

    @property
    def state(self) -> State:
        return State(self.petition.state)


def desk_page(petition: Petition, *, user: User, at: datetime) -> DeskPage:
    """About ten queries, whatever the size of coalition and count."""
    public = petition.state in PUBLIC
    history = history_of(petition.pk) if public else []
    days = _days(history)
    warned_at = petition.takedown_warned_at
    return DeskPage(
        text=text_page(petition, user=user),
        count=count_of(petition.pk) if public else None,
        today=_confirmed_on(days, timezone.localdate(at)),
        chart=_chart(petition, days),
        days=days[::-1],
        happened=happened_to([petition.pk]),
        public=_link("journey:petition", petition) if public else "",
        csv=_link("signatures:history_csv", petition) if public else "",
        proof=_link("journey:count", petition) if public else "",
        takedown_from=warned_at + TAKEDOWN_WAIT if warned_at else None,
    )


def _days(history: list[Hour]) -> list[tuple[date, int, int]]:
    """(day, confirmed, total by its end), oldest first, for days on which somebody confirmed."""
    days: dict[date, tuple[int, int]] = {}
    for hour in history:
        day = timezone.localdate(hour.hour)
        confirmed, _total = days.get(day, (0, 0))
        days[day] = (confirmed + hour.confirmed, hour.total)
    return [(day, confirmed, total) for day, (confirmed, total) in days.items()]


def _confirmed_on(days: list[tuple[date, int, int]], today: date) -> int:
    return sum(confirmed for day, confirmed, _total in days if day == today)


def _chart(petition: Petition, days: list[tuple[date, int, int]]) -> Chart | None:
    if petition.opened_at is None:
        return None
    start = (timezone.localdate(petition.opened_at), 0)
    points = [(day, total) for day, _confirmed, total in days]
    return growth_chart(_("Confirmed signatures by day"), [start, *points])


def _link(name: str, petition: Petition) -> str:
    return public_link(name, language=get_language() or "en", slug=petition.slug)
