"""mirror: keep a copy of somebody's log that never shows what was not verified.

New files wait in a hidden folder until the whole log was recounted with them and found to have
grown from the copy's own checkpoint; the checkpoint is replaced last. What the log says was
withheld is removed here too, with its salt.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from undersigned.proof.verifier import memory
from undersigned.proof.verifier.opened import Opened
from undersigned.proof.verifier.outcome import Forked, Stale, Unusable
from undersigned.proof.verifier.sources import Folder, Source
from undersigned.proof.verifier.trust import trust_in
from undersigned.proof.verifier.words import number, say
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.documents import FIXED, file_path, salt_path
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf, Note, Open, Withheld
from undersigned.pure.tlog.tiles import Tile

INCOMING = ".incoming"
BESIDE = ("vkey", "promise.vkey", "policy")  # copied once, and then this copy's own


@dataclass
class Copy:
    """The copy's own files first, else the site's, which are kept aside as they come: a Source."""

    site: Source
    own: Folder
    aside: Folder
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.site.name

    def fetch(self, path: str) -> bytes:
        for here in (self.own, self.aside):
            try:
                return here.fetch(path)
            except FileNotFoundError:
                continue
        raw = self.site.fetch(path)
        write(self.aside.path / path, raw)
        return raw

    def partials(self, _tile: Tile, /) -> Iterator[int]:
        yield from ()


@dataclass
class Gone:
    """The files that a log's leaves say were withheld; to be shown each leaf."""

    paths: list[str] = field(default_factory=list)
    _of: dict[int, list[str]] = field(default_factory=dict)

    def see(self, index: int, leaf: Leaf) -> None:
        match leaf:
            case Note():
                self._of[index] = [file_path(leaf.name), salt_path(leaf.name)]
            case Open():
                self._of[index] = [file_path(f"{leaf.petition}-{part}") for part in FIXED]
            case Withheld():
                self.paths += self._of[leaf.leaf]


def update(site: Source, folder: Path, policy: Path | None) -> None:
    """Bring a copy up to date, or leave it as it is. Raises Invalid, Ended."""
    aside = folder / INCOMING
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    copy = Copy(site, Folder(folder), Folder(aside))
    begun = (folder / "vkey").is_file()
    trust = trust_in(copy.own if begun else site, policy)
    log = Opened(copy, trust, trust.open(_checkpoint(site)))
    gone = _verified(log, memory.recall(folder / "checkpoint"), folder)
    beside = {} if begun else _beside(site)
    _take_in(copy, gone, beside, log.signed.raw)
    say(f"{folder} has {number(log.size, 'entry', 'entries')} of {log.signed.checkpoint.origin}.")


def _checkpoint(site: Source) -> bytes:
    try:
        return site.fetch("checkpoint")
    except FileNotFoundError:
        raise Unusable(f"{site.name} has no checkpoint: it is not a log's address.") from None


def _verified(log: Opened, before: Checkpoint | None, folder: Path) -> Gone:
    """What is gone from the log, which is whole and has grown from what the copy has."""
    if before and before.size > log.size:
        raise Stale(f"The site shows {log.size:,} entries; this copy has {before.size:,} of them.")
    gone = Gone()
    found = log.recount(marks=[before.size] if before else [], see=gone.see)
    if before and found.roots[before.size] != before.root:
        memory.remember(folder / "checkpoint.fork", log.signed.raw)
        raise Forked(
            "The site shows another past than the one this copy has; its key signed both.\n"
            "The copy was left as it is, and checkpoint.fork beside it is the other state: keep both."
        )
    if found.record.faults:
        raise Invalid(" ".join(found.record.faults))
    return gone


def _beside(site: Source) -> dict[str, bytes]:
    files = {}
    for path in BESIDE:
        try:
            files[path] = site.fetch(path)
        except FileNotFoundError:
            continue
    return files


def _take_in(copy: Copy, gone: Gone, beside: dict[str, bytes], checkpoint: bytes) -> None:
    """Put the verified files in their places, and then the checkpoint; take away what is withheld."""
    _remove(copy.aside, gone)
    for file in [file for file in copy.aside.path.rglob("*") if file.is_file()]:
        target = copy.own.path / file.relative_to(copy.aside.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
    for path, raw in beside.items():
        write(copy.own.path / path, raw)
    memory.remember(copy.own.path / "checkpoint", checkpoint)
    _remove(copy.own, gone)
    shutil.rmtree(copy.aside.path)


def _remove(folder: Folder, gone: Gone) -> None:
    for path in gone.paths:
        (folder.path / path).unlink(missing_ok=True)


def write(target: Path, raw: bytes) -> None:
    """Write a file, and the folders it needs."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(raw)
