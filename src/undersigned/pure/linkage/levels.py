"""The words of a linkage specification: columns, comparisons with ordered levels, blocking keys.

A **level** is one answer to "how far do they agree?". Its weight is log2(m/u): m is how often two
records of one person agree so far, u how often those of two people do (Fellegi and Sunter 1969,
A theory for record linkage, § 2). Shares of values as u: after Winkler; Enamorado et al. 2019.

Limits: comparisons count as independent of each other. Where they are not (a family's name and its
home), the specification joins them.
"""

from dataclasses import dataclass

from undersigned.pure.linkage.conditions import Condition, Row


@dataclass(frozen=True)
class Level:
    """One degree of agreement. The first level of a comparison whose condition holds counts.

    `m` is published here, among pairs that hold the values compared. u comes from the roll. With
    `frequency`, a column, it is the share of the roll that has the value (the larger of the two
    sides' shares), shrunk by `scale` towards the level's base: log2(u) = (1 - scale) log2(base) +
    scale log2(share). Without, it is the base. The base is how often pairs drawn from the roll
    reach this level, unless `u` publishes it.

    A pair with a `conflict` is never accepted by rule, nor is one without a level that `settles`:
    names and a town alone do not tell namesakes apart.
    """

    key: str
    words: str
    when: Condition
    m: float
    frequency: str = ""
    scale: float = 1.0
    u: float | None = None
    conflict: bool = False
    settles: bool = False

    @property
    def measured(self) -> bool:
        """Whether its base must be measured on pairs of the roll."""
        return self.u is None and (not self.frequency or self.scale < 1)


@dataclass(frozen=True)
class Comparison:
    """One thing on which two records agree or not. Where `missing` holds its weight is 0."""

    key: str
    words: str
    missing: Condition
    levels: tuple[Level, ...]

    def level(self, left: Row, right: Row) -> Level | None:
        """The level two records reach; None where the values are missing."""
        if self.missing.holds(left, right):
            return None
        return next(level for level in self.levels if level.when.holds(left, right))


@dataclass(frozen=True)
class BlockingKey:
    """Columns that must all be equal for a pair to be looked at, left (signer) and right (roll).

    `right` is empty where both sides' columns have the same names. A `loose` key says little of
    who somebody is.
    """

    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    loose: bool = False

    def columns(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a left and a right column."""
        return tuple(zip(self.left, self.right or self.left, strict=True))
