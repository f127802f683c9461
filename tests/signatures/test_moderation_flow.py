"""Which hours stand out, and how the flow is drawn."""

from datetime import UTC, datetime, timedelta

from undersigned.signatures.moderation.flow import bursts_in, hours_chart
from undersigned.signatures.queries import Hour

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours(*numbers: int) -> list[Hour]:
    """Hours in a row, with so many confirmations each."""
    return [Hour(START + place * HOUR, number, 0) for place, number in enumerate(numbers)]


def bursts(*numbers: int) -> list[tuple[int, int]]:
    """The confirmations of the hours that stand out, and how many times the usual hour they are."""
    return [(burst.confirmed, burst.times) for burst in bursts_in(hours(*numbers))]


def test_an_hour_stands_out_by_five_times_the_usual_one_and_twenty_signatures() -> None:
    assert bursts() == []
    assert bursts(0) == []
    assert bursts(500) == []  # a petition's first hour is its usual one
    assert bursts(1, 1, 1, 19) == []
    assert bursts(1, 1, 1, 20) == [(20, 20)]
    assert bursts(10, 10, 10, 49, 0) == []
    assert bursts(10, 0, 0, 0, 10, 50, 10, 90) == [(90, 9), (50, 5)]


def test_the_drawing_ends_now_and_begins_with_what_was_before_it() -> None:
    assert hours_chart([], at=START) is None
    early = [Hour(START - timedelta(days=15), 7, 0)]
    chart = hours_chart([*early, *hours(2, 3)], at=START + 5 * HOUR)
    assert chart
    assert chart.by_time
    assert chart.points == (
        (START, 7),
        (START + HOUR, 9),
        (START + 2 * HOUR, 12),
        (START + 5 * HOUR, 12),
    )
    within = hours_chart(hours(2), at=START)
    assert within
    assert within.last == START + HOUR
