"""What a level of a comparison asks of two records, said once, in SQL and in Python.

`sql()` is a template over `{l}` and `{r}`, the two sides; it is read alike by DuckDB and Spark,
with two functions that both have under one name (`contains`, `levenshtein`) and one that each
engine defines: `jaro_winkler(a, b)`, 0 to 1 (Winkler 1990; prefix weight 0.1, four letters, from a
Jaro similarity of 0.7 on). `holds()` is the same in Python. A missing value (NULL, None) meets no
condition but `Missing`, as SQL has it (ISO/IEC 9075-2 § 8.2).

Limits: that another engine's `jaro_winkler` counts alike is for its own test to show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from rapidfuzz.distance import JaroWinkler, Levenshtein

Row: TypeAlias = Mapping[str, str | None]


class Condition(Protocol):
    """Something that is true or false of a left (signer) and a right (roll) record."""

    def sql(self) -> str:
        """The condition as SQL with `{l}` and `{r}` for the two sides."""

    def holds(self, left: Row, right: Row) -> bool:
        """Whether it is true of these two."""


@dataclass(frozen=True)
class Same:
    """Both values are there and equal; `other` is the right side's column where it differs."""

    column: str
    other: str = ""

    def sql(self) -> str:
        """Equality."""
        return f"{{l}}.{self.column} = {{r}}.{self.other or self.column}"

    def holds(self, left: Row, right: Row) -> bool:
        """Equality; None equals nothing."""
        value = left[self.column]
        return value is not None and value == right[self.other or self.column]


@dataclass(frozen=True)
class Differ:
    """Both values are there and not equal."""

    column: str

    def sql(self) -> str:
        """Inequality."""
        return f"{{l}}.{self.column} <> {{r}}.{self.column}"

    def holds(self, left: Row, right: Row) -> bool:
        """Inequality; None differs from nothing."""
        one, two = left[self.column], right[self.column]
        return one is not None and two is not None and one != two


@dataclass(frozen=True)
class Alike:
    """The Jaro-Winkler similarity of two values is at least `least`."""

    column: str
    least: float
    other: str = ""

    def sql(self) -> str:
        """A similarity and its threshold."""
        right = self.other or self.column
        return f"jaro_winkler({{l}}.{self.column}, {{r}}.{right}) >= {self.least}"

    def holds(self, left: Row, right: Row) -> bool:
        """The same by rapidfuzz, whose code DuckDB has too."""
        one, two = left[self.column], right[self.other or self.column]
        if one is None or two is None:
            return False
        return JaroWinkler.similarity(one, two) >= self.least


@dataclass(frozen=True)
class Near:
    """At most one letter was added, left out or changed (Levenshtein), in `letters` or more."""

    column: str
    letters: int

    def sql(self) -> str:
        """A distance and its limit."""
        left, right = f"{{l}}.{self.column}", f"{{r}}.{self.column}"
        long = f"length({left}) >= {self.letters} AND length({right}) >= {self.letters}"
        return f"({long} AND levenshtein({left}, {right}) <= 1)"

    def holds(self, left: Row, right: Row) -> bool:
        """The same by rapidfuzz."""
        one, two = left[self.column], right[self.column]
        if one is None or two is None or min(len(one), len(two)) < self.letters:
            return False
        return Levenshtein.distance(one, two) <= 1


@dataclass(frozen=True)
class Among:
    """The right side's `word` is one of the words of the left's `words`, or the other way round.

    A column of words has a space before and after each: ` garcia marquez `.
    """

    words: str
    word: str

    def sql(self) -> str:
        """Both ways."""
        there = f"contains({{l}}.{self.words}, concat(' ', {{r}}.{self.word}, ' '))"
        back = f"contains({{r}}.{self.words}, concat(' ', {{l}}.{self.word}, ' '))"
        # concat() skips NULL in DuckDB: two spaces are in no column of words, so nothing is found
        return f"({there} OR {back})"

    def holds(self, left: Row, right: Row) -> bool:
        """Both ways."""
        return self._one_way(left, right) or self._one_way(right, left)

    def _one_way(self, left: Row, right: Row) -> bool:
        words, word = left[self.words], right[self.word]
        return words is not None and word is not None and f" {word} " in words


@dataclass(frozen=True)
class Initial:
    """One of the two is a single letter, and both begin with it."""

    column: str

    def sql(self) -> str:
        """One letter, and the same first letter."""
        left, right = f"{{l}}.{self.column}", f"{{r}}.{self.column}"
        short = f"(length({left}) = 1 OR length({right}) = 1)"
        return f"({short} AND substr({left}, 1, 1) = substr({right}, 1, 1))"

    def holds(self, left: Row, right: Row) -> bool:
        """One letter, and the same first letter."""
        one, two = left[self.column], right[self.column]
        if not one or not two:
            return False
        return (len(one) == 1 or len(two) == 1) and one[0] == two[0]


@dataclass(frozen=True)
class Missing:
    """One side or both lack the value."""

    column: str

    def sql(self) -> str:
        """NULL on a side."""
        return f"({{l}}.{self.column} IS NULL OR {{r}}.{self.column} IS NULL)"

    def holds(self, left: Row, right: Row) -> bool:
        """None on a side."""
        return left[self.column] is None or right[self.column] is None


class AllOf:
    """Every one of several conditions."""

    def __init__(self, *parts: Condition) -> None:
        """The conditions, cheapest first."""
        self.parts = parts

    def sql(self) -> str:
        """AND."""
        return "(" + " AND ".join(part.sql() for part in self.parts) + ")"

    def holds(self, left: Row, right: Row) -> bool:
        """AND."""
        return all(part.holds(left, right) for part in self.parts)


class AnyOf:
    """At least one of several conditions."""

    def __init__(self, *parts: Condition) -> None:
        """The conditions, cheapest first."""
        self.parts = parts

    def sql(self) -> str:
        """OR."""
        return "(" + " OR ".join(part.sql() for part in self.parts) + ")"

    def holds(self, left: Row, right: Row) -> bool:
        """OR."""
        return any(part.holds(left, right) for part in self.parts)


class Otherwise:
    """Always true: the last level of a comparison."""

    def sql(self) -> str:
        """ELSE, as a condition."""
        return "TRUE"

    def holds(self, left: Row, right: Row) -> bool:  # noqa: ARG002 - as all conditions
        """Yes."""
        return True
