"""The layout of a file is found: thirteen states' by their columns, others by what their columns are called."""

import json
from pathlib import Path

import pytest
from tests.contracts.support import PACKAGE, ROOT
from tests.verification.rolls.files import read, rows

from undersigned.verification.rolls.catalogue import Known, fitting, known_of, shipped
from undersigned.verification.rolls.layout import COLUMNS, PARTS, Layout, layout_of
from undersigned.verification.rolls.sniffing import look
from undersigned.verification.rolls.synonyms import SYNONYMS, columns_of, plain

pytestmark = pytest.mark.long

SHIPPED = sorted((PACKAGE / "verification" / "rolls" / "profiles").glob("*.json"))
STATES = ROOT / "tests" / "data" / "state_rolls"

# What the first voter of each state's file is, as it must come out: a name, an address, two days.
TABLE = """
state|layout|voter|last|first|number|street|unit|line_address|born|registered|status
co|colorado|30762053|Adams|Scott|351|SUTHERLAND JUNCTION|# APT||1957|1998-03-24|active
de|delaware|9473764|Myers|Paul|19770|Nicolas Underpass|Suite 247||1914|1996-03|inactive
fl|florida|8143586746|GROSS|ANTHONY||||3784 JARED BROOKS|2009-11-13|1974-12-06|inactive
mi|michigan|5506443037202|ALLEN|TAYLOR|8588|DIAZ GROVE BRIDGE|||2009|1981-06-24|inactive
nc|north-carolina-2012|DU994065|LANDRY|MASON||||795 JOHNSON CLUB APT. 394||1977-02-26|inactive
nj|new-jersey|430243410|Steele|Valerie|62882|NE Marcus Prairie SW|A||1979-01-13||
ny|new-york|NY000000000516239749|White|Christopher|5500|N Julie Greens|||2000-05-24|1987-03-19|pending
oh|ohio|OH0000241161|MILLER|AMANDA||||40689 BEASLEY PASSAGE SUITE 704|2008-06-22|1977-03-22|active
ok|oklahoma|700000000|TESTING|FAKE|1234|MAIN ST|||1988-03-28|2008-08-02|active
pa|pennsylvania|441568|HARRIS|||CRYSTAL CENTERS|SUITE 915 785||1978-04-19|1971-10-06|active
ut|utah|85970|Macias|Hannah|6905 1/2|S Heidi Plaza|123||||active
vt|vermont|000719889|COOK|ANA||||64470 WELLS VALLEY APT. 451|1970|2011-01-20|active
wa|washington|WA0001|Chapman|Anne|80|Waywood Alley|||1923-12-24|1965-04-02|active
"""
SHOWN, *LINES = [line.split("|") for line in TABLE.split("\n")[1:-1]]
EXPECTED = {state: (layout, tuple(row)) for state, layout, *row in LINES}


@pytest.mark.parametrize("state", sorted(EXPECTED))
def test_a_states_file_is_known_and_read_rightly(state: str, tmp_path: Path) -> None:
    raw = (STATES / f"{state}.csv").read_bytes()
    profile, first = EXPECTED[state]
    assert look(iter([raw])).profile == profile
    read(tmp_path / state, raw)
    assert rows(tmp_path / state, *SHOWN[2:])[0] == first


def test_every_state_that_is_shipped_is_tested() -> None:
    tested = {profile for profile, _ in EXPECTED.values()}
    assert {known.key for known in shipped()} - tested == {"north-carolina"}


def test_the_67_columns_of_north_carolina_are_told_from_its_71() -> None:
    (known,) = [known for known in shipped() if known.key == "north-carolina"]
    named = [str(name) for name in known.columns.values()]
    names = [*named, *(f"other_{at}" for at in range(67 - len(named)))]
    values = "\t".join('"x"' for _ in names)
    raw = "\t".join(f'"{name}"' for name in names) + f"\r\n{values}\r\n"
    found = look(iter([raw.encode("latin-1")]))
    assert (found.profile, found.quoted, found.columns["voter"]) == ("north-carolina", True, 1)
    assert found.columns["confidential"] == named.index("confidential_ind") + 1


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_layout_names_parts_that_there_are(path: Path) -> None:
    known = known_of("k", json.loads(path.read_text(encoding="utf-8")))
    parts = {part for column in COLUMNS for part in PARTS.get(column, (column,))}
    assert set(known.columns) - parts == set()
    assert set(known.dates) == {"born", "registered"} & set(known.columns)
    assert known.header or (known.fields and known.looks and known.delimiter)


def test_a_file_without_a_known_layout_is_understood_by_its_header() -> None:
    header = "Voter ID;Surname;Given Names;Zip Code;Street Name;House No;Apt;DOB;Reg. Date\n"
    found = look(iter([f"{header}7;Sample;Ana;12345;Elm;4;B;31/01/1970;20010203\n".encode()]))
    assert found.delimiter == ";"
    assert found.columns == {
        "voter": 1,
        "last": 2,
        "first": 3,
        "postcode": 4,
        "street": 5,
        "number": 6,
        "unit": 7,
        "born": 8,
        "registered": 9,
    }
    assert found.dates == {"born": "dmy", "registered": "ymd"}


def test_of_two_addresses_the_one_in_parts_is_taken() -> None:
    split = columns_of(("address", "house_num", "street_name"))
    assert split == {"number": 2, "street": 3}
    assert columns_of(("address", "street_type", "city")) == {"line_address": 1, "city": 3}


def test_no_name_of_a_column_stands_for_two_things() -> None:
    names = [name for several in SYNONYMS.values() for name in several]
    assert sorted(names) == sorted(set(names))
    assert names == [plain(name) for name in names]


def test_a_saved_layout_comes_before_a_shipped_one() -> None:
    raw = (STATES / "wa.csv").read_bytes()
    own = Known(
        key="saved-1", title="Ours", header=True, columns={"last": "LName", "line_address": "Mail1"}
    )
    assert look(iter([raw]), [own]).profile == "saved-1"


def test_a_layout_is_not_put_on_a_file_without_its_columns() -> None:
    (known,) = [known for known in shipped() if known.key == "ohio"]
    other = Layout(fields=2, names=("LAST_NAME", "FIRST_NAME"))
    assert known.put_on(other) is None
    assert fitting(other, [["Sample", "Ana"]]) is None


def test_a_layout_survives_its_json() -> None:
    layout = look(iter([(STATES / "wa.csv").read_bytes()]))
    assert layout_of(json.loads(json.dumps(layout.facts()))) == layout
    assert layout.usable
