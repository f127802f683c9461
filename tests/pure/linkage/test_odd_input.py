"""What people write where nobody expects it: read as far as it goes, and nothing raises."""

import pytest

from undersigned.pure.linkage.addresses import number, street
from undersigned.pure.linkage.conditions import Alike, Initial
from undersigned.pure.linkage.lines import line
from undersigned.pure.linkage.names import family, given


@pytest.mark.parametrize(
    ("written", "number", "name", "town"),
    [
        ("12 Elm St, NC", "12", "elm", None),
        ("12 Elm St, North Carolina", "12", "elm", None),
        ("12 Elm St N Apt 3 Springfield NC 27701", "12", "elm", "springfield"),
        ("12 Elm Street N Springfield", "12", "elm", "springfield"),
        ("12 Elm St #4 Springfield", "12", "elm", "springfield"),
        ("12 Elm St Fl 2 Springfield", "12", "elm", "springfield"),
        ("12 Elm St 4B Springfield NC 27701", "12", "elm", "springfield"),
        ("12 Elm St, Springfield NC", "12", "elm", "springfield"),
        ("12 Elm St, Springfield Ohio", "12", "elm", "springfield"),
        ("12 Elm St, Springfield North Carolina", "12", "elm", "springfield"),
        ("12 Elm St, NC 27701", "12", "elm", None),
        ("12 Elm Springfield Q Z R", "12", "elmspringfieldqzr", None),
        ("NC 27701", None, None, None),
        ("12 Main 27701", "12", "main", None),
        ("", None, None, None),
        (", ,", None, None, None),
    ],
)
def test_a_line_is_read_as_far_as_it_goes(
    written: str, number: str | None, name: str | None, town: str | None
) -> None:
    read = line(written)
    assert (read.street.number, read.street.street, read.city) == (number, name, town)


@pytest.mark.parametrize(("written", "number"), [("Elm Street", None), ("12b Elm Street", "12")])
def test_what_stands_first_is_a_number_if_it_has_a_digit(written: str, number: str | None) -> None:
    assert street(written, numbered=True).number == number


def test_a_name_of_signs_alone_is_no_name() -> None:
    assert given("—").first is None
    assert family("—").last is None


def test_what_is_missing_is_like_nothing() -> None:
    assert not Alike("last", 0.9).holds({"last": None}, {"last": "ana"})
    assert not Initial("first").holds({"first": "a"}, {"first": None})


def test_what_is_no_house_number_is_kept_if_it_has_a_digit() -> None:
    assert (number("x9")[0], number("rear")) == ("x9", (None, None))
