import pytest

from undersigned.pure.linkage.lines import line


@pytest.mark.parametrize(
    "written",
    [
        "4 Elm St Apt 2, Springfield 12345",
        "4 Elm St, Apt 2, Springfield, IL 12345-6789",
        "4 elm street #2 springfield il 12345",
        "c/o Sample, 4 Elm St Unit 2, Springfield 12345",
        "4 Elm St Apt 2 Springfield Illinois 12345, USA",
    ],
)
def test_one_address_is_read_alike_in_every_dress(written: str) -> None:
    read = line(written)
    parts = (read.street.number, read.street.street, read.street.unit, read.city, read.postcode)
    assert parts == ("4", "elm", "2", "springfield", "12345")


def test_a_court_is_not_connecticut() -> None:
    assert line("12 Elm Ct").street.way == "court"


def test_a_court_may_be_in_connecticut() -> None:
    read = line("12 Elm Ct Hartford CT 06101")
    assert (read.street.way, read.city) == ("court", "hartford")


def test_a_box_has_a_town() -> None:
    read = line("PO Box 12 Shelbyville NC 12399")
    assert (read.street.box, read.city, read.postcode) == ("12", "shelbyville", "12399")


def test_what_the_tagger_cannot_read_twice_is_read_here() -> None:
    read = line("139 Canal Street, 3rd Floor, #308").street
    assert (read.number, read.street, read.unit) == ("139", "canal", "308")


def test_a_street_without_a_type_is_asked_of_the_tagger() -> None:
    assert line("12 Avenue of the Americas New York NY 10001").city == "newyork"


def test_a_town_alone_has_no_street() -> None:
    read = line("Springfield 12345")
    assert (read.street.street, read.city) == (None, "springfield")


@pytest.mark.parametrize("nothing", ["", ",", " , , "])
def test_nothing_is_read_as_nothing(nothing: str) -> None:
    read = line(nothing)
    assert (read.street.street, read.street.number, read.city, read.postcode) == (None,) * 4
