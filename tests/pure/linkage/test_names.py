import pytest

from undersigned.pure.linkage.names import (
    Reading,
    family,
    given,
    letters,
    readings,
    sound,
    suffix,
)


def read(name: str) -> list[tuple[str, str, str]]:
    return [(one.first, one.middle, one.last) for one in readings(name)]


def test_a_plain_name_is_read_as_written_and_swapped() -> None:
    assert list(readings("Ana Beispiel")) == [
        Reading("ana", "", "beispiel", "", "written"),
        Reading("beispiel", "", "ana", "", "swapped"),
    ]


def test_a_name_before_a_comma_is_the_family_name_and_needs_no_other_reading() -> None:
    assert list(readings("de la Cruz, Juan P. Jr")) == [
        Reading("juan", "p", "de la cruz", "jr", "written")
    ]


def test_a_suffix_after_a_comma_is_no_given_name() -> None:
    assert next(readings("John Beispiel, Jr.")) == Reading("john", "", "beispiel", "jr", "written")


def test_two_family_names_are_a_reading_of_their_own() -> None:
    assert read("Ana María García Márquez")[:2] == [
        ("ana", "maria garcia", "marquez"),
        ("ana", "maria", "garcia marquez"),
    ]


def test_the_family_name_may_stand_first() -> None:
    assert read("Nguyen Van Anh")[1:] == [("anh", "van", "nguyen"), ("van", "anh", "nguyen")]


def test_particles_belong_to_the_family_name() -> None:
    assert read("Juan de la Cruz")[0] == ("juan", "", "de la cruz")


def test_titles_degrees_and_asides_are_left_out() -> None:
    assert read('Dr. Mary "Polly" Sample, PhD')[0] == ("mary", "", "sample")


def test_a_word_alone_is_a_family_name() -> None:
    assert list(readings("Beispiel")) == [Reading("", "", "beispiel", "", "written")]


@pytest.mark.parametrize("nothing", ["", " ", "-", "NMN", "Mr."])
def test_nobody_is_no_reading(nothing: str) -> None:
    assert list(readings(nothing)) == []


@pytest.mark.parametrize(
    ("written", "last", "first_part", "second_part"),
    [
        ("GARCIA-MARQUEZ", "garciamarquez", "garcia", "marquez"),
        ("Ortega y Gasset", "ortegaygasset", "ortega", "gasset"),
        ("de la Cruz", "delacruz", "cruz", None),
        ("O'Brien", "obrien", "obrien", None),
        ("O BRIEN", "obrien", "obrien", None),
        ("Mc Donald", "mcdonald", "mcdonald", None),
        ("Łukaszewicz", "lukaszewicz", "lukaszewicz", None),
        ("J0HN50N", "johnson", "johnson", None),
        ("Van", "van", "van", None),
    ],
)
def test_family_names_are_taken_apart(
    written: str, last: str, first_part: str, second_part: str | None
) -> None:
    parts = family(written)
    assert (parts.last, parts.last1, parts.last2) == (last, first_part, second_part)


def test_a_suffix_written_with_the_family_name_is_found() -> None:
    assert (family("Sample Jr").last, family("Sample Jr").suffix) == ("sample", "jr")


def test_a_degree_written_with_the_family_name_is_dropped() -> None:
    assert (family("Sample MD").last, family("Sample MD").suffix) == ("sample", None)


def test_a_surname_that_reads_like_a_degree_stays() -> None:
    assert family("Do").last == "do"


def test_given_names_are_the_first_and_the_rest() -> None:
    assert (given("Mary Ann").first, given("Mary Ann").rest) == ("mary", "ann")


def test_an_initial_has_no_sound() -> None:
    assert given("J.").sound is None


@pytest.mark.parametrize(("one", "other"), [("hernandez", "ernandes"), ("valdez", "baldes")])
def test_what_sounds_alike_in_spanish_sounds_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_letters_forget_their_order() -> None:
    assert letters("prak") == letters("park") == "akpr"


@pytest.mark.parametrize(
    ("written", "kept"), [("Junior", "jr"), ("III", "iii"), ("2nd", "ii"), ("MD", None), ("", None)]
)
def test_suffixes_have_one_form(written: str, kept: str | None) -> None:
    assert suffix(written) == kept


def test_other_scripts_are_transliterated() -> None:
    assert read("李伟") == [("li", "", "wei"), ("wei", "", "li")]
