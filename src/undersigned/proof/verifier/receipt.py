"""receipt: whether a signature is in the log, is mine, and still counts. Also reads a promise."""

from dataclasses import dataclass
from pathlib import Path

from undersigned.proof.verifier import promise
from undersigned.proof.verifier.mine import check_mine
from undersigned.proof.verifier.opened import Opened, open_log
from undersigned.proof.verifier.outcome import Code, Forked, Stale, Unusable
from undersigned.proof.verifier.sources import Source
from undersigned.proof.verifier.trust import Signed, Trust, trust_in
from undersigned.proof.verifier.words import number, say
from undersigned.pure.tlog.leaves import Leaf, Sign, parse_leaf
from undersigned.pure.tlog.promises import FIRST_LINE
from undersigned.pure.tlog.receipts import Receipt, check_receipt, parse_receipt

WARNING = "Whoever is shown this receipt together with its opening knows that you signed."
STATUS = {
    "active": "It still counts.",
    "withdrawn": "It was withdrawn since, and does not count any more.",
    "void": "It was declared void since, and does not count; the log has the reason.",
}


@dataclass(frozen=True)
class Asked:
    """A receipt's file, what opens it, and the log to look it up in, if that was asked for."""

    file: Path
    opening: str | None
    fields: Path | None
    source: Source | None
    policy: Path | None
    now: float


def receipt(asked: Asked) -> Code:
    """Check a receipt, or a promise, and say what it proves. Raises Invalid, Ended."""
    raw = read(asked.file)
    if raw.startswith(FIRST_LINE.encode()):
        return promise.check(raw, asked.source, asked.policy, asked.now)
    held = parse_receipt(raw)
    leaf = _leaf(held)
    signed = _check(held, trust_in(asked.source, asked.policy))
    _say(held, leaf, signed)
    if asked.opening is not None:
        check_mine(leaf, asked.opening, asked.fields)
    if asked.source is not None:
        _look_up(open_log(asked.source, asked.policy), held, leaf, signed)
    say("OK: the receipt is good.")
    return Code.OK


def read(file: Path) -> bytes:
    """A file's bytes. Raises Unusable."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}.") from None


def _leaf(held: Receipt) -> Leaf:
    if not held.extra:
        raise Unusable("The receipt does not hold the entry that it is for.")
    return parse_leaf(held.extra)


def _check(held: Receipt, trust: Trust) -> Signed:
    signed = trust.open(held.checkpoint_note, retired=True)
    check_receipt(held, held.extra, signed.vkey, trust.policy if trust.source is None else None)
    return signed


def _say(held: Receipt, leaf: Leaf, signed: Signed) -> None:
    what = "a signature" if isinstance(leaf, Sign) else "an entry"
    say(f"Entry {held.index} of {signed.checkpoint.origin} is {what} for petition {leaf.petition},")
    say(f"of {leaf.day}. The log's key signed it with {_entries(signed)}.")
    if signed.vouched:
        say(f"That state is vouched for by {', '.join(signed.vouched)}.")
    say(WARNING)


def _look_up(log: Opened, held: Receipt, leaf: Leaf, signed: Signed) -> None:
    """Say whether the log as it is now still has what the receipt proves. Raises Forked, Stale."""
    size = signed.checkpoint.size
    if size > log.size:
        raise Stale(f"The log shown has only {log.size:,} entries: an old copy, or gone back.")
    found = log.recount(marks=[size])
    if found.roots[size] != signed.checkpoint.root:
        raise Forked(
            "The log has another past than the one of this receipt, and its key signed both.\n"
            "The receipt and a copy of the log's files prove it: keep both."
        )
    say(f"The log has {_entries(log.signed)} now, and this is one of them.")
    if isinstance(leaf, Sign):
        say(STATUS[found.machine.status(held.index)])


def _entries(signed: Signed) -> str:
    return number(signed.checkpoint.size, "entry", "entries")
