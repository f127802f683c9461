"""Text as people type it: what is refused, and how it is searched."""

import unicodedata

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
