"""How confirmations came in: by the hour from the history, by the minute within one hour from the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count
from django.db.models.functions import TruncMinute
from django.utils.translation import gettext as _

from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import Hour
from undersigned.ui.chart import Chart, growth_chart

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SPAN = timedelta(days=14)  # that the chart shows
TIMES, AT_LEAST = 5, 20  # a burst: so many times the usual hour, and so many signatures
BURSTS = 10


@dataclass(frozen=True)
class Burst:
    """An hour with far more confirmations than the usual one."""

    hour: datetime
    confirmed: int
    times: int


@dataclass(frozen=True)
class Minutes:
    """One hour, minute by minute: those in which somebody confirmed."""

    hour: datetime
    until: datetime
    chart: Chart | None
    rows: tuple[tuple[datetime, int], ...]


def bursts_in(history: Sequence[Hour]) -> list[Burst]:
    """The hours that stand out, the newest first; the usual hour is the median of those with a confirmation."""
    active = [hour for hour in history if hour.confirmed]
    if not active:
        return []
    usual = median(hour.confirmed for hour in active)
    high = [hour for hour in active if hour.confirmed >= max(AT_LEAST, TIMES * usual)]
    found = [Burst(hour.hour, hour.confirmed, round(hour.confirmed / usual)) for hour in high]
    return found[-BURSTS:][::-1]


def hours_chart(history: Sequence[Hour], *, at: datetime) -> Chart | None:
    """The confirmations of the two weeks before the latest one, hour by hour, added up, until now."""
    if not history:
        return None
    shown = [hour for hour in history if hour.hour >= history[-1].hour - SPAN]
    total = sum(hour.confirmed for hour in history[: -len(shown)])
    points = [(shown[0].hour, total)]
    for hour in shown:
        total += hour.confirmed
        points.append((hour.hour + HOUR, total))
    points.append((max(at, points[-1][0]), total))
    return growth_chart(_("Confirmations by the hour, added up"), points)


def minutes_of(petition: Petition, hour: datetime) -> Minutes:
    """The confirmations of one hour, by the minute. One query over the petition's rows of that hour."""
    until = hour + HOUR
    rows = Signature.objects.filter(
        petition=petition, confirmed_at__gte=hour, confirmed_at__lt=until
    )
    by_minute = rows.annotate(minute=TruncMinute("confirmed_at")).values_list("minute")
    found = tuple(by_minute.annotate(number=Count("pk")).order_by("minute"))
    total, points = 0, [(hour, 0)]
    for minute, number in found:
        total += number
        points.append((minute + MINUTE, total))
    points.append((until, total))
    chart = growth_chart(_("Confirmations of this hour by the minute, added up"), points)
    return Minutes(hour, until, chart, found)
