"""mirror: keep a copy of somebody's log that never shows what was not verified.

New files wait in a hidden folder until the whole log was recounted with them and found to have
grown from the copy's own checkpoint; the checkpoint is replaced last. What the log says was
withheld is removed here too, with its salt.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from undersigned.proof.verifier import memory
from undersigned.proof.verifier.memory import Seen
from undersigned.proof.verifier.opened import Opened
from undersigned.proof.verifier.outcome import Forked, Stale, Unusable
from undersigned.proof.verifier.rotation import agreed_successor, changes
from undersigned.proof.verifier.sources import Folder, Source
from undersigned.proof.verifier.trust import Signed, Trust, published_vkey, trust_in
from undersigned.proof.verifier.words import number, say
from undersigned.pure.tlog.documents import FIXED, file_path, salt_path
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey
from undersigned.pure.tlog.leaves import Leaf, Note, Open, Withheld
from undersigned.pure.tlog.tiles import Tile

INCOMING = ".incoming"
BESIDE = ("promise.vkey", "policy")
KEY_FILES = ("vkey", "note")  # of a key that was changed


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
    own, aside = Folder(folder), Folder(folder / INCOMING)
    had = published_vkey(own, "vkey") if (folder / "vkey").is_file() else None
    trust = _trust(site, had, policy)
    signed = trust.open(_checkpoint(site))
    before = memory.recall(folder / "checkpoint")
    try:
        gone = _verified(_fresh(site, own, aside), trust, signed, before)
    except Invalid:
        if before is None:
            raise
        # Another past, or a damaged file here: the site's own files tell, and mend the copy.
        gone = _verified(_fresh(site, aside, aside), trust, signed, before)
    _take_in(own, aside, gone, _beside(site, had, signed.vkey), signed.raw)
    entries = number(signed.checkpoint.size, "entry", "entries")
    say(f"{folder} has {entries} of {signed.checkpoint.origin}.")


def _trust(site: Source, had: VKey | None, policy: Path | None) -> Trust:
    """The copy's own key, once it has one, or what that says followed it; else the site's."""
    trust = trust_in(site, policy)
    if policy is not None or had is None:
        return trust
    return replace(trust, vkeys=(agreed_successor(site, had),))


def _fresh(site: Source, own: Folder, aside: Folder) -> Copy:
    shutil.rmtree(aside.path, ignore_errors=True)
    aside.path.mkdir(parents=True)
    return Copy(site, own, aside)


def _checkpoint(site: Source) -> bytes:
    try:
        return site.fetch("checkpoint")
    except FileNotFoundError:
        raise Unusable(f"{site.name} has no checkpoint: it is not a log's address.") from None


def _verified(copy: Copy, trust: Trust, signed: Signed, before: Seen | None) -> Gone:
    """What is gone from the log, which is whole and has grown from what the copy has."""
    size = signed.checkpoint.size
    if before and before.size > size:
        raise Stale(f"The site shows {size:,} entries; this copy has {before.size:,} of them.")
    gone = Gone()
    log = Opened(copy, trust, signed)
    found = log.recount(marks=[before.size] if before else [], see=gone.see)
    if before and found.roots[before.size] != before.checkpoint.root:
        other = copy.aside.path.with_name("checkpoint.fork")
        memory.remember(other, signed.raw)
        raise Forked(
            "The site shows another past than the one this copy has; its key signed both.\n"
            f"The copy was left as it is, and {other} is the other state: keep both."
        )
    if found.record.faults:
        raise Invalid(" ".join(found.record.faults))
    return gone


def _beside(site: Source, had: VKey | None, signer: VKey) -> dict[str, bytes]:
    """What stands beside the entries: the key that was believed, and what the site says of the rest."""
    ids = [change.old.id.hex() for change in changes(site, had)] if had else []
    files = {"vkey": f"{signer.text}\n".encode()}
    for path in (*BESIDE, *(f"keys/log-{id_}.{ending}" for id_ in ids for ending in KEY_FILES)):
        with suppress(FileNotFoundError):
            files[path] = site.fetch(path)
    return files


def _take_in(
    own: Folder, aside: Folder, gone: Gone, beside: dict[str, bytes], checkpoint: bytes
) -> None:
    """Put the verified files in their places, and then the checkpoint; take away what is withheld."""
    _remove(aside, gone)
    for file in [file for file in aside.path.rglob("*") if file.is_file()]:
        target = own.path / file.relative_to(aside.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
    for path, raw in beside.items():
        write(own.path / path, raw)
    memory.remember(own.path / "checkpoint", checkpoint)
    _remove(own, gone)
    shutil.rmtree(aside.path)


def _remove(folder: Folder, gone: Gone) -> None:
    for path in gone.paths:
        (folder.path / path).unlink(missing_ok=True)


def write(target: Path, raw: bytes) -> None:
    """Write a file, and the folders it needs."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(raw)
