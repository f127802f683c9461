"""V1, V4: how often is the right voter found, how often does a rule accept a wrong one, and what does it take.

A roll of 1,000,000 and 50,000 signers are made up (made_roll.py); UNDERSIGNED_BENCH_LINKAGE=0.1 takes a tenth of both.
Each way to link them runs in a process of its own, so that its memory is its own. A labelled set of others is measured
where UNDERSIGNED_LABELLED names its folder.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
from benchmarks.installations import ROOT
from benchmarks.labelled import pseudopeople
from benchmarks.made_roll import make
from benchmarks.results import Row
from benchmarks.splink_default import best_by_default
from benchmarks.watched import peak

from undersigned.verification.linking import exact
from undersigned.verification.linking.blocking import block
from undersigned.verification.linking.linking import CHUNK, lines, link, linked, pair_up, prepare
from undersigned.verification.linking.rows import Linked, RollRows, Signer
from undersigned.verification.linking.sql import JARO_WINKLER

SIZE = float(os.environ.get("UNDERSIGNED_BENCH_LINKAGE", "1"))  # part of the whole
ROLL, SIGNERS = int(1_000_000 * SIZE), int(50_000 * SIZE)
PREPARED, SCORED, MEMORY = 15, 60, 4  # seconds, seconds, GB
F1, PRECISION, ACCEPTED = 0.976, 0.999, 0.74
LABELLED = "UNDERSIGNED_LABELLED"
WAYS = {
    "builtin": "built-in engine",
    "splink": "the same specification by Splink",
    "default": "Splink's default model",
}

Measured = dict[str, Any]
Best = tuple[float, bool]  # a signer's best candidate: its weight, and whether it is the signer


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """Once each: a run takes a minute or two; rounds and seconds are not used."""
    del rounds, seconds
    if folder := os.environ.get(LABELLED):
        yield labelled(Path(folder))
    with tempfile.TemporaryDirectory(prefix="bench-linkage-") as name:
        _run("make", name)
        ours, same, theirs = (_run(way, name) for way in WAYS)
    yield speed(ours, theirs)
    for way, one in zip(WAYS, (ours, same, theirs), strict=True):
        yield Row("V4", f"{ROLL:,} × {SIGNERS:,}, {WAYS[way]}", said(one))


def _run(way: str, folder: str) -> Measured:
    command = [sys.executable, "-m", "benchmarks.linkage", way, folder]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    measured: Measured = json.loads(done.stdout)
    return measured


def speed(ours: Measured, theirs: Measured) -> Row:
    """The goal: four figures that must all hold."""
    ratio = ours["scored"] / theirs["scored"]
    met = (ours["prepared"] <= PREPARED, ours["scored"] <= SCORED, ours["memory"] <= MEMORY, ratio <= 1)
    return Row(
        "V4", f"{ROLL:,} voters × {SIGNERS:,} signers: prepared, scored, most memory",
        f"{ours['prepared']:.1f} s, {ours['scored']:.1f} s, {ours['memory']:.1f} GB",
        limit=f"Splink's default model, trained and predicted: {theirs['scored']:.1f} s, {theirs['memory']:.1f} GB",
        ratio=f"{ratio:.2f}", reach=f"≤ {PREPARED} s, ≤ {SCORED} s, ≤ {MEMORY} GB; ≤ 1", met=all(met),
        notes=[("To prepare: a roll in Parquet and signers in one line each, taken apart, and all shares measured."
               " To score: the exact pass, blocks, weights, the five best of each with reasons. Splink's default model"
               " gets the same records, and our blocking keys of two or more columns: it knows no largest block.")],
    )  # fmt: skip


def said(one: Measured) -> str:
    took = f"{one['scored']:.1f} s (processor {one['worked']:.1f} s)"
    told = f"F1 {one['f1']:.4f} · scored in {took} · {one['memory']:.1f} GB"
    if "precision" in one:
        told += f" · accepted {one['accepted']:.1%} at precision {one['precision']:.4f}"
    return told


def labelled(folder: Path) -> Row:
    """V1: a synthetic census against employers' addresses, by pseudopeople."""
    with duckdb.connect() as roll:
        truths = pseudopeople(roll, folder / "pseudopeople_frozen")
        found = list(link(roll, truths))
    one = judged(found, {signer.line: truth for signer, truth in truths.items()})
    met = one["f1"] >= F1 and one["precision"] >= PRECISION and one["accepted"] >= ACCEPTED
    return Row(
        "V1", "pseudopeople: best F1; signers accepted by rule, and how many of these rightly",
        f"{one['f1']:.4f}; {one['accepted']:.1%}, {one['precision']:.4f}",
        reach=f"≥ {F1}; ≥ {ACCEPTED:.0%}, ≥ {PRECISION}", met=met,
    )  # fmt: skip


