"""L2, L3, L4: what it takes to verify a log and to prove an entry of it; and pymerkle beside it."""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pymerkle
from benchmarks import in_browser
from benchmarks.installations import ROOT
from benchmarks.made_log import KEY, MadeLog, leaf, make
from benchmarks.results import Reach, Row, compare, spread
from tests.interop.checker import build

from undersigned.pure.tlog.proofs import check_inclusion, inclusion_proof
from undersigned.pure.tlog.tiles import TileHashes
from undersigned.pure.tlog.tree import leaf_hash, root_of

FEW, MANY, MOST = 10_000, 100_000, 1_000_000
PROOFS = 100  # of a round
MILLISECOND = 1000


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """Each round verifies whole logs, however long that takes; `seconds` is not used."""
    del seconds
    with tempfile.TemporaryDirectory(prefix="bench-log-") as name:
        few, many, most = (make(Path(name) / str(size), size) for size in (FEW, MANY, MOST))
        yield from _verifying(few, many, most, build(Path(name)), rounds)
        yield from _proving(many, most, rounds)
        yield from in_browser.measure(many, rounds)
        yield from _beside_pymerkle(many, rounds)


def _verifying(
    few: MadeLog, many: MadeLog, most: MadeLog, logcheck: Path, rounds: int
) -> Iterator[Row]:
    ours, gos, small, large, little, much = [], [], [], [], [], []
    for _ in range(rounds):
        ours.append(_verify(many)[0])
        gos.append(_go(many, logcheck))
        for log, times, peaks in ((few, small, little), (most, large, much)):
            took, peak = _verify(log)
            times.append(took / log.size * 10**6)
            peaks.append(peak / 1024)
    yield compare(
        "L2", f"`undersigned verify` of {MANY:,} entries in a folder, from start to end",
        ours=ours, limit=gos, against="Go's sumdb on the same files", unit="s",
        reach=Reach(4, at_most=True),
        notes=["checks more than Go: each entry's form, and the rules of what may follow what."],
    )  # fmt: skip
    yield compare(
        "L3", f"memory of the same at {MOST:,} entries", ours=much, limit=little,
        against=f"at {FEW:,}", unit="MiB", reach=Reach(1.2, at_most=True),
    )  # fmt: skip
    yield compare(
        "–", f"its time per entry at {MOST:,}", ours=large, limit=small,
        against=f"at {FEW:,}, the start included", unit="µs", reach=Reach(1.2, at_most=True),
    )  # fmt: skip


def _verify(log: MadeLog) -> tuple[float, int]:
    """Seconds, and KiB."""
    state = ["--state", str(log.folder.with_name(f"{log.size}.state"))]
    command = ["verify", str(log.folder), "--policy", str(log.policy), *state]
    took, said = _timed([sys.executable, "-m", "benchmarks.watched", *command])
    return took, int(said.split()[-1])


def _go(log: MadeLog, logcheck: Path) -> float:
    checkpoint = str(log.folder / "checkpoint")
    return _timed([str(logcheck), "verify", str(log.folder), checkpoint, KEY.text])[0]


def _timed(command: list[str]) -> tuple[float, str]:
    began = time.perf_counter()
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    return time.perf_counter() - began, done.stdout


def _proving(many: MadeLog, most: MadeLog, rounds: int) -> Iterator[Row]:
    for log in (many, most):
        times = [_mean(lambda log=log: _prove(log)) for _ in range(rounds)]
        yield Row(
            "L4", f"proof of one of {log.size:,} entries, from tile files opened for it",
            spread(times, "ms"), reach="≤ 1 ms", met=sorted(times)[len(times) // 2] <= 1,
        )  # fmt: skip


def _prove(log: MadeLog) -> list[bytes]:
    index = random.randrange(log.size)  # noqa: S311 - no secret
    return inclusion_proof(index, log.size, TileHashes(log.fetch, log.size))


def _mean(run: Callable[[], object], times: int = PROOFS) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - began) / times * MILLISECOND


def _beside_pymerkle(log: MadeLog, rounds: int) -> Iterator[Row]:
    """The same entries in memory: building the tree up to its root, proving one, and checking a proof."""
    entries = [leaf(index) for index in range(log.size)]
    index = log.size // 3
    proof = inclusion_proof(index, log.size, TileHashes(log.fetch, log.size))
    theirs, hashed = _tree(entries), leaf_hash(entries[index])
    root = theirs.get_root(log.size)
    their_proof = theirs.prove_inclusion(index + 1, log.size)
    assert root_of(map(leaf_hash, entries)) == root == log.root

    building = (lambda: root_of(map(leaf_hash, entries)), lambda: _tree(entries).get_root())
    proving = (lambda: _prove(log), lambda: theirs.prove_inclusion(_one_of(log), log.size))
    checking = (
        lambda: check_inclusion(hashed, index, log.size, proof, root),
        lambda: pymerkle.verify_inclusion(theirs.get_leaf(index + 1), root, their_proof),
    )
    yield _pair(f"root over {log.size:,} entries", building, 1, rounds)
    yield _pair("proof, ours from files, theirs from memory", proving, PROOFS, rounds)
    yield _pair("check of a proof", checking, PROOFS, rounds)


def _one_of(log: MadeLog) -> int:
    return random.randrange(log.size) + 1  # noqa: S311 - no secret; theirs begin at 1


def _tree(entries: list[bytes]) -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    tree.append_entries(entries)
    return tree


def _pair(what: str, both: tuple[Callable[[], object], ...], times: int, rounds: int) -> Row:
    ours, theirs = zip(*([_mean(run, times) for run in both] for _ in range(rounds)), strict=True)
    return compare(
        "–", what, ours=ours, limit=theirs, against="pymerkle", unit="ms",
        reach=Reach(1, at_most=True),
    )  # fmt: skip
