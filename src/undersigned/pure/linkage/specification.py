"""How a signer is matched to the roll: the one specification that drives both engines.

Records are prepared first (names.py, addresses.py) into COLUMNS: plain text or nothing. BLOCKS say
which pairs are looked at; COMPARISONS say how far they agree; a pair's weight is the prior's plus
that of the level reached in each comparison; ACCEPT and MARGIN say what needs no person.

The m are published values, not fitted to any one roll: how often two entries of one person agree
so far (docs/open-data/linkage.md § Weights). The u are measured on each roll.

Limits: made for rolls and signers of one town or state. ACCEPT was checked on sets whose truth is
known; what a given roll makes of it, its own quality sample shows.
"""

from undersigned.pure.linkage.comparisons.addresses import ADDRESS
from undersigned.pure.linkage.comparisons.births import BORN
from undersigned.pure.linkage.comparisons.names import FIRST, LAST, MIDDLE, SEQUENCE, SUFFIX
from undersigned.pure.linkage.levels import BlockingKey

# Prepared columns, all text or NULL.
COLUMNS = {
    "sequence": "'written', or 'swapped' where the signer's first and last names changed places",
    "first": "first given name, ASCII, lower case, letters and digits only; may be one letter",
    "given": "all given names written together",
    "nicknames": "words: names that are short or long for `first`, both directions",
    "root": "the formal name that `first` is short for, else `first`",
    "middle": "the given names after the first, written together; may be one letter",
    "last": "the whole family name written together, particles included",
    "last1": "its first part without particles",
    "last2": "its last part without particles, where there are two",
    "surnames": "words: `last` and each of its parts",
    "suffix": "jr, sr, ii, iii, iv or v",
    "initial": "first letter of `first`",
    "middle_initial": "first letter of `middle`",
    "first_sound": "how `first` sounds",
    "last_sound": "how `last1` sounds",
    "first_letters": "letters of `first` in alphabetic order",
    "last_letters": "letters of `last` in alphabetic order",
    "last_start": "first four letters of `last`",
    "last_end": "last four letters of `last`",
    "number": "house number, digits",
    "street": "street's own name written together, without type and direction; ordinals as digits",
    "way": "street's type (`st`, `ave`), where given",
    "direction": "street's directions (`n`, `sw`), where given",
    "unit": "flat, letter or fraction: `3b`",
    "box": "post office box",
    "city": "town, written together",
    "postcode": "five digits, or as written",
    "home": "`number` and `street`",
    "door": "`home` and `unit`, where there is a unit",
    "family": "`last1` and `home`",
    "household": "`last1` and `door`",
    "born": "date of birth, ISO",
    "born_swapped": "the same with day and month changed over",
    "born_year": "year of birth",
}

# Columns whose share of the roll is somewhere u; each has a column `tf_…` beside it, on both sides
# a share of the *roll*, 0 to 1, among rows that hold the value; NULL where the roll lacks it. For
# the two that hold a surname it is the share among those *with that surname*: families live
# together, so a home adds little to a rare surname.
FREQUENCIES = {
    "first": "",
    "given": "",
    "initial": "",
    "middle": "",
    "middle_initial": "",
    "last": "",
    "last1": "",
    "suffix": "",
    "home": "",
    "door": "",
    "street": "",
    "box": "",
    "city": "",
    "postcode": "",
    "born": "",
    "born_year": "",
    "family": "last1",
    "household": "last1",
}

COMPARISONS = (SEQUENCE, FIRST, MIDDLE, LAST, SUFFIX, ADDRESS, BORN)

# A pair is looked at if all columns of any of these agree and neither side lacks one, and if no
# more than `block_size` rows of the roll share the value: loose keys so serve rare values only.
BLOCKS = (
    BlockingKey(("last", "first")),
    BlockingKey(("last_sound", "first_sound")),
    BlockingKey(("last_sound", "root")),
    BlockingKey(("last1", "number")),
    BlockingKey(("home",)),
    BlockingKey(("last_sound", "street")),
    BlockingKey(("first", "street")),
    BlockingKey(("first", "number")),
    BlockingKey(("last_sound", "initial", "postcode")),
    BlockingKey(("last_sound", "initial", "city")),
    BlockingKey(("first_sound", "postcode")),
    BlockingKey(("last_start", "initial", "middle_initial")),
    BlockingKey(("last_start", "postcode")),
    BlockingKey(("last_end", "first_sound")),
    BlockingKey(("last_end", "postcode")),
    BlockingKey(("last_letters", "first_letters")),
    BlockingKey(("first", "last_start")),
    BlockingKey(("street",), loose=True),
    BlockingKey(("postcode",), loose=True),
    BlockingKey(("city",), loose=True),
    BlockingKey(("last2", "first"), ("last1", "first")),
    BlockingKey(("last1", "first"), ("last2", "first")),
    BlockingKey(("last1", "middle"), ("last1", "first")),
    BlockingKey(("last1", "first"), ("last1", "middle")),
    BlockingKey(("given", "last_sound")),
    BlockingKey(("last",), loose=True),
    BlockingKey(("last_sound",), loose=True),
    BlockingKey(("first",), loose=True),
    BlockingKey(("born", "last_sound")),
    BlockingKey(("born", "first")),
)
BLOCK_SIZE = 100
# In a roll larger than SMALL a name or a street by itself says less: its blocks shrink as the roll
# grows, to LEAST.
SMALL, LEAST = 50_000, 10


def block_size(key: BlockingKey, rows: int) -> int:
    """How many of a roll's rows may share a key's value for it to serve; `rows` is all of them."""
    if not key.loose:
        return BLOCK_SIZE
    return min(BLOCK_SIZE, max(LEAST, BLOCK_SIZE * SMALL // max(rows, 1)))


# Before anything is compared: three signers of four are on the roll (as in most published checks of
# petitions), each as any one of its rows.
ON_THE_ROLL = 0.75

# A pair is accepted by rule at this weight (in bits; 5 is 32 to 1) …
ACCEPT = 5.0
# … if no other voter of the roll comes this close …
MARGIN = 3.0
# … if a level settles it, none conflicts, and no voter of the same household has a like name.
# Reviewers are not shown who is less likely than this (1 to 1,000): they can search the roll.
SHOWN = -10.0
