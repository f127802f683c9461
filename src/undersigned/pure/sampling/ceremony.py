"""A draw that was laid down before the dice: which entries of the public log are looked at.

First an announcement is published: the log's checkpoint (C2SP tlog-checkpoint), which freezes who
signed; the petition; its entries in one or more strata; how many of each are drawn. Only then are
dice thrown in public. The seed of a stratum is SHA-256, in hexadecimal, over

    undersigned/v1 draw
    <the three lines of the checkpoint>
    petition <slug>
    stratum <name>
    dice <digits>

each line ended by LF, and its draw is the sampler of draw.py (after Lindeman and Stark 2012,
§ Selecting random ballots). A sample that grows keeps what was drawn before.

Limits: the draw is as fair as the dice. Whether the announcement came first is for the log and its
witnesses to show, and that the strata hold every entry that counts, for who recounts the log.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice, pairwise
from typing import Any

from undersigned.pure.sampling.draw import SEED, numbers
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint

FORMAT = "undersigned/draw/v0"
NAME = re.compile("[a-z0-9-]{1,32}")


class NotAnnounced(ValueError):
    """A file that announces no draw, and why."""


@dataclass(frozen=True)
class Stratum:
    """Entries of the log, ascending, of which `sample` are drawn by themselves."""

    name: str
    entries: tuple[int, ...]
    sample: int


@dataclass(frozen=True)
class Lot:
    """One drawn entry: in which place (1 is the first), the line in its stratum (from 1), the entry."""

    place: int
    line: int
    entry: int


@dataclass(frozen=True)
class Announcement:
    """What is laid down before the dice are thrown. Raises NotAnnounced if it is not whole."""

    checkpoint: Checkpoint
    petition: str
    strata: tuple[Stratum, ...]

    def __post_init__(self) -> None:
        """Hold it against the rules that a reader relies on."""
        names = [stratum.name for stratum in self.strata]
        if not all(NAME.fullmatch(name) for name in (self.petition, *names)):
            raise NotAnnounced("A name is 1 to 32 of a-z, 0-9 and the hyphen.")
        if not names or len(set(names)) < len(names):
            raise NotAnnounced("A draw has strata, and no two of one name.")
        for stratum in self.strata:
            _check(stratum, self.checkpoint.size)
        entries = [entry for stratum in self.strata for entry in stratum.entries]
        if len(set(entries)) < len(entries):
            raise NotAnnounced("An entry stands in two strata.")

    def seed(self, stratum: str, dice: str) -> str:
        """The seed of a stratum, 64 hexadecimal digits. Raises ValueError unless dice are 20–100 digits."""
        if not SEED.fullmatch(dice):
            raise ValueError("Dice are 20 to 100 digits, as thrown.")
        text = f"petition {self.petition}\nstratum {stratum}\ndice {dice}\n"
        whole = f"undersigned/v1 draw\n{self.checkpoint.body}{text}"
        return sha256(whole.encode()).hexdigest()

    def drawn(self, stratum: Stratum, dice: str, count: int | None = None) -> tuple[Lot, ...]:
        """The lots of a stratum in the order drawn: `count` of them, else as many as announced."""
        lines = numbers(self.seed(stratum.name, dice), len(stratum.entries))
        wanted = islice(lines, stratum.sample if count is None else count)
        return tuple(Lot(place, at + 1, stratum.entries[at]) for place, at in enumerate(wanted, 1))

    def document(self, more: Mapping[str, Any] | None = None) -> bytes:
        """The file that is published, canonical JSON (RFC 8785), with `more` for its readers."""
        strata = [
            {"entries": list(one.entries), "name": one.name, "sample": one.sample}
            for one in self.strata
        ]
        fixed = {
            "checkpoint": self.checkpoint.body,
            "format": FORMAT,
            "petition": self.petition,
            "strata": strata,
        }
        return canonical_json({**(more or {}), **fixed})


def _check(stratum: Stratum, size: int) -> None:
    entries = stratum.entries
    if any(one >= other for one, other in pairwise(entries)):
        raise NotAnnounced(f"The entries of {stratum.name} do not ascend.")
    if entries and not 0 <= entries[0] <= entries[-1] < size:
        raise NotAnnounced(f"An entry of {stratum.name} is not in the log at this checkpoint.")
    if not 0 <= stratum.sample <= len(entries):
        raise NotAnnounced(f"There are fewer entries in {stratum.name} than are to be drawn.")


def parse_announcement(raw: bytes) -> Announcement:
    """The announcement that a file holds; what else is in it is passed over. Raises NotAnnounced."""
    try:
        return _announcement(json.loads(raw))
    except NotAnnounced:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise NotAnnounced(f"This file announces no draw ({type(fault).__name__}).") from None


def _announcement(told: Mapping[str, Any]) -> Announcement:
    if told["format"] != FORMAT:
        raise NotAnnounced(f"The format is not {FORMAT}.")
    strata = tuple(
        Stratum(str(one["name"]), tuple(map(_number, one["entries"])), _number(one["sample"]))
        for one in told["strata"]
    )
    return Announcement(parse_checkpoint(told["checkpoint"]), str(told["petition"]), strata)


def _number(told: object) -> int:
    if type(told) is not int:
        raise TypeError
    return told
