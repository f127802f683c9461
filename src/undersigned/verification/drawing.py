"""How a draw of a check is laid down and made: what pure/sampling/ceremony.py says, over this stage's rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from django.conf import settings

from undersigned.pure.sampling.ceremony import Announcement, Lot, Stratum, parse_announcement
from undersigned.pure.sampling.draw import numbers
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.verification.models import Check, Draw
from undersigned.verification.states.draws import AUDIT

WHOLE = "all"  # the one stratum of a draw that is not stratified


@dataclass(frozen=True)
class Entry:
    """What a draw has to know of a line."""

    number: int
    leaf: int
    channel: str
    rule: str  # that matched it; empty where people decide
    audited: bool


def entries_of(check: Check) -> list[Entry]:
    """Every line of a check, by number. One query."""
    rows = check.lines.order_by("number").values_list(
        "number", "leaf", "channel", "rule", "audited"
    )
    return [Entry(*row) for row in rows.iterator()]


def strata_of(entries: Iterable[Entry], samples: Mapping[str, int]) -> tuple[Stratum, ...]:
    """The strata that `samples` names (all lines, or those of a channel), and how many are drawn of each."""
    found: dict[str, list[int]] = {name: [] for name in samples}
    for entry in entries:
        found[WHOLE if WHOLE in samples else entry.channel].append(entry.leaf)
    return tuple(Stratum(name, tuple(found[name]), size) for name, size in samples.items())


def announcement_of(check: Check, strata: tuple[Stratum, ...]) -> Announcement:
    """What is laid down before the dice."""
    checkpoint = Checkpoint(settings.LOG_ORIGIN, check.size, bytes(check.root))
    return Announcement(checkpoint, check.petition.public_ref, strata)


def announced(draw: Draw) -> Announcement:
    """What was laid down, as it stands on the record."""
    return parse_announcement(bytes(draw.announcement.content))


def accepted(entries: Iterable[Entry]) -> list[int]:
    """The numbers of the lines that a rule matched, here or in an earlier check, and no person decided on."""
    return [entry.number for entry in entries if entry.rule and not entry.audited]


def fingerprint(check: Check, lines: Sequence[int]) -> str:
    """A hash over a list of lines that nobody can guess the list from: the check's ref is random and not public."""
    return sha256(bytes(check.ref) + canonical_json(list(lines))).hexdigest()


def lots_of(draw: Draw, digits: str) -> dict[str, tuple[Lot, ...]]:
    """Of each stratum, what these dice draw."""
    told = announced(draw)
    wanted = {stratum["name"]: stratum["sample"] for stratum in draw.strata}
    return {
        stratum.name: told.drawn(stratum, digits, wanted[stratum.name]) for stratum in told.strata
    }


def audited(draw: Draw, digits: str, lines: Sequence[int]) -> list[int]:
    """Which of the lines that a rule matched (in their order) are looked at all the same, by the same dice."""
    seed = announced(draw).seed(AUDIT, digits)
    return [lines[place] for place in islice(numbers(seed, len(lines)), draw.audit)]
