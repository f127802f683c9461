"""audit: draw signatures by lot from a public seed, for somebody to ask the people behind them."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from undersigned.proof.verifier.opened import open_log
from undersigned.proof.verifier.outcome import Code, Unusable
from undersigned.proof.verifier.sources import Source
from undersigned.proof.verifier.words import say
from undersigned.pure.sampling.draw import draw
from undersigned.pure.tlog.machine import Machine
from undersigned.pure.tlog.recount import replay

ENOUGH = 0.95


@dataclass(frozen=True)
class Asked:
    """A log, the seed that was thrown, how many to draw, from which petition and at which size."""

    source: Source
    policy: Path | None
    seed: str
    sample: int
    petition: str | None
    size: int | None


def audit(asked: Asked) -> Code:
    """Say which entries were drawn. Raises Invalid if the log is, Unusable if there is no such draw."""
    log = open_log(asked.source, asked.policy)
    size = log.size if asked.size is None else asked.size
    if size > log.size:
        raise Unusable(f"The log has {log.size:,} entries, not {size:,}.")
    log.recount()
    machine = replay(log.source.fetch, log.size, size)
    try:
        drawn = draw(asked.seed, size)
    except ValueError as fault:
        raise Unusable(str(fault)) from None
    chosen = list(
        islice((at for at in drawn if _counts(machine, at, asked.petition)), asked.sample)
    )
    say(
        f"Drawn from the first {size:,} entries of {log.signed.checkpoint.origin}, seed {asked.seed}:"
    )
    for place, index in enumerate(chosen, 1):
        say(f"  {place:4}  entry {index} (petition {machine.petition_of(index)})")
    _say_meaning(len(chosen), asked.sample)
    return Code.OK


def _counts(machine: Machine, index: int, petition: str | None) -> bool:
    """Whether an entry is an active signature, of the petition asked for."""
    return machine.is_active(index) and petition in {None, machine.petition_of(index)}


def _say_meaning(drawn: int, wanted: int) -> None:
    if drawn < wanted:
        say(f"That is every signature that counts: {drawn:,}, not {wanted:,}.")
    else:
        share = 1 - (1 - ENOUGH) ** (1 / drawn)
        say(
            f"If more than {share:.1%} of the signatures were false, at least one of these {drawn} is,"
        )
        say(
            "in 95 of 100 such draws. Who keeps the log must open each; one not opened counts as false."
        )
    say("The seed must have been thrown in public after the log's size was laid down.")
