"""A promise that an entry will be in the log: kept, not yet due, or broken."""

from pathlib import Path

from undersigned.proof.verifier.opened import open_log
from undersigned.proof.verifier.outcome import Code, Unusable
from undersigned.proof.verifier.sources import Source
from undersigned.proof.verifier.trust import published_vkey
from undersigned.proof.verifier.words import moment, say
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf
from undersigned.pure.tlog.promises import check_promise
from undersigned.pure.tlog.tree import leaf_hash


def check(raw: bytes, source: Source | None, policy: Path | None, now: float) -> Code:
    """Look a promise's entry up in the log. Raises Invalid if the promise is broken."""
    if source is None:
        raise Unusable("A promise is checked against the log: give its address with --log.")
    promised = check_promise(raw, published_vkey(source, "promise.vkey"))
    log = open_log(source, policy)
    if promised.origin != log.signed.checkpoint.origin:
        raise Unusable("The promise is of another log than this one.")
    places: list[int] = []

    def see(index: int, leaf: Leaf) -> None:
        if leaf_hash(leaf.bytes) == promised.leaf_hash:
            places.append(index)

    log.recount(see=see)
    if places:
        say(f"The promise was kept: it is entry {places[0]} of the log.\nOK")
        return Code.OK
    due = promised.include_by.timestamp()
    if max([now, *log.signed.vouched.values()]) <= due:
        say(f"The entry is not in the log yet; it was promised by {moment(due)}.\nOK")
        return Code.OK
    raise Invalid(
        f"The promise is broken: by {moment(due)} an entry was to be in the log that is not there. "
        "Keep the promise: it is sealed by the site, and proves that a signature was left out."
    )
