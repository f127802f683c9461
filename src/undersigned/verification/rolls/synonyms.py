"""What columns are called: names of headers, without case, spaces and signs, for what is kept of a row."""

import re

from undersigned.verification.rolls.layout import ADDRESS, PARTS

SYNONYMS: dict[str, tuple[str, ...]] = {
    "voter": (
        *(
            "voterid",
            "ncid",
            "statevoterid",
            "sosvoterid",
            "votervuid",
            "vuid",
            "sboeid",
            "uniqueid",
        ),
        *("registrationnumber", "registrationid", "registrantid", "voternumber", "voterregnum"),
        *(
            "voterregistrationnumber",
            "voteridnumber",
            "regnum",
            "residentid",
            "personid",
            "voter",
            "id",
        ),
    ),
    "last": (
        *("lastname", "last", "lname", "surname", "familyname", "namelast", "voterlastname"),
        *("apellidos", "apellido", "nom", "nachname"),
    ),
    "first": (
        *("firstname", "first", "fname", "givenname", "givennames", "forename", "forenames"),
        *("namefirst", "voterfirstname", "nombre", "nombres", "prenom", "vorname"),
    ),
    "middle": (
        *("middlename", "middle", "mname", "midlname", "middleinitial", "midinit", "namemiddle"),
        *("middlenames", "mi", "segundonombre"),
    ),
    "suffix": (
        *("suffix", "namesuffix", "namesuffixlbl", "namesufxcd", "generation", "namesfx"),
        *("suffixname", "sufijo"),
    ),
    "born": (
        *("dob", "dateofbirth", "birthdate", "born", "birthyear", "yearofbirth", "yob", "birthday"),
        *("dtbirth", "fechadenacimiento", "nacimiento"),
    ),
    "number": (
        *("housenumber", "houseno", "housenum", "streetnumber", "streetno", "streetnum", "stnum"),
        *("regstnum", "reshouse", "addressnumber", "homeno", "num", "number", "stno", "numero"),
    ),
    "half": (
        *("housenumbersuffix", "housesuffix", "housefraction", "half", "halfcode", "regstfrac"),
        *("streetfraction", "rhalfcode", "resfrac", "housenumfrac"),
    ),
    "predir": (
        *("predir", "predirection", "streetdirprefix", "directionprefix", "streetdir"),
        *(
            "regstpredirection",
            "streetpredirection",
            "streetpredir",
            "dirprefix",
            "prefixdirection",
        ),
    ),
    "street": (
        *(
            "streetname",
            "street",
            "stname",
            "regstname",
            "resstreet",
            "homestreet",
            "roadname",
            "calle",
        ),
    ),
    "type": ("streettype", "sttype", "regsttype", "streetsuffix", "roadtype", "restype"),
    "postdir": (
        *("postdir", "postdirection", "streetdirsuffix", "directionsuffix", "suffixdirection"),
        *("regstpostdirection", "streetpostdirection", "streetpostdir", "dirsuffix"),
    ),
    "unittype": ("unittype", "regunittype", "apttype", "apartmenttype"),
    "unit": (
        *(
            "unit",
            "unitnumber",
            "unitnum",
            "unitno",
            "apartment",
            "apartmentnumber",
            "apt",
            "aptno",
        ),
        *("aptnum", "regunitnum", "resapt", "homeapt", "residenceextension", "apto", "aptunit"),
    ),
    "city": (
        *(
            "city",
            "rescity",
            "rescitydesc",
            "residentialcity",
            "residencecity",
            "regcity",
            "homecity",
        ),
        *("town", "legaladdresscity", "municipality", "ciudad", "localidad", "addresscity"),
    ),
    "postcode": (
        *("zip", "zipcode", "zip5", "postcode", "postalcode", "reszip", "reszipcode", "regzipcode"),
        *("residentialzip", "residentialzipcode", "homezipcode", "legaladdresszip", "residencezip"),
        *("codigopostal", "plz", "addresszip", "ressipcode"),
    ),
    "ward": ("ward", "wardabbrv", "warddesc", "wardname", "wardno", "wardnumber", "distrito"),
    "precinct": (
        *("precinct", "precinctabbrv", "precinctcode", "precinctname", "precinctno", "smdprecinct"),
        *("votingdistrict", "pct", "seccion", "wardprecinct", "precinctdesc"),
    ),
    "status": (
        *("status", "statuscd", "statuscode", "voterstatus", "registrationstatus", "regstatus"),
        *("voterstatusdesc", "estado"),
    ),
    "registered": (
        *(
            "registered",
            "registrationdate",
            "dateofregistration",
            "registrdt",
            "regdate",
            "datereg",
        ),
        *(
            "dateregistered",
            "originalregistration",
            "registeredon",
            "effectivedate",
            "eddateregistered",
        ),
    ),
    "confidential": (
        *(
            "confidential",
            "confidentialind",
            "confidentialindicator",
            "isconfidential",
            "protected",
        ),
        *("privacyflag", "suppressed", "addressconfidential", "confidencial", "exempt"),
    ),
    "line_address": (
        *("residentialaddress", "residenceaddress", "resstreetaddress", "residentialaddress1"),
        *(
            "streetaddress",
            "address",
            "address1",
            "addressline1",
            "homeaddress",
            "legaladdressline1",
        ),
        *(
            "fulladdress",
            "lineaddress",
            "resaddress",
            "residenceaddressline1",
            "direccion",
            "domicilio",
        ),
    ),
    "line_address2": (
        *("residentialsecondaryaddr", "address2", "addressline2", "legaladdressline2"),
        *("residentialaddress2", "residenceaddressline2"),
    ),
}

_WORDS = {name: (part, rank) for part, names in SYNONYMS.items() for rank, name in enumerate(names)}
_SIGNS = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """A column's name without case, spaces and signs."""
    return _SIGNS.sub("", name).casefold()


def columns_of(names: tuple[str, ...]) -> dict[str, int]:
    """Which column (by number from 1) holds which part of what is kept, as far as a header's names tell.

    Of two columns with names for one thing, the name earlier in its list counts. A split address wins over one line.
    """
    best: dict[str, tuple[int, int]] = {}
    for number, name in enumerate(names, start=1):
        if found := _WORDS.get(plain(name)):
            part, rank = found
            best[part] = min(best.get(part, (rank, number)), (rank, number))
    parts = {part: number for part, (_, number) in best.items()}
    split, line = ADDRESS
    is_split = split in parts and ("number" in parts or line not in parts)
    for part in PARTS[line] if is_split else (*PARTS["number"], *PARTS[split]):
        parts.pop(part, None)
    return parts
