"""Writing, reduced to ASCII words: the ground on which names and addresses are compared.

Other scripts are transliterated by anyascii: Łukasz is lukasz, Владимир is vladimir, 李伟 is
li wei. Apostrophes vanish (O'Brien is obrien), all other punctuation parts words.

Limits: one Latin spelling for each character, not each language's own: Müller is muller, never
mueller, and a name in kanji is read as Chinese. UTS #39 look-alikes are not looked for.
"""

import re

from anyascii import anyascii

APOSTROPHES = str.maketrans("", "", "'`\u2018\u2019\u02bb\u02bc\u00b4")
BETWEEN_SYLLABLES = re.compile(r"(?<=[a-z])(?=[A-Z])")
NOT_WORD = re.compile(r"[^a-z0-9]+")


def words(text: str) -> list[str]:
    """The words of a text in lower-case ASCII letters and digits. Raises nothing."""
    return NOT_WORD.sub(" ", latin(text)).split()


def latin(text: str) -> str:
    """The text in lower-case ASCII, without apostrophes, its other punctuation kept."""
    if not text.isascii():
        text = _transliterated(text)
    return text.translate(APOSTROPHES).lower()


def compact(text: str) -> str | None:
    """The words of a text, written together; None if it has none."""
    return "".join(words(text)) or None


def listed(text: str, by: str | None = None) -> frozenset[str]:
    """The entries of a list written out, parted by spaces or by a sign."""
    return frozenset(" ".join(entry.split()) for entry in text.strip().split(by))


def _transliterated(text: str) -> str:
    parts = []
    for part in text.translate(APOSTROPHES).split():
        plain = anyascii(part)
        # anyascii writes 李伟 as LiWei; McÑame was written so by its bearer
        foreign = not any(character.isascii() and character.isalpha() for character in part)
        parts.append(BETWEEN_SYLLABLES.sub(" ", plain) if foreign else plain)
    return " ".join(parts)
