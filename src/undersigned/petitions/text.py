"""Text as people type it: what is refused, and how it is searched."""

import unicodedata

from django.utils.translation import gettext as _

from undersigned.pure.text import forbidden_characters


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
    hidden = forbidden_characters(value, lines=True)
    if hidden:
        points = ", ".join(f"U+{ord(character):04X}" for character in sorted(hidden)[:5])
        return _(
            "This holds a character that hides or reorders text (%(points)s). Please remove it; "
            "typing the passage again instead of pasting it usually helps."
        ) % {"points": points}
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
