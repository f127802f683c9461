import json
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from tests.verification.linking.registered import open_roll, signers

from undersigned.config.cli import main
from undersigned.pure.linkage.score import Model, Reason, Record, explain
from undersigned.pure.linkage.specification import COLUMNS, COMPARISONS, FREQUENCIES
from undersigned.verification.linking import builtin, splink, splink_files, splink_predict
from undersigned.verification.linking.linking import EngineMissing, Score, begin, link
from undersigned.verification.linking.rows import Linked
from undersigned.verification.linking.sql import JARO_WINKLER

pytestmark = pytest.mark.long

NEARLY = 1e-6
COPIES = 4  # of every signer, each with another quarter of the roll: engines keep five voters each

# Every reading is a signer of its own here, so that no pair is left out.
PAIRS = f"""
CREATE TEMP TABLE pairs AS SELECT l.row AS signer_row, r.row AS roll_row
FROM prepared_signers AS l JOIN prepared_roll AS r ON r.row % {COPIES} = l.signer % {COPIES};
UPDATE prepared_signers SET signer = row;
UPDATE weighed_signers SET signer = row;
"""  # noqa: S608 - our own words
PARTS = ", ".join(f"level_{one.key}, weight_{one.key}" for one in COMPARISONS)

Pair = tuple[int, int]
Rated = dict[Pair, list[Reason]]


def begun() -> tuple[duckdb.DuckDBPyConnection, Model]:
    """The small roll, every signer COPIES times, and all pairs of the two."""
    roll = open_roll()
    many = [
        replace(one, line=one.line * COPIES + copy) for one in signers() for copy in range(COPIES)
    ]
    model = begin(roll, many, memory="1GB", threads=2)
    roll.execute(PAIRS)
    return roll, model


def rated(roll: duckdb.DuckDBPyConnection, model: Model, score: Score) -> Rated:
    """What an engine says of each pair."""
    score(roll, model)
    found = roll.sql(f"SELECT signer_row, roll_row, {PARTS} FROM scored").fetchall()  # noqa: S608
    return {
        (left, right): [
            Reason(one.key, "" if number < 0 else one.levels[number].key, weight)
            for one, number, weight in zip(COMPARISONS, parts[::2], parts[1::2], strict=True)
        ]
        for left, right, *parts in found
    }


def explained(roll: duckdb.DuckDBPyConnection, model: Model) -> Rated:
    """What plain Python says of each pair, the prior left out."""
    voters, readings = records(roll, "weighed_roll"), records(roll, "weighed_signers")
    pairs = roll.sql("SELECT signer_row, roll_row FROM pairs").fetchall()
    return {
        (left, right): list(explain(readings[left], voters[right], model))[1:]
        for left, right in pairs
    }


def records(roll: duckdb.DuckDBPyConnection, table: str) -> dict[int, Record]:
    shares = [f"tf_{column}" for column in FREQUENCIES]
    columns = ", ".join([*COLUMNS, *shares])
    rows = roll.sql(f"SELECT row, {columns} FROM {table}").fetchall()  # noqa: S608
    return {
        row: Record(
            dict(zip(COLUMNS, values[: len(COLUMNS)], strict=True)),
            dict(zip(FREQUENCIES, values[len(COLUMNS) :], strict=True)),
        )
        for row, *values in rows
    }


def plain(ratings: Rated) -> dict[Pair, list[tuple[str, str]]]:
    return {
        pair: [(one.comparison, one.level) for one in reasons] for pair, reasons in ratings.items()
    }


def apart(one: Rated, other: Rated) -> float:
    """The most that two ratings of the same pairs differ in any weight."""
    return max(
        abs(left.weight - right.weight)
        for pair in one
        for left, right in zip(one[pair], other[pair], strict=True)
    )


def test_both_engines_and_plain_python_weigh_every_pair_alike() -> None:
    roll, model = begun()
    with roll:
        python = explained(roll, model)
        ours = rated(roll, model, builtin.score)
        theirs = rated(roll, model, splink.score)
    assert plain(ours) == plain(python)
    assert plain(theirs) == plain(python)
    assert apart(ours, python) < NEARLY
    assert apart(theirs, python) < NEARLY
    seen = {step for steps in plain(python).values() for step in steps if step[1]}
    assert seen == {(one.key, level.key) for one in COMPARISONS for level in one.levels}


def test_both_engines_put_every_signer_in_the_same_band() -> None:
    with open_roll() as roll:
        ours = list(link(roll, signers(), memory="1GB"))
        theirs = list(link(roll, signers(), engine="splink", memory="1GB"))
    assert summary(theirs) == summary(ours)
    assert {one.rule for one in ours} == {"exact", "weight", ""}


def summary(linked: list[Linked]) -> list[tuple[object, ...]]:
    return [
        (
            one.line,
            one.band,
            one.rule,
            [(who.voter, round(who.weight, 6)) for who in one.candidates],
        )
        for one in linked
    ]


def test_what_was_weighed_elsewhere_is_read_as_if_it_had_been_linked_here(tmp_path: Path) -> None:
    with open_roll() as roll:
        here = list(link(roll, signers(), engine="splink", memory="1GB"))
        splink_files.write(roll, signers(), tmp_path, memory="1GB")
        weigh(roll, tmp_path)
    assert summary(list(splink_files.read(tmp_path))) == summary(here)


def weigh(roll: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """As splink_spark.py does, on DuckDB."""
    chosen = json.loads((folder / "model.json").read_text())
    for name in splink_predict.names(chosen):
        roll.execute(f"CREATE OR REPLACE TEMP VIEW splink_{name} AS FROM '{folder / name}.parquet'")
    weighed = splink_predict.predict(splink.DuckDBAPI(roll), chosen)
    (folder / "weights").mkdir()
    roll.execute(f"COPY {weighed.physical_name} TO '{folder}/weights/part-0.parquet'")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "undersigned.verification.linking.splink")
    monkeypatch.setitem(sys.modules, "splink.backends.duckdb", None)
    with open_roll() as roll, pytest.raises(EngineMissing, match=r"undersigned\[splink\]"):
        next(link(roll, signers(), engine="splink"))


def test_the_command_writes_for_spark_and_reads_what_it_weighed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roll, people, spark = tmp_path / "roll.csv", tmp_path / "signers.csv", tmp_path / "spark"
    roll.write_text("voter_id,last,first,address\nV1,Smith,Ann,12 Elm St\nV2,Jones,Bo,9 Oak Ave\n")
    people.write_text("name,address\nAnn Smith,12 Elm St\n")
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    command = ["link", str(roll), str(people), "--memory", "1GB"]
    assert main([*command, "--out", str(here)]) == 0
    assert main([*command, "--out", str(there), "--spark", str(spark)]) == 0
    assert not there.exists()
    assert f"Written in plain text: {spark}." in capsys.readouterr().out
    with duckdb.connect() as database:
        database.execute(JARO_WINKLER)
        weigh(database, spark)
    assert main([*command, "--out", str(there), "--spark", str(spark)]) == 0
    assert there.read_text() == here.read_text()
