"""What a signer writes, and what the roll makes of it."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa
import pytest

from undersigned.verification.linking.linking import link
from undersigned.verification.linking.rows import Linked, Signer

pytestmark = pytest.mark.long

FIELDS = [
    "first",
    "middle",
    "last",
    "suffix",
    "born",
    "number",
    "street",
    "unit",
    "city",
    "postcode",
]
KINDS = ["voter", *FIELDS, "line_address"]
STREETS = ["Ash", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper"]
FIRSTS = [
    "Ada",
    "Bela",
    "Cora",
    "Dora",
    "Edda",
    "Flora",
    "Greta",
    "Hedda",
    "Ilse",
    "Jutta",
    "Karla",
    "Lotte",
    "Mona",
    "Nora",
    "Olga",
]
LASTS = [
    "Muster",
    "Beispiel",
    "Probe",
    "Sample",
    "Ejemplo",
    "Esempio",
    "Przyklad",
    "Voorbeeld",
    "Ornek",
    "Exempel",
]


def row(voter: str, name: str, address: str, suffix: str = "", born: str = "") -> dict[str, str]:
    """A row of a roll: first, middle and last name by bars, number, street, unit and postcode too."""
    first, middle, last = name.split("|")
    number, street, unit, postcode = address.split("|")
    parts = [
        voter,
        first,
        middle,
        last,
        suffix,
        born,
        number,
        street,
        unit,
        "Springfield",
        postcode,
        "",
    ]
    return dict(zip(KINDS, parts, strict=True))


def neighbours() -> Iterable[dict[str, str]]:
    """400 others, so that names and streets have shares."""
    for at in range(400):
        name = f"{FIRSTS[at % 15]}|{'KLMNOP'[at % 6]}|{LASTS[at * 7 // 15 % 10]}{'aeiou'[at % 5]}"
        yield row(f"N{at}", name, f"{100 + at}|{STREETS[at % 10]} St||{12340 + at % 9}")


def links(roll: list[dict[str, str]], *signers: Signer) -> list[Linked]:
    rows = [*neighbours(), *roll]
    database = duckdb.connect()
    database.register("rows", pa.table({kind: [one[kind] for one in rows] for kind in KINDS}))
    database.execute("CREATE VIEW roll AS FROM rows")
    found = list(link(database, signers, memory="1GB", threads=2))
    database.close()
    return found


ANA = row("V1", "Ana|Maria|García Márquez", "12|N 2nd St|3|12345", born="1980-03-05")
BOB = row("V2", "Robert|Lee|O'Brien", "450|Oak Ave||12345", born="1951-07-04")
LI = row("V3", "Xiao Ming||Li", "9|Main Rd|12|12345", born="2001-01-02")
MARIE = row("V4", "Marie|Kowalski|Zielinska", "77|Cedar Ridge Blvd||12345")
PACO = row("V5", "Francisco||De La Cruz", "8|Birchwood Ct||12345")
ROLL = [ANA, BOB, LI, MARIE, PACO]


WRITTEN = [
    ("V1", "Ana García Márquez", "12 North Second Street Apt 3, Springfield 12345"),
    ("V1", "ANA M GARCIA", "12 N 2nd St #3, Springfield 12345"),
    ("V1", "Ana Márquez", "12 2nd St Unit 3, Springfield, IL 12345-0001"),
    ("V1", "García Márquez, Ana", "12 N 2nd St Springfield 12345"),
    ("V1", "Garcia Ana", "12 N 2nd St Apt 3, Springfield 12345"),
    ("V2", "Bob O'Brien", "450 Oak Avenue, Springfield 12345"),
    ("V2", "Robert O Brien", "450 Oak Av, Springfield 12345"),
    ("V2", "R. L. OBrien", "450 Oak Ave, Springfield 12345"),
    ("V2", "Lee O'Brien", "450 Oak Ave, Springfield 12345"),
    ("V2", "Robret O'Brein", "450 Oak Ave, Springfield 12345"),
    ("V2", "Robert O'Brien", "45O Oak Ave, Sprngfield 12354"),
    ("V3", "Li Xiaoming", "9 Main Road 12, Springfield 12345"),
    ("V3", "李 晓明", "9 Main Rd Apt 12, Springfield 12345"),
    ("V4", "Marie Kowalski", "77 Cedar Ridge Boulevard, Springfield 12345"),
    ("V5", "Paco Cruz", "8 Birchwood Court, Springfield 12345"),
    ("V5", "Francisco Delacruz", "PO Box 12, Springfield 12345"),
    ("V5", "Frank de la Cruz", "99 Elsewhere Ln, Ogdenville 54321"),
]


@pytest.fixture(scope="module")
def found() -> list[Linked]:
    """All of WRITTEN, linked at once."""
    return links(ROLL, *(Signer(at, name, where) for at, (_, name, where) in enumerate(WRITTEN)))


@pytest.mark.parametrize("at", range(len(WRITTEN)), ids=[" ".join(one) for one in WRITTEN])
def test_a_voter_is_found_however_name_and_address_are_written(
    found: list[Linked], at: int
) -> None:
    assert found[at].candidates[0].voter == WRITTEN[at][0]


def test_who_is_on_the_roll_as_written_is_accepted() -> None:
    (linked,) = links(ROLL, Signer(1, "Robert O'Brien", "450 Oak Ave, Springfield 12345"))
    assert (linked.band, linked.rule) == ("accept", "exact")


def test_who_is_almost_on_the_roll_as_written_is_accepted_by_weight() -> None:
    (linked,) = links(ROLL, Signer(1, "Robert L O'Brien", "452 Oak Ave, Springfield 12345"))
    assert (linked.band, linked.rule) == ("accept", "weight")


def test_names_and_addresses_in_columns_are_read_alike() -> None:
    whole = Signer(1, "Robert L O'Brien", "450 Oak Ave, Springfield 12345")
    split = Signer(
        2,
        first="Robert",
        middle="L",
        last="O'Brien",
        number="450",
        street="Oak Ave",
        city="Springfield",
        postcode="12345",
    )
    one, other = links(ROLL, whole, split)
    assert one.candidates == other.candidates


def test_who_moved_is_found_but_not_accepted() -> None:
    (linked,) = links(ROLL, Signer(1, "Robert Lee O'Brien", "9 Elsewhere Ln, Ogdenville 54321"))
    assert (linked.band, linked.candidates[0].voter) == ("review", "V2")


def test_father_and_son_at_one_address_are_for_a_person() -> None:
    father = row("V8", "John|Q|Sample", "5|Elmwood Dr||12345", "SR", "1950-01-01")
    son = row("V9", "John|R|Sample", "5|Elmwood Dr||12345", "JR", "1975-01-01")
    names = ["John Sample", "John Sample Jr", "John Q Sample Sr", "J Sample"]
    signers = [Signer(at, name, "5 Elmwood Dr, 12345") for at, name in enumerate(names)]
    found = links([father, son], *signers)
    assert [linked.band for linked in found] == ["review"] * len(names)


def test_twins_at_one_address_are_for_a_person() -> None:
    twins = [
        row("V8", "Rosa||Sample", "5|Elmwood Dr||12345", born="1990-02-03"),
        row("V9", "Hilda||Sample", "5|Elmwood Dr||12345", born="1990-02-03"),
    ]
    (linked,) = links(twins, Signer(1, "Rosa Sample", "5 Elmwood Dr, Springfield 12345"))
    assert (linked.band, linked.candidates[0].voter) == ("review", "V8")


def test_a_married_couple_is_told_apart() -> None:
    couple = [
        row("V8", "Rosa||Sample", "5|Elmwood Dr||12345"),
        row("V9", "Walter||Sample", "5|Elmwood Dr||12345"),
    ]
    (linked,) = links(couple, Signer(1, "Rosa Sample", "5 Elmwood Dr, Springfield 12345"))
    assert (linked.band, linked.candidates[0].voter) == ("accept", "V8")


def test_another_suffix_is_for_a_person() -> None:
    (linked,) = links(
        [row("V8", "John||Sample", "5|Elmwood Dr||12345", "SR")],
        Signer(1, "John Sample Jr", "5 Elmwood Dr, Springfield 12345"),
    )
    assert linked.band == "review"


def test_of_two_namesakes_the_address_tells_which() -> None:
    namesakes = [
        row("V8", "John||Sample", "5|Elmwood Dr||12345"),
        row("V9", "John||Sample", "71|Oakwood Dr||12345"),
    ]
    (linked,) = links(namesakes, Signer(1, "John Sample", "71 Oakwood Dr, Springfield 12345"))
    assert (linked.band, linked.candidates[0].voter) == ("accept", "V9")


def test_a_namesake_is_not_taken_without_an_address() -> None:
    (linked,) = links(ROLL, Signer(1, "Francisco De La Cruz", "", "Springfield", "12345"))
    assert (linked.band, linked.candidates[0].voter) == ("review", "V5")


def test_a_relative_of_a_voter_is_not_taken_for_the_voter() -> None:
    (linked,) = links(ROLL, Signer(1, "Hilda O'Brien", "450 Oak Ave, Springfield 12345"))
    assert linked.band == "review"


def test_who_wrote_nothing_has_no_candidate_and_is_not_rejected() -> None:
    assert links(ROLL, Signer(1)) == [Linked(1, "review", "", ())]


def test_signers_come_in_the_order_of_their_lines_with_five_voters_or_fewer() -> None:
    signers = [Signer(line, f"Ada K {LASTS[line % 10]}a", "Springfield") for line in (9, 2, 5)]
    found = links(ROLL, *signers)
    many = [len({one.voter for one in linked.candidates}) for linked in found]
    assert ([linked.line for linked in found], many) == ([2, 5, 9], [5, 5, 5])


def test_no_signers_are_no_work() -> None:
    assert links(ROLL) == []


def test_an_empty_roll_has_no_candidates() -> None:
    database = duckdb.connect()
    database.execute(
        f"CREATE TABLE roll AS SELECT {', '.join(f'CAST(0 AS VARCHAR) AS {kind}' for kind in KINDS)} LIMIT 0"
    )
    (linked,) = link(database, [Signer(1, "Ana Beispiel")])
    assert linked == Linked(1, "review", "", ())


def test_reasons_add_up_to_the_weight() -> None:
    (linked,) = links(ROLL, Signer(1, "Bob OBrian", "452 Oak Ave, Springfield 12345"))
    for candidate in linked.candidates:
        assert sum(reason.weight for reason in candidate.reasons) == pytest.approx(candidate.weight)


def test_a_whole_name_in_the_column_of_last_names_is_read() -> None:
    odd = row("V8", "Mr.||Justin Sample MD", "5|Elmwood Dr||12345")
    (linked,) = links([odd], Signer(1, "Justin Sample", "5 Elmwood Dr, Springfield 12345"))
    assert (linked.band, linked.candidates[0].voter) == ("accept", "V8")


def test_a_roll_with_addresses_in_one_line_is_read() -> None:
    odd = {**BOB, "number": "", "street": "", "line_address": "450 OAK AVE"}
    (linked,) = links([odd], Signer(1, "Robert O'Brien", "450 Oak Ave, Springfield 12345"))
    assert linked.rule == "exact"
