"""Names, reduced to what tells two people at one e-mail address apart.

Two spellings of one name should agree; two people of one household should not. Folded away are
case and compatibility forms (Unicode's NFKC and case folding, UAX #15 and §3.13), the diacritics
of Latin, Greek and Cyrillic letters and the Latin letters that do not decompose (as in CLDR's
Latin-ASCII transform), apostrophes, other punctuation, spaces, and the order of the parts
("Beispiel, Ana" is "Ana Beispiel"). Marks of other scripts are kept: there they are letters, not
decoration.

Limits: "Mueller" and "Müller", "Bob" and "Robert" are two names here; a father and a son of one
name are one. Used for nothing but the second signature from a shared address, never to match a
roll.
"""

import unicodedata
from collections.abc import Iterator

APOSTROPHES = "'\u2018\u2019\u02bb\u02bc`\u00b4"
DIACRITICS = range(0x0300, 0x0370)
DELETED = dict.fromkeys(map(ord, APOSTROPHES))
LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "\u0131": "i",
    }
)


def comparable_name(name: str) -> str:
    """The form in which two spellings of one name are equal; the form of a form is itself.

    Empty if the name holds no letter and no digit. Raises nothing.
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(DELETED)).casefold()
    letters = "".join(_letters(unicodedata.normalize("NFKD", decomposed)))
    parts = unicodedata.normalize("NFC", letters.translate(LETTERS)).split()
    return " ".join(sorted(parts))


def _letters(name: str) -> Iterator[str]:
    """Letters, marks and digits; a space for others; nothing for diacritics and formats."""
    for character in name:
        category = unicodedata.category(character)
        if ord(character) in DIACRITICS or category == "Cf" or character in APOSTROPHES:
            continue
        yield character if category[0] in "LMN" else " "
