import pytest

from undersigned.pure.linkage.addresses import Street, city, number, postcode, street, unit


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("145th St", "145 Street"),
        ("Second Ave", "2nd Avenue"),
        ("Twenty-First Street", "21st St"),
        ("Mill Crk Rd", "Mill Creek Road"),
        ("St James Pl", "Saint James Place"),
        ("Dr Martin Luther King Jr Blvd", "MLK Boulevard"),
        ("CR 5", "County Road 5"),
        ("N. Main St.", "North Main Street"),
        ("Interlake Ave N", "Interlake Avenue North"),
    ],
)
def test_two_spellings_of_a_street_are_one(written: str, same: str) -> None:
    assert street(written, numbered=False) == street(same, numbered=False)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("North St", "north"),
        ("Avenue N", "avenuen"),
        ("E St NW", "e"),
        ("Broadway", "broadway"),
        ("Park Avenue", "park"),
        ("Court", "court"),
        ("US Hwy 12", "ushighway12"),
        ("Avenue of the Americas", "avenueofamericas"),
    ],
)
def test_a_street_keeps_a_name_of_its_own(written: str, name: str) -> None:
    assert street(written, numbered=False).street == name


@pytest.mark.parametrize(
    ("written", "door"),
    [
        ("12B Elm St", ("12", "b")),
        ("12 B Elm St", ("12", "b")),
        ("12 1/2 Elm St", ("12", "half")),
        ("12 Elm St Apt 3-B", ("12", "3b")),
        ("12 Elm St #4", ("12", "4")),
        ("12 Elm St 4B", ("12", "4b")),
        ("12 Elm St Rear", ("12", "rear")),
        ("12 Elm St 3rd Floor", ("12", "3")),
        ("12-34 Elm St", ("1234", None)),
        ("One Elm St", ("1", None)),
    ],
)
def test_number_and_unit_are_found_wherever_they_stand(
    written: str, door: tuple[str, str | None]
) -> None:
    parts = street(written, numbered=True)
    assert (parts.street, parts.number, parts.unit) == ("elm", *door)


def test_a_box_is_no_house() -> None:
    assert street("P.O. Box 0123", numbered=True) == Street(box="123")


def test_a_rural_box_is_a_house_on_its_route() -> None:
    assert street("RR 2 Box 15", numbered=True) == Street(number="15", street="rr2")


def test_an_ordinal_alone_is_no_house_number() -> None:
    assert street("145th St", numbered=True).number is None


@pytest.mark.parametrize(
    ("written", "read"),
    [("0382", ("382", None)), ("12-34", ("1234", None)), ("12B", ("12", "b")), ("", (None, None))],
)
def test_house_numbers_have_one_form(written: str, read: tuple[str | None, str | None]) -> None:
    assert number(written) == read


@pytest.mark.parametrize(("written", "read"), [("Apt. 3-B", "3b"), ("#04", "4"), ("Apt", None)])
def test_units_have_one_form(written: str, read: str | None) -> None:
    assert unit(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("City of N. Adams", "northadams"), ("St. Louis", "saintlouis"), ("", None)],
)
def test_towns_have_one_form(written: str, read: str | None) -> None:
    assert city(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("27701-1234", "27701"), ("7001", "07001"), ("70011234", "07001"), ("SW1A 1AA", "sw1a1aa")],
)
def test_postcodes_have_one_form(written: str, read: str) -> None:
    assert postcode(written) == read