def judged(found: list[Linked], truths: dict[int, str]) -> Measured:
    """The best F1 over all thresholds; of those accepted by rule, the share that is right."""
    best = [
        (one.candidates[0].weight, one.candidates[0].voter == truths[one.line])
        for one in found
        if one.candidates
    ]
    accepted = [one for one in found if one.band == "accept"]
    right = sum(one.candidates[0].voter == truths[one.line] for one in accepted)
    return {
        "f1": best_f1(best, sum(map(bool, truths.values()))),
        "accepted": len(accepted) / len(truths),
        "precision": right / max(len(accepted), 1),
    }


def best_f1(best: list[Best], genuine: int) -> float:
    right, most = 0, 0.0
    for taken, (_, is_signer) in enumerate(sorted(best, reverse=True), start=1):
        right += is_signer
        most = max(most, 2 * right / (taken + genuine))
    return most


def run(way: str, folder: Path) -> Measured:
    """One way, in this process."""
    roll = duckdb.connect()
    roll.execute(f"SET memory_limit = '{MEMORY - 1}GB'; SET threads = 2; {JARO_WINKLER}")
    roll.execute(f"CREATE TEMP VIEW roll AS FROM '{folder}/roll.parquet'")
    rows = json.loads((folder / "signers.json").read_text())
    signers = [Signer(*row) for row, _ in rows]
    truths = {row[0]: truth for row, truth in rows}
    began = time.perf_counter()
    model = prepare(roll, signers)
    prepared, worked = time.perf_counter(), time.process_time()
    if way == "default":
        best = best_by_default(roll, truths)
        quality: Measured = {"f1": best_f1(best, sum(map(bool, truths.values())))}
    else:
        quality = judged(list(_scored(roll, model, way)), truths)
    scored = time.perf_counter()
    times = {"prepared": prepared - began, "scored": scored - prepared}
    worked = time.process_time() - worked
    return {**times, **quality, "memory": peak() / 2**20, "worked": worked}


def _scored(roll: RollRows, model: Any, way: str) -> Iterator[Linked]:
    """As `link` does after it has prepared."""
    score = import_module(f"undersigned.verification.linking.{way}").score
    exact.match_exactly(roll)
    block(roll)
    every = lines(roll)
    for start in range(0, len(every), CHUNK):
        chunk = every[start : start + CHUNK]
        pair_up(roll, chunk[0], chunk[-1])
        score(roll, model)
        yield from linked(roll, chunk, model)


def make_files(folder: Path) -> Measured:
    """The roll as its snapshots are, and the signers with the voters that they are."""
    with duckdb.connect() as connection:
        made = make(connection, ROLL, SIGNERS)
        connection.execute(f"COPY roll TO '{folder}/roll.parquet'")
    rows = [
        ((one.line, one.name, one.address, one.city, one.postcode), truth) for one, truth in made
    ]
    (folder / "signers.json").write_text(json.dumps(rows))
    return {}


if __name__ == "__main__":
    chosen, place = sys.argv[1], Path(sys.argv[2])
    print(json.dumps(make_files(place) if chosen == "make" else run(chosen, place)))
