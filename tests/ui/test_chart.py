from datetime import UTC, date, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from undersigned.ui.chart import growth_chart, round_up

MONDAY = date(2026, 3, 2)


def test_a_total_stands_still_until_the_next_is_known() -> None:
    chart = growth_chart(
        "Signatures", [(MONDAY, 0), (MONDAY + timedelta(1), 10), (MONDAY + timedelta(4), 20)]
    )
    assert chart
    assert (chart.curve, chart.scale) == ("M0 100H250V50H1000V0", (20, 10, 0))
    assert chart.area == "M0 100H250V50H1000V0V100H0Z"


@pytest.mark.parametrize("points", [[], [(MONDAY, 3)]])
def test_less_than_two_points_make_no_chart(points: list[tuple[date, int]]) -> None:
    assert growth_chart("Signatures", points) is None
    assert render_to_string("ui/chart.html", {"chart": None}).strip() == ""


def test_hours_are_drawn_to_the_hour() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    chart = growth_chart("x", [(at, 1), (at + timedelta(hours=1), 2), (at + timedelta(hours=4), 2)])
    assert chart
    assert chart.curve == "M0 50H250V0H1000V0"


def test_two_points_of_one_day_do_not_divide_by_nothing() -> None:
    chart = growth_chart("x", [(MONDAY, 0), (MONDAY, 7)])
    assert chart
    assert chart.curve == "M0 100H0V12.5"


@given(st.integers(min_value=0, max_value=10**9))
def test_the_scale_is_round_just_above_and_halves_into_a_whole_number(number: int) -> None:
    top = round_up(number)
    assert top >= number
    assert top % 2 == 0
    assert number < 10 or top <= 1.5 * number
    assert len(str(top).rstrip("0")) <= 2


def test_the_drawing_needs_no_style_and_has_a_table_behind_it() -> None:
    chart = growth_chart("Signatures", [(MONDAY, 0), (MONDAY + timedelta(1), 1204)])
    html = render_to_string("ui/chart.html", {"chart": chart})
    assert 'role="img" aria-label="Signatures. ' in html
    assert html.count("<tr>") == 3
    assert '<td class="number">1,204</td>' in html
    assert "style=" not in html
