"""compare: whether two states of a log can both be true, or prove that it showed two pasts."""

from dataclasses import dataclass
from pathlib import Path

from undersigned.proof.verifier.outcome import Code, Forked, Unusable
from undersigned.proof.verifier.receipt import read
from undersigned.proof.verifier.sources import Source, source_of
from undersigned.proof.verifier.trust import Signed, trust_in
from undersigned.proof.verifier.words import say
from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.notes import parse_note
from undersigned.pure.tlog.proofs import check_consistency, consistency_proof, root_from
from undersigned.pure.tlog.receipts import FIRST_LINE, parse_receipt
from undersigned.pure.tlog.tiles import TileHashes

PROOF = (
    "Both carry the signature of the log's key, and they cannot both be true: the log was shown in "
    "two versions.\nThese two files prove it to anybody who has the log's key: "
)


@dataclass(frozen=True)
class Side:
    """One of the two: its name, its checkpoint's note, and the log's files where they are at hand."""

    name: str
    raw: bytes
    source: Source | None

    @property
    def claim(self) -> Checkpoint:
        """What the note says, before anybody checked who signed it. Raises Invalid."""
        return parse_checkpoint(parse_note(self.raw).text)


def side_of(text: str) -> Side:
    """A receipt, a checkpoint, a folder or an address. Raises Unusable."""
    if text.startswith(("https://", "http://")) or Path(text).is_dir():
        source = source_of(text)
        try:
            return Side(text, source.fetch("checkpoint"), source)
        except FileNotFoundError:
            raise Unusable(f"{text} has no checkpoint: it is not a log's address.") from None
    raw = read(Path(text))
    is_receipt = raw.startswith(FIRST_LINE.encode())
    return Side(text, parse_receipt(raw).checkpoint_note if is_receipt else raw, None)


def compare(one: Side, other: Side, log: Source | None, policy: Path | None) -> Code:
    """Say whether the two agree. Raises Forked with the proof if they cannot, Invalid, Unusable."""
    if one.claim.origin != other.claim.origin:
        raise Unusable("The two are of different logs, and so say nothing about each other.")
    sources = [source for source in (log, one.source, other.source) if source is not None]
    trust = trust_in(sources[0] if sources else None, policy)
    smaller, larger = sorted((one, other), key=lambda side: side.claim.size)
    old, new = (trust.open(side.raw, retired=True) for side in (smaller, larger))
    past = _past(old, new, [larger.source, log])
    if past != old.checkpoint.root:
        raise Forked(f"{PROOF}{smaller.name}, {larger.name}")
    grown = new.checkpoint.size - old.checkpoint.size
    say(f"OK: {larger.name} has all of {smaller.name}, and {grown:,} entries more.")
    return Code.OK


def _past(old: Signed, new: Signed, sources: list[Source | None]) -> bytes:
    """The root that the newer state says the log had at the older one's size."""
    if old.checkpoint.size == new.checkpoint.size:
        return new.checkpoint.root
    for source in sources:
        if source is not None:
            return _root_at(old.checkpoint.size, new.checkpoint, source)
    raise Unusable(
        "The two are of different sizes: give the log's address with --log to compare them."
    )


def _root_at(size: int, now: Checkpoint, source: Source) -> bytes:
    """The root at an earlier size, proved to belong to the root of now. Raises Invalid."""
    read_hash = TileHashes(source.fetch, now.size)
    try:
        past = root_from(size, read_hash)
        proof = consistency_proof(size, now.size, read_hash)
    except FileNotFoundError as missing:
        raise Unusable(f"{source.name} lacks a file that this needs: {missing}.") from None
    check_consistency(size, past, now.size, now.root, proof)
    return past
