"""What a sample says of a whole petition, without a state's rule (docs/open-data/draw.md § Estimating).

Multiplicity (Sirken 1970, Household surveys with multiplicity): a drawn line is worth 1/k if its
voter has k valid lines in the whole petition, and nothing if it is not valid; the worths of all
lines sum to the number of voters. Goodman (1949, On the estimation of the number of classes in a
population) needs no look at lines that were not drawn, at the price of a far larger error.

Limits: estimates are exact fractions. Errors are square roots, for people to read and to plan
with; no decision is made of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, perm, sqrt

FEWEST = 2  # lines of a stratum, below which no error can be told


@dataclass(frozen=True)
class Estimate:
    """How many valid signatures, and the standard error of that."""

    value: Fraction
    error: float


def distinct(lines: int, sampled: int, valid: int, pairs: int) -> Fraction:
    """Voters in a petition of `lines`, if none signed more than twice (Goodman).

    `valid` lines of the sample are valid, duplicates included; `pairs` voters are in it twice.
    """
    return Fraction(lines * valid, sampled) - duplicates(lines, sampled, pairs)


def duplicates(lines: int, sampled: int, pairs: int) -> Fraction:
    """Second lines of voters in a petition, from the pairs that a sample happened to hold."""
    return Fraction(lines * (lines - 1) * pairs, sampled * (sampled - 1)) if pairs else Fraction(0)


def goodman(lines: int, sampled: int, seen: Mapping[int, int]) -> Fraction:
    """Voters in a petition: `seen[k]` of them have k valid lines in the sample. Unbiased, and wild beyond pairs."""
    left = lines - sampled
    return sum(
        (
            voters * (1 - Fraction((-1) ** k * perm(left + k - 1, k), perm(sampled, k)))
            for k, voters in seen.items()
        ),
        Fraction(0),
    )


def error_of_distinct(lines: int, sampled: int, share: Fraction, twice: int) -> float:
    """The standard error of `distinct` if `twice` voters signed twice, `share` of all lines being valid."""
    weight, drawn = lines / sampled, sampled / lines
    return weight * sqrt(float(sampled * (1 - drawn) * share * (1 - share)) + twice)


def multiplicity(lines: int, worths: Sequence[Fraction]) -> Estimate:
    """Voters in a petition, from the worths (0 to 1) of a simple random sample of its lines."""
    sampled = len(worths)
    mean = sum(worths, Fraction(0)) / sampled
    if sampled == lines:
        return Estimate(lines * mean, 0.0)
    if sampled < FEWEST:
        return Estimate(lines * mean, inf)
    variance = sum((worth - mean) ** 2 for worth in worths) / (sampled - 1)
    rest = 1 - Fraction(sampled, lines)
    return Estimate(lines * mean, lines * sqrt(rest * variance / sampled))


def stratified(parts: Sequence[Estimate]) -> Estimate:
    """The sum of strata that were sampled each by itself."""
    value = sum((part.value for part in parts), Fraction(0))
    return Estimate(value, sqrt(sum(part.error**2 for part in parts)))


def neyman(strata: Sequence[tuple[int, float]], total: int) -> tuple[int, ...]:
    """How many of `total` lines to draw in each stratum, given its lines and the deviation expected in it.

    In proportion to lines times deviation (Neyman 1934), exact in whole lines: each next line goes
    where it takes most off the error (Wright 2012); two to each stratum that has two. Raises
    ValueError if `total` cannot be so divided.
    """
    given = [min(FEWEST, lines) for lines, _ in strata]
    if not sum(given) <= total <= sum(lines for lines, _ in strata):
        raise ValueError("So many lines cannot be divided among these strata.")
    flat = not any(deviation for _, deviation in strata)
    claims = [(lines * Fraction(flat or deviation)) ** 2 for lines, deviation in strata]
    for _ in range(total - sum(given)):
        gains = [
            claim / (got * (got + 1)) if got < lines else Fraction(-1)
            for claim, got, (lines, _) in zip(claims, given, strata, strict=True)
        ]
        given[gains.index(max(gains))] += 1
    return tuple(given)
