"""Link two CSV files, a roll and signers, without a petition: to try the linkage, and to judge it."""

import argparse
import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from undersigned.config.commands import Subparsers
    from undersigned.verification.linking.rows import Linked, RollRows, Signer

DJANGO = False
THRESHOLDS = range(-8, 17, 2)
HEADER = ["line", "band", "rule", "rank", "voter", "weight", "reasons"]


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "link",
        help="link two CSV files, a roll and signers, and say how well it went",
        description="Columns are found by their names; names and addresses may be split or in one "
        "line. The result has a row for each candidate of each signer, best first.",
    )
    parser.add_argument("roll", metavar="ROLL.csv", type=Path, help="the voters or residents")
    parser.add_argument("signers", metavar="SIGNERS.csv", type=Path, help="the signers, in order")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="where to write")
    parser.add_argument("--engine", choices=["builtin", "splink"], default="builtin")
    parser.add_argument(
        "--spark",
        metavar="FOLDER",
        type=Path,
        help="have Spark weigh: writes the folder, and once its weights are there, reads it",
    )
    parser.add_argument(
        "--truth-column", metavar="NAME", default="", help="who a row is, in both files"
    )
    parser.add_argument("--memory", metavar="SIZE", default="4GB", help="for the database (4GB)")
    parser.add_argument("--threads", metavar="N", type=int, default=2, help="for the database (2)")


def run(args: argparse.Namespace) -> int:
    import duckdb

    from undersigned.verification.linking import files
    from undersigned.verification.linking.linking import EngineMissing

    try:
        roll = files.open_roll(args.roll, args.truth_column)
        people = files.signers(roll, args.signers)
        found = list(_linked(roll, people, args))
        if args.spark and not found:
            return 0
        _write(args.out, found)
        _say_bands(found)
        if args.truth_column:
            signed = files.truths(roll, "signer_file", args.truth_column)
            _say_quality(found, signed, files.truths(roll, "truths", args.truth_column))
    except (files.UnknownColumns, EngineMissing) as trouble:
        raise Stop(str(trouble)) from None
    except duckdb.Error as trouble:
        raise Stop(f"The files could not be linked: {str(trouble).splitlines()[0]}") from None
    return 0


def _linked(
    roll: "RollRows", people: "Iterable[Signer]", args: argparse.Namespace
) -> "Iterable[Linked]":
    """Nothing, if it is first for Spark to weigh."""
    from undersigned.verification.linking.linking import engine_of, link

    limits = {"memory": args.memory, "threads": args.threads}
    if not args.spark:
        return link(roll, people, engine=args.engine, **limits)
    engine_of("splink")  # or say that it is missing
    from undersigned.verification.linking import splink_files

    if (args.spark / splink_files.WEIGHTS).exists():
        list(people)  # for their table alone
        return splink_files.read(args.spark, **limits)
    splink_files.write(roll, people, args.spark, **limits)
    say(f"Written in plain text: {args.spark}. Have Spark weigh it, then say this again.")
    return ()


def _write(path: Path, found: "Iterable[Linked]") -> None:
    from undersigned.pure.standards.spreadsheets import text_cell

    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        for linked in found:
            start = [linked.line, linked.band, linked.rule]
            if not linked.candidates:
                table.writerow([*start, "", "", "", ""])
            for rank, it in enumerate(linked.candidates, 1):
                why = " ".join(
                    f"{reason.comparison}:{reason.level}{reason.weight:+.1f}"
                    for reason in it.reasons
                )
                table.writerow([*start, rank, text_cell(it.voter), f"{it.weight:.4f}", why])


def _say_bands(found: "Sequence[Linked]") -> None:
    bands = Counter((linked.band, linked.rule) for linked in found)
    nobody = sum(not linked.candidates for linked in found)
    say(f"Signers: {len(found):,}. Accepted as written: {bands['accept', 'exact']:,};")
    say(f"accepted by weight: {bands['accept', 'weight']:,}; for review: {bands['review', '']:,},")
    say(f"of them without any candidate: {nobody:,}.")


def _say_quality(
    found: "Sequence[Linked]", signed: "Mapping[str, str]", voters: "Mapping[str, str]"
) -> None:
    from undersigned.pure.linkage.quality import Quality, best_quality

    known = set(voters.values())
    there = sum(truth in known for truth in signed.values())
    right = {
        linked.line: voters[linked.candidates[0].voter] == signed[str(linked.line)]
        for linked in found
        if linked.candidates
    }
    best = [(it.candidates[0].weight, right[it.line]) for it in found if it.candidates]
    accepted = [it.line for it in found if it.band == "accept"]
    share = len(accepted) / max(len(found), 1)
    say(f"On the roll: {there:,}. Accepted: {share:.2%} of all,")
    say(f"{sum(map(right.__getitem__, accepted)):,} of {len(accepted):,} rightly.")
    say("weight  precision  recall      F1")
    rows = [
        Quality(
            float(at),
            sum(ok for weight, ok in best if weight >= at),
            sum(weight >= at for weight, _ in best),
            there,
        )
        for at in THRESHOLDS
    ]
    for row in (*rows, best_quality(best, there)):
        say(f"{row.threshold:6.1f}  {row.precision:9.4f}  {row.recall:6.4f}  {row.f1:6.4f}")
    say("The last row has the highest F1.")
