"""Which words of two texts differ, so that a reviewer's eye finds them; accents, case and points make no difference."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A word as it stands, and whether the other text lacks it."""

    text: str
    differs: bool


def marked(text: str, other: str) -> list[Word]:
    """The words of a text, those marked that stand nowhere in the other."""
    known = set(map(_plain, other.split()))
    return [Word(word, _plain(word) not in known) for word in text.split()]


def unmarked(text: str) -> list[Word]:
    """The words of a text, none of them marked."""
    return [Word(word, differs=False) for word in text.split()]


def joined(parts: Iterable[str]) -> str:
    """Parts of a name or an address in one line, without those that are empty."""
    return " ".join(part for part in parts if part)


def _plain(word: str) -> str:
    """A word without accents, case and points; the word itself where nothing else is left."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in letters if letter.isalnum()) or word
