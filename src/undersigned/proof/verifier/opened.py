"""A log, opened and recounted: what the commands have in common."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from undersigned.proof.verifier.outcome import Unusable
from undersigned.proof.verifier.progress import Progress
from undersigned.proof.verifier.sources import Source
from undersigned.proof.verifier.trust import Signed, Trust, trust_in
from undersigned.pure.tlog.leaves import Leaf
from undersigned.pure.tlog.recount import Result, recount


@dataclass(frozen=True)
class Opened:
    """A log's files, its signed checkpoint, and why that is believed."""

    source: Source
    trust: Trust
    signed: Signed

    @property
    def size(self) -> int:
        """How many entries the checkpoint speaks of."""
        return self.signed.checkpoint.size

    def recount(
        self,
        marks: Iterable[int] = (),
        see: Callable[[int, Leaf], None] = lambda _index, _leaf: None,
    ) -> Result:
        """Read the whole log under the checkpoint. Raises Invalid."""
        with Progress("Reading the log", self.size) as progress:
            return recount(
                self.source.fetch,
                self.signed.checkpoint,
                marks=marks,
                partials=self.source.partials,
                see=see,
                progress=progress.reach,
            )


def open_log(source: Source, policy: Path | None) -> Opened:
    """The log there, its checkpoint's signature checked. Raises Invalid, Unusable."""
    trust = trust_in(source, policy)
    try:
        raw = source.fetch("checkpoint")
    except FileNotFoundError:
        raise Unusable(f"{source.name} has no checkpoint: it is not a log's address.") from None
    return Opened(source, trust, trust.open(raw))
