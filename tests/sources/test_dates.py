from datetime import date

import pytest

from undersigned.sources.dates import Dated


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31), "year"),
        ("2018-02", date(2018, 2, 1), date(2018, 2, 28), "month"),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31), "month"),
        ("2018-04-16", date(2018, 4, 16), date(2018, 4, 16), "day"),
        ("2018-04-05/2018-04-06", date(2018, 4, 5), date(2018, 4, 6), "span"),
        ("2017-10/2018-04-05", date(2017, 10, 1), date(2018, 4, 5), "span"),
    ],
)
def test_a_date_means_the_days_its_source_gives(
    text: str, first: date, last: date, precision: str
) -> None:
    dated = Dated.read(text)

    assert (dated.first, dated.last, dated.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "18",
        "2018-4",
        "2018-13",
        "2018-02-30",
        "0000",
        "2018-04-06/2018-04-05",
        "2018/",
        "2018/2018",
        "٢٠١٨",
    ],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Dated.read(text)


def test_the_order_of_the_texts_is_the_order_of_the_first_days() -> None:
    by_first_day = ["2017-10", "2018", "2018-04", "2018-04-05/2018-04-06", "2018-04-16", "2019"]

    assert sorted(set(by_first_day)) == by_first_day
    assert sorted(by_first_day, key=lambda text: Dated.read(text).first) == by_first_day


def test_the_ends_of_a_span_are_its_two_dates() -> None:
    assert [end.text for end in Dated.read("2017-10/2018").ends] == ["2017-10", "2018"]
    assert [end.text for end in Dated.read("2018").ends] == ["2018", "2018"]


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        ("2018-04-16", date(2018, 4, 16)),
        ("2018-04", date(2018, 4, 15)),
        ("2018-04-05/2018-04-06", date(2018, 4, 5)),
    ],
)
def test_a_date_stands_at_the_middle_of_the_days_it_may_mean(text: str, middle: date) -> None:
    assert Dated.read(text).middle == middle
