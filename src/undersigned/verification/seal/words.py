"""What a certificate says, in a few lines for whoever is about to seal it, or checks a seal."""

from typing import Any

LABELS = (
    ("petition", "title", "Petition"),
    ("council", "name", "Council"),
    ("outcome", "words", "Outcome"),
    ("method", "words", "Method"),
    ("roll", "as_of", "Roll as of"),
    ("figures", "lines", "Signatures looked at"),
    ("figures", "valid", "Valid"),
    ("figures", "required", "Required"),
)


def summary(certificate: dict[str, Any]) -> str:
    """The lines, each a label and what the certificate has for it; what it lacks is left out."""
    found = [(label, certificate.get(part, {}).get(name)) for part, name, label in LABELS]
    return "\n".join(
        f"  {label:22}{plain(str(value))}" for label, value in found if value is not None
    )


def plain(text: str) -> str:
    """The text without what could disturb a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)
