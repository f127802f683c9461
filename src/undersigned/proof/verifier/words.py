"""What the checks say, in words for somebody who has never heard of a Merkle tree."""

import sys
import time
from collections.abc import Iterable

from undersigned.pure.tlog.machine import Figures

STATES = {
    "open": "open for signatures",
    "closed": "closed",
    "purged": "closed, its signers' data destroyed",
}
REASONS = {
    "person": "to protect a person",
    "law": "because the law or a court asked for it",
    "other": "for another reason",
}
VOIDED = {
    "dup": "signed more than once",
    "roll": "not entitled to sign",
    "form": "not filled in as asked",
    "fraud": "not by the person named, or by a program",
    "age": "too young",
    "other": "for another reason",
}
LIMITS = (
    "What this cannot show: that a person stands behind each entry. Whoever keeps the log could add\n"
    "entries; a clerk's check against the roll, or an audit by lot (`audit`), is what shows that."
)
UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def say(text: str = "") -> None:
    """One line, or several, on standard output; what could disturb a terminal is taken out."""
    sys.stdout.write(plain(text) + "\n")


def plain(text: str) -> str:
    """The text without what could disturb a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def table(rows: Iterable[tuple[str, str, str]]) -> str:
    """Lines of a name, a value to the right, and what it means."""
    return "\n".join(f"  {name:12}{value:>10}   {words}".rstrip() for name, value, words in rows)


def figures(petition: str, found: Figures, voided: str) -> str:
    """The figures of one petition; `voided` says why its void ones are."""
    rows = (
        ("signed", f"{found.signed:,}", "confirmed by e-mail or on paper"),
        ("withdrawn", f"{found.withdrawn:,}", "taken back by their signers"),
        ("void", f"{found.void:,}", voided),
        ("count", f"{found.net:,}", "signed, less withdrawn, less void"),
    )
    return f"Petition {petition} ({STATES[found.state]})\n{table(rows)}"


def ago(then: float, now: float) -> str:
    """How long ago, in one unit."""
    passed = max(now - then, 0)
    for size, unit in UNITS:
        number = int(passed // size)
        if number:
            return f"{number} {unit}{'' if number == 1 else 's'} ago"
    return "just now"


def moment(seconds: float) -> str:
    """A time in UTC."""
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds))


def number(count: int, one: str, many: str) -> str:
    """1 entry, 2 entries."""
    return f"{count:,} {one if count == 1 else many}"
