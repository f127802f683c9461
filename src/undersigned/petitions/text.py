"""Text as people type it: what is refused, and how it is searched."""

import unicodedata

from django.utils.translation import gettext as _

ALLOWED_CONTROLS = {"\n", "\t"}
# Characters that reorder what stands around them (Unicode TR 36, "bidirectional text spoofing").
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def hidden_character(value: str) -> str | None:
    """The first character that hides or reorders text, as "U+202E"; None if there is none."""
    for character in value:
        if character in BIDI or (
            unicodedata.category(character) in {"Cc", "Cs"} and character not in ALLOWED_CONTROLS
        ):
            return f"U+{ord(character):04X}"
    return None


def tidy(value: str) -> str:
    """One form for one text: composed characters (NFC), plain line ends, no blanks at the ends."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def folded(value: str) -> str:
    """For searching: without case and accents, the same on every database."""
    parts = unicodedata.normalize("NFKD", value.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def has_address(value: str) -> bool:
    """Whether a mail program would turn part of it into a link."""
    return "://" in value or "www." in value.casefold()


def fault_of_passage(value: str, *, most: int) -> str:
    """What is wrong with some paragraphs of at most so many characters; empty if nothing is."""
    hidden = hidden_character(value)
    if hidden:
        return _(
            "This holds a character that hides or reorders text (%(point)s). Please remove it; "
            "typing the passage again instead of pasting it usually helps."
        ) % {"point": hidden}
    if not value:
        return _("Please write something here.")
    if len(value) > most:
        return _("This is %(length)s characters long; the most is %(most)s.") % {
            "length": len(value),
            "most": most,
        }
    return ""


def fault_of_line(value: str, *, most: int) -> str:
    """The same for one line that may stand in a letter, and so holds no web address."""
    fault = fault_of_passage(value, most=most)
    if not fault and ("\n" in value or "\t" in value):
        return _("This must be one line.")
    if not fault and has_address(value):
        return _("This holds a web address. Please leave it out here.")
    return fault
