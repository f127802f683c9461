"""Why a file is refused as a whole. The words for each are in states/rolls.py."""

from enum import StrEnum


class Why(StrEnum):
    """The reasons; in any of these cases nothing of the file is kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    SPREADSHEET = "spreadsheet"  # xlsx, ods, or the old kind of Excel
    ARCHIVE = "archive"  # not exactly one file in it, encrypted, or damaged
    BOMB = "bomb"  # unpacks to far more than it should
    BINARY = "binary"  # NUL bytes: no text
    LONG_LINE = "long_line"
    ENCODING = "encoding"  # mixed
    FORMULA = "formula"
    COLUMNS = "columns"  # no columns, or too many
    UNMAPPED = "unmapped"  # no column with a name in it
    MISMATCH = "mismatch"  # the file is not as its layout says
    MANY_REJECTED = "many_rejected"
    DAMAGED = "damaged"  # a file of ours is not as we left it
    LIMITS = "limits"  # the reading process took too long or too much memory


class Trouble(Exception):
    """The file is refused: why, and at which line of it (0: not at one line)."""

    def __init__(self, why: Why, line: int = 0) -> None:
        self.why = why
        self.line = line
        super().__init__(f"{why.value} at line {line}" if line else why.value)
