"""Tables that a person reads before committing them: compared here, or written anew when asked."""

import os
from difflib import unified_diff

from tests.contracts.support import ROOT

DATA = ROOT / "tests" / "data"
UPDATE = os.environ.get("UPDATE_DATA") == "1"
HOW = "If it is meant: UPDATE_DATA=1 .venv/bin/pytest tests/contracts, then read the difference."


def committed(name: str) -> list[str]:
    """The lines of a committed table, without its heading."""
    path = DATA / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if not line.startswith("#")]


def write(name: str, heading: str, lines: list[str]) -> None:
    """Write a table anew, if asked to by UPDATE_DATA=1."""
    if UPDATE:
        text = "\n".join([f"# {heading}", *lines]) + "\n"
        (DATA / name).write_text(text, encoding="utf-8")


def difference(old: list[str], new: list[str]) -> str:
    """What changed, for a message; empty if nothing did."""
    return "\n".join(unified_diff(old, new, "committed", "found", lineterm="", n=0))
