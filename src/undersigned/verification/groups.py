"""What kinds of names there are, by their form alone, so that a certificate shows whom the matching missed.

A roll and a signer write some names differently more often than others: two surnames, accents, short surnames,
particles. The form of a name tells nothing sure about a person; it tells where a matcher fails.
"""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORT = 3  # letters
MANY = 4  # words
LATIN = 0x24F  # the last letter of Latin with its extensions
PARTICLES = {
    *("al", "ap", "bin", "binti", "da", "de", "del", "della", "der", "di", "do", "dos", "du", "el"),
    *("ibn", "la", "las", "le", "los", "mac", "mc", "san", "st", "van", "von", "y"),
}
GROUPS: dict[str, Promise] = {
    "accents": _("With accents, or in another script"),
    "joined": _("With a hyphen, an apostrophe or a particle"),
    "many": _("Of four words or more, as with two surnames"),
    "short": _("With a surname of three letters or fewer"),
    "plain": _("All others"),
}


def group_of(name: str) -> str:
    """The first of GROUPS that a name belongs to."""
    words = name.casefold().replace(",", " ").split()
    if any(map(_is_marked, filter(str.isalpha, name))):
        return "accents"
    if re.search("['\N{RIGHT SINGLE QUOTATION MARK}-]", name) or PARTICLES & set(words[1:]):
        return "joined"
    if len(words) >= MANY:
        return "many"
    return "short" if words and len(words[-1]) <= SHORT else "plain"


def _is_marked(letter: str) -> bool:
    return ord(letter) > LATIN or unicodedata.normalize("NFD", letter) != letter
