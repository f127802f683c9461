"""What kinds of names there are, by their form alone, so that a certificate shows whom the matching missed.

A roll and a signer write some names differently more often than others: two surnames, accents, short surnames,
particles. The form of a name tells nothing sure about a person; it tells where a matcher fails.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORT = 3  # letters
MANY = 4  # words
PARTICLES = {
    *("al", "ap", "bin", "binti", "da", "de", "del", "della", "der", "di", "do", "dos", "du", "el"),
    *("ibn", "la", "las", "le", "los", "mac", "mc", "san", "st", "van", "von", "y"),
}
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
GROUPS: dict[str, Promise] = {
    "accents": _("With accents, or in another script"),
    "joined": _("With a hyphen, an apostrophe or a particle"),
    "many": _("Of four words or more, as with two surnames"),
    "short": _("With a surname of three letters or fewer"),
    "plain": _("All others"),
}


def group_of(name: str) -> str:
    """The first of GROUPS that a name belongs to."""
    words = _words(name)
    if not all(letter.isascii() for letter in name if letter.isalpha()):
        return "accents"
    if re.search("['\N{RIGHT SINGLE QUOTATION MARK}-]", name) or PARTICLES & set(words[1:]):
        return "joined"
    if len(words) >= MANY:
        return "many"
    surname = (_words(name.partition(",")[0]) or [""])[-1]
    return "short" if 0 < len(surname) <= SHORT else "plain"


def _words(name: str) -> list[str]:
    """Without commas, points and suffixes such as Jr."""
    words = name.casefold().replace(",", " ").replace(".", " ").split()
    return [word for word in words if word not in SUFFIXES]
