"""`link`: a roll and signers in, for each signer the voters it may be."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal, TypeAlias

from undersigned.pure.linkage.bands import Candidate, accepted
from undersigned.pure.linkage.score import Model, Reason
from undersigned.pure.linkage.specification import COMPARISONS
from undersigned.verification.linking import exact
from undersigned.verification.linking.blocking import block, pair
from undersigned.verification.linking.frequencies import add_shares, measure
from undersigned.verification.linking.preparation import prepare_roll, prepare_signers
from undersigned.verification.linking.rows import Engine, Linked, RollRows, Signer
from undersigned.verification.linking.sql import JARO_WINKLER

CHUNK = 10_000  # signers scored at a time
LEVELS = [(one.key, [*(level.key for level in one.levels), ""]) for one in COMPARISONS]
Score: TypeAlias = Callable[[RollRows, Model], None]


class EngineMissing(Exception):
    """The engine was asked for, and the package it needs is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The engine “{name}” is not installed: pip install 'undersigned[{name}]'."
            " The engine “builtin” weighs alike without it."
        )


def link(
    roll: RollRows,
    signers: Iterable[Signer],
    *,
    engine: Engine = "builtin",
    memory: str = "4GB",
    threads: int = 2,
) -> Iterator[Linked]:
    """Every signer with the voters of the roll it may be, in the order of line numbers.

    Line numbers are unique. `memory` and `threads` bound DuckDB. Nobody is rejected: who is not
    accepted by rule is for review, with five candidates or fewer.
    """
    score = engine_of(engine)
    model = begin(roll, signers, memory=memory, threads=threads)
    every = lines(roll)
    for start in range(0, len(every), CHUNK):
        chunk = every[start : start + CHUNK]
        pair_up(roll, chunk[0], chunk[-1])
        score(roll, model)
        yield from linked(roll, chunk, model)


def begin(roll: RollRows, signers: Iterable[Signer], *, memory: str, threads: int) -> Model:
    """Everything before the first pair: records, model, the exact pass, the blocks."""
    roll.execute(f"SET memory_limit = '{memory}'; SET threads = {threads}")
    roll.execute(JARO_WINKLER)
    model = prepare(roll, signers)
    exact.match_exactly(roll)
    block(roll)
    return model


def prepare(roll: RollRows, signers: Iterable[Signer]) -> Model:
    """Make `weighed_roll` and `weighed_signers`, and measure the model on the roll."""
    prepare_roll(roll)
    prepare_signers(roll, signers)
    model = measure(roll)
    add_shares(roll, "roll")
    add_shares(roll, "signers")
    return model


def lines(roll: RollRows) -> list[int]:
    """The signers' line numbers, in their order."""
    numbers = roll.sql("SELECT DISTINCT signer FROM prepared_signers ORDER BY 1").fetchall()
    return [line for (line,) in numbers]


def pair_up(roll: RollRows, first: int, last: int) -> None:
    """Make `pairs` of the signers with these line numbers, those found exactly included."""
    pair(roll, first, last)
    roll.execute(
        "INSERT INTO pairs SELECT signer_row, roll_row FROM exact WHERE signer BETWEEN $1 AND $2",
        [first, last],
    )


def linked(roll: RollRows, lines: Sequence[int], model: Model) -> Iterator[Linked]:
    """What `scored` says of each of these lines."""
    candidates = _candidates(roll, model)
    certain = {signer for (signer,) in roll.sql("SELECT signer FROM exact").fetchall()}
    namesakes = _with_namesakes(roll)
    for line in lines:
        found = candidates.get(line, ())
        rule = _rule(found, exactly=line in certain) if line not in namesakes else ""
        yield Linked(line, "accept" if rule else "review", rule, found)


def engine_of(name: Engine) -> Score:
    """What makes `scored` of `pairs`. Raises EngineMissing."""
    try:
        score: Score = import_module(f"{__package__}.{name}").score
    except ModuleNotFoundError as error:
        raise EngineMissing(name) from error
    return score


def _rule(found: Sequence[Candidate], *, exactly: bool) -> Literal["exact", "weight", ""]:
    if exactly:
        return "exact"
    return "weight" if accepted(found) else ""


def _with_namesakes(roll: RollRows) -> set[int]:
    roll.execute(
        "CREATE OR REPLACE TEMP TABLE best AS SELECT signer, roll_row FROM scored"
        " QUALIFY row_number() OVER (PARTITION BY signer ORDER BY weight DESC, voter) = 1"
    )
    return exact.with_namesakes(roll)


def _candidates(roll: RollRows, model: Model) -> Mapping[int, tuple[Candidate, ...]]:
    found: dict[int, list[Candidate]] = {}
    columns = ", ".join(f"level_{one.key}, weight_{one.key}" for one in COMPARISONS)
    rows = roll.sql(
        f"SELECT signer, voter, weight, {columns} FROM scored ORDER BY signer, weight DESC, voter"  # noqa: S608
    )
    for signer, voter, weight, *pairs in rows.fetchall():
        reasons = (Reason("prior", "", model.prior), *_reasons(pairs))
        found.setdefault(signer, []).append(Candidate(voter, weight, reasons))
    return {signer: tuple(several) for signer, several in found.items()}


# Most candidates differ from the signer in the same ways.
_reason = lru_cache(maxsize=100_000)(Reason)


def _reasons(pairs: Sequence[Any]) -> Iterator[Reason]:
    for (comparison, levels), number, weight in zip(LEVELS, pairs[::2], pairs[1::2], strict=True):
        yield _reason(comparison, levels[number], weight)
