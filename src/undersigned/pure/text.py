"""Characters that no visitor's text may hold, because they hide, reorder or blank what others read.

Refused: controls; surrogates, private use and unassigned code points; line and paragraph
separators; all format characters (general category Cf: directional marks, embeddings, overrides
and isolates of UAX #9, zero-width space, soft hyphen, tags) but visible ones of Arabic, Syriac and
Kaithi (property Prepended_Concatenation_Mark); and letters and marks that show as nothing
(Default_Ignorable_Code_Point: Hangul fillers, the combining grapheme joiner, two Khmer vowels).
UTR #36 and UTS #39 say why.

The zero-width joiner and non-joiner are allowed where scripts need them: after a virama (RFC 5892
A.1 and A.2), and between two letters, marks or symbols from Hebrew onward, which takes in Persian
and emoji (UTS #51). Variation selectors are allowed: Mongolian, Japanese names and emoji need
them.

Limits: general categories are those of the running Python's Unicode (14.0 in 3.11), so that an
emoji newer than it counts as unassigned. Look-alike letters are not looked for.
"""

import unicodedata

JOINERS = "\u200c\u200d"
LINES = frozenset("\n\r\t")
VISIBLE_FORMATS = frozenset("\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd") | frozenset(
    map(chr, range(0x0600, 0x0606))
)
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
VIRAMA = 9  # canonical combining class
FIRST_JOINING_SCRIPT = "\u0590"


def forbidden_characters(text: str, *, lines: bool = False) -> set[str]:
    """The characters of a visitor's text that must be refused; empty if it may stand.

    With `lines`, line feed, carriage return and tab are allowed. Raises nothing.
    """
    if text.isascii() and text.isprintable():
        return set()
    allowed = LINES if lines else frozenset()
    found = {character for character in set(text) - allowed if _refused(character)}
    return found | {text[at] for at in range(len(text)) if _stray_joiner(text, at)}


def _refused(character: str) -> bool:
    if character in JOINERS or character in VISIBLE_FORMATS:
        return False
    return character in BLANK or unicodedata.category(character) in REFUSED


def _stray_joiner(text: str, at: int) -> bool:
    if text[at] not in JOINERS:
        return False
    before, after = text[:at][-1:], text[at + 1 : at + 2]
    if before and unicodedata.combining(before) == VIRAMA:
        return False
    return not (_joins(before) and _joins(after))


def _joins(neighbour: str) -> bool:
    return neighbour >= FIRST_JOINING_SCRIPT and unicodedata.category(neighbour)[0] in "LMS"
