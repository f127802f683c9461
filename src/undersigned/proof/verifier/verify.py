"""verify: read a whole log, recount it, and say what holds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from undersigned.proof.verifier import memory
from undersigned.proof.verifier.memory import Seen
from undersigned.proof.verifier.opened import Opened, open_log
from undersigned.proof.verifier.outcome import Code, Forked, Stale, Unusable
from undersigned.proof.verifier.reasons import Reasons
from undersigned.proof.verifier.rotation import is_followed
from undersigned.proof.verifier.sources import Source
from undersigned.proof.verifier.wards import ward_faults
from undersigned.proof.verifier.witnesses import say_witnesses
from undersigned.proof.verifier.words import LIMITS, REASONS, figures, number, say
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf
from undersigned.pure.tlog.recount import Result


@dataclass(frozen=True)
class Asked:
    """What to verify, with whose keys, and as of when (`now`: seconds since 1970; age in hours)."""

    source: Source
    policy: Path | None
    state: Path | None
    max_age: float
    now: float


def verify(asked: Asked) -> Code:
    """Check a whole log and say what was found. Raises Invalid, Ended."""
    log = open_log(asked.source, asked.policy)
    place = asked.state or memory.usual_place(log.signed.checkpoint.origin)
    before = memory.recall(place)
    reasons = Reasons()
    found = recounted(log, before, place, reasons.see)
    _say_log(log, before)
    for petition, numbers in found.machine.petitions().items():
        say(f"\n{figures(petition, numbers, reasons.words(petition))}")
    faults = [*found.record.faults, *ward_faults(log, found)]
    _say_record(found, faults)
    _say_unknown(found)
    vouched = say_witnesses(log, asked.now, asked.max_age)
    say(f"\n{LIMITS}\n")
    if faults:
        raise Invalid(
            "The entries are whole, but what was published beside them is not: see above."
        )
    if before and log.size < before.size:
        raise Stale(_older(log, before))
    _remember(asked, place, log)
    if not vouched:
        raise Stale("The entries are whole, but too few witnesses have vouched for them lately.")
    say("OK: nothing in this log is missing or changed, and its figures are those above.")
    return Code.OK


def recounted(
    log: Opened, before: Seen | None, place: Path, see: Callable[[int, Leaf], None]
) -> Result:
    """The whole log, recounted, and grown from what was seen before. Raises Invalid, Ended."""
    if before:
        _check_same_log(log, before, place)
    found = log.recount(marks=[before.size] if before else [], see=see)
    if before and _differs(found, before):
        if not is_followed(log.source, before.note, log.signed.vkey):
            raise Invalid(
                f"At your last look this log was signed with another key, and held other entries: "
                f"somebody else has its name now, or it began anew.\nAsk the site which it is; "
                f"without {place} nothing is compared."
            )
        other = place.with_name(f"{place.name}.fork")
        memory.remember(other, log.signed.raw)
        raise Forked(
            f"The log was changed after it was published: its first {before.size:,} entries are "
            f"not those that you were shown before.\nBoth states carry the log's signature, which "
            f"proves it. Keep {place}, {other} and a copy of the log's files."
        )
    return found


def _remember(asked: Asked, place: Path, log: Opened) -> None:
    try:
        memory.remember(place, log.signed.raw)
    except Unusable as why:
        if asked.state is not None:
            raise
        say(f"{why} So the next look cannot be compared with this one; --state FILE keeps it.")


def _check_same_log(log: Opened, before: Seen, place: Path) -> None:
    """Raise unless it is the log of the last look, under the same key or one that this key named."""
    origin = log.signed.checkpoint.origin
    if before.checkpoint.origin != origin:
        raise Unusable(f"{place} is of another log, {before.checkpoint.origin}.")
    if log.trust.source is not None and not is_followed(log.source, before.note, log.signed.vkey):
        raise Invalid(
            "The log is signed with another key than at your last look, and the old key does not "
            f"say that this one follows it.\nAsk the site, and people who know it, for the new key's "
            f"id: is it {log.signed.vkey.id.hex()}? Then put it into a policy (--policy)."
        )


def _differs(found: Result, before: Seen) -> bool:
    return found.roots.get(before.size, before.checkpoint.root) != before.checkpoint.root


def _older(log: Opened, before: Seen) -> str:
    return (
        f"You saw this log with {before.size:,} entries, and are shown {log.size:,} now: this is "
        f"an old copy, or the site went back to an old state."
    )


def _say_log(log: Opened, before: Seen | None) -> None:
    say(f"The log {log.signed.checkpoint.origin}, as {log.source.name} has it")
    say(f"  {number(log.size, 'entry', 'entries')}, just as the log's key signed them.")
    if before and before.size <= log.size:
        grown = number(log.size - before.size, "new entry", "new entries")
        say(f"  Since your last look: {grown}; nothing older was changed or removed.")


def _say_record(found: Result, faults: list[str]) -> None:
    record = found.record
    say(f"\nPublished files: {number(record.checked, 'file', 'files')} as the log binds them.")
    for index, leaf, paths in record.withheld:
        what = ", ".join(paths) or f"what entry {leaf.leaf} published (still to be found here)"
        say(f"  Withheld {REASONS[leaf.reason]}, which entry {index} says openly: {what}")
    for fault in faults:
        say(f"  FAULT: {fault}")


def _say_unknown(found: Result) -> None:
    for kind, times in sorted(found.machine.unknown.items()):
        entries = number(times, "entry", "entries")
        say(
            f"\n{entries} of the kind '{kind}', which this version does not know. They change no "
            f"figure above; a newer version may tell more."
        )
