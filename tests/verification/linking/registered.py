"""A small invented roll, and signers who write themselves in every way that is told apart."""

from itertools import product

import duckdb
import pyarrow as pa

from undersigned.verification.linking.rows import Signer

COLUMNS = "voter first middle last suffix born number street unit city postcode line_address"

# Rows of a roll, parted by bars in the order above.
ROLL = """
V01|Maria|Elena|Garcia Marquez||1980-03-05|12|N Elm St|3B|Springfield|12345|
V02|Mary|E|Garcia||1980|12|Elm St|4|Springfield|12345|
V03|William|James|O'Brien|JR|1951-07-04|450|Oak Ave||Springfield|12345|
V04|William|James|O'Brien|SR|1925-01-31|450|Oak Ave||Springfield|12345|
V05|Katherine||Smith||1990-12-01|7|Second Ave||Shelbyville|12399|
V06|Catherine|Ann|Smyth||1990-11-02|8|2nd Ave||Shelbyville|12399|
V07|John||Smith|||||| Ogdenville|12377|
V08|Jon|Q|Smithe||1970-02-03||PO Box 17||Ogdenville|12377|
V09|Lukas||Kowalski||1988-09-09|99|Maple Dr||Capital City|54321|
V10|Wei||Li||2001|1204|Main Rd|12|Capital City|54321|
V11|Ana|Garcia|Lopez||1975-05-06|13|N Elm St||Springfield|12345|
V12|Elizabeth|Garcia|Brown||1975-06-05|12|Elm St||Springfield|12399|
V13|Beth||Van der Berg||1975-06-05|||||54321|88 Birch Ln Apt 2, Capitol City 54321
V14|Theodore|T|Brown||1944|12|Birch Ln||North Haverbrook|12346|
V15|Roberta||Robertson||1961-10-12|5|Pine Ct|1|Brockway|99999|
V16|Robert||Roberts||1961|5|Pine Ct|2|Brockway|99999|
V17|Mary Ann||Jones||1999-01-02|77|Cedar Blvd||Brockway|99999|
V18|Bo||Ng||1999-02-01|77|Cedar Blvd||Brockway|99999|
"""

NAMES = """
Maria Elena García Márquez
García Maria
Mary Garcia
William J. O'Brien Jr.
O'Brien, Bill
Kathrine Smith
Catherine A Smyth
J Smith
Łukasz Kowalski
Li Wei
Elena Marquez
Liz Brown
Beth Vandenberg
Teddy Browne
Bob Roberts III
Maryann Jones
James William OBrian
Cathy Quimby
Jo Ag
Maria Eva Garcia
Bei Ti
"""
ADDRESSES = """
12 N Elm St Apt 3B, Springfield 12345
12 Elm Street, Springfield 12345
450 Oak Ave, Springfeild 12345
450 Oak Avenue, Ogdenville 12377
7 2nd Ave, Shelbyville 12399
78 Second Ave, Shelbyville 12399
PO Box 17, Ogdenville 12377
Springfield 12345
Sprngfield 12346
Capital City
99 Mapel Dr, Capital City 54321
88 Birch Ln #9, Capitol City 54321
5 Pine Ct Unit 1, Brockway 99999
31 Cedar Blvd, Brockway
1 Nowhere Rd, Cypress Creek 10101
"""
BORN = [
    "1980-03-05",
    "1980-05-03",
    "1980-03-06",
    "1951",
    "1951-07-05",
    "1975-06-05",
    "1975-11-28",
    "2001-01-01",
]


def open_roll() -> duckdb.DuckDBPyConnection:
    """A connection with the view `roll`."""
    rows = [line.split("|") for line in ROLL.strip().splitlines()]
    connection = duckdb.connect()
    columns = zip(COLUMNS.split(), zip(*rows, strict=True), strict=True)
    connection.register("arrived", pa.table({name: list(column) for name, column in columns}))
    connection.execute("CREATE TEMP TABLE roll AS FROM arrived")
    return connection


def signers() -> list[Signer]:
    """Every name at every address, the dates of birth in turn."""
    written = product(NAMES.strip().splitlines(), ADDRESSES.strip().splitlines())
    return [
        Signer(line, name, address, born=["", *BORN][line % (len(BORN) + 1)])
        for line, (name, address) in enumerate(written, start=1)
    ]
