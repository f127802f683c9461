"""What the doctor says of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """One thing looked at: is it well, what is the case, and (if not well) what to do."""

    about: str
    well: bool
    words: str
    remedy: str = ""


def well(about: str, words: str) -> Statement:
    """It is as it should be."""
    return Statement(about, well=True, words=words)


def problem(about: str, words: str, remedy: str) -> Statement:
    """It is not."""
    return Statement(about, well=False, words=words, remedy=remedy)
