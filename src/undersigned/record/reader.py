"""JSON that remembers where everything stood, so that every fault can be shown by line and column.

Stricter than JSON (RFC 8259): no repeated names, whole numbers only, nothing nested deeper than
DEPTH. Such faults are noted and reading goes on; broken grammar ends it.
"""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from django.utils.translation import gettext as _

LARGEST_FILE = 5 * 1024 * 1024  # bytes
DEPTH = 20
DIGITS = 16  # as many as the largest whole number of canonical JSON has

Path = tuple[str | int, ...]
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORD = re.compile(r"-?[A-Za-z_]+")
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,40}")
_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in a file: line and column from 1 (in characters), the field, plain words."""

    line: int
    column: int
    field: str
    problem: str


@dataclass
class Reading:
    """A file as read: its value, where each part of it begins, and what was wrong."""

    value: Json = None
    broken: bool = False  # the grammar ended it: there is no value
    values: dict[Path, int] = field(default_factory=dict)  # offset of each value
    names: dict[Path, int] = field(default_factory=dict)  # offset of each name in an object
    lines: list[int] = field(default_factory=lambda: [0])  # offset of each line
    _faults: dict[Path, Fault] = field(default_factory=dict)

    @property
    def faults(self) -> list[Fault]:
        """What is wrong, from the top of the file down."""
        return sorted(self._faults.values())

    def fault(self, offset: int, path: Path, problem: str) -> None:
        """Note what is wrong with a field; of several things the first is enough."""
        line = bisect_right(self.lines, offset)
        column = offset - self.lines[line - 1] + 1
        self._faults.setdefault(path, Fault(line, column, field_name(path), problem))


def field_name(path: Path) -> str:
    """counts[0].value, for ("counts", 0, "value"); odd names are quoted, so that they all show."""
    return "".join(map(_step, path)).removeprefix(".")


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN.fullmatch(step) else f"[{json.dumps(step[:40])}]"


def read(content: bytes) -> Reading:
    """Read a file's bytes. Raises nothing: what is wrong is in `faults`."""
    reading = Reading()
    try:
        text = _decode(content, reading)
        reading.value = _Reader(text, reading).document()
    except _Broken as broken:
        reading.broken = True
        reading.fault(broken.offset, broken.path, broken.problem)
    return reading


class _Broken(Exception):
    def __init__(self, offset: int, problem: str, path: Path = ()) -> None:
        self.offset, self.problem, self.path = offset, problem, path


def _decode(content: bytes, reading: Reading) -> str:
    if len(content) > LARGEST_FILE:
        raise _Broken(0, _("The file is larger than 5 MB."))
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        text = content[: error.start].decode()
        reading.lines = _lines(text)
        problem = _("The file is not UTF-8: the byte here belongs to no character.")
        raise _Broken(len(text), problem) from None
    reading.lines = _lines(text)
    if text.startswith("\ufeff"):
        raise _Broken(0, _("The file begins with a byte order mark; save it without one."))
    return text


def _lines(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


class _Reader:
    """Recursive descent: each method starts at `self.at` and moves it past its part."""

    def __init__(self, text: str, reading: Reading) -> None:
        self.text, self.reading, self.at = text, reading, 0

    def document(self) -> Json:
        if not self._next():
            raise _Broken(0, _("The file is empty."))
        value = self._value(())
        if self._next():
            raise _Broken(self.at, _("Something follows the end of the document."))
        return value

    def _next(self) -> str:
        """The next character that is not space; empty at the end."""
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def _value(self, path: Path) -> Json:
        first = self._next()
        self.reading.values[path] = self.at
        if len(path) > DEPTH:
            problem = _("Nested deeper than %(depth)d levels.") % {"depth": DEPTH}
            raise _Broken(self.at, problem, path)
        match first:
            case "{":
                return self._object(path)
            case "[":
                return self._array(path)
            case '"':
                return self._string(path)
            case _:
                return self._word(path) if _WORD.match(self.text, self.at) else self._number(path)

    def _object(self, path: Path) -> dict[str, Json]:
        found: dict[str, Json] = {}
        more = self._opens("}")
        while more:
            if self._next() != '"':
                raise _Broken(self.at, _("A name in double quotes belongs here."), path)
            start, name = self.at, self._string(path)
            inside = (*path, name)
            if self._next() != ":":
                raise _Broken(self.at, _("A colon belongs here, after the name."), inside)
            self.at += 1
            if name in found:
                self.reading.fault(start, inside, _("This name stands here a second time."))
            self.reading.names.setdefault(inside, start)
            found[name] = self._value(inside)
            more = self._continues("}", path)
        return found

    def _array(self, path: Path) -> list[Json]:
        found: list[Json] = []
        more = self._opens("]")
        while more:
            found.append(self._value((*path, len(found))))
            more = self._continues("]", path)
        return found

    def _opens(self, end: str) -> bool:
        """Step into a list or an object; whether anything is in it."""
        self.at += 1
        empty = self._next() == end
        self.at += empty
        return not empty

    def _continues(self, end: str, path: Path) -> bool:
        """Step over the comma, or the end, after an entry; whether another one follows."""
        found = self._next()
        if not found:
            raise _Broken(self.at, _("The file ends too early."), path)
        if found not in {",", end}:
            problem = _("A comma or “%(end)s” belongs here.") % {"end": end}
            raise _Broken(self.at, problem, path)
        self.at += 1
        return found == ","

    def _string(self, path: Path) -> str:
        try:
            text, self.at = scanstring(self.text, self.at + 1, True)  # noqa: FBT003 - takes no names
        except JSONDecodeError as error:
            raise _Broken(error.pos, _string_problem(error.msg), path) from None
        return str(text)

    def _word(self, path: Path) -> Json:
        match = _WORD.match(self.text, self.at)
        word = match.group() if match else ""
        if word not in _WORDS:
            problem = _("“%(word)s” is not a JSON value.") % {"word": word[:20]}
            self.reading.fault(self.at, path, problem)
        self.at += len(word)
        return _WORDS.get(word)

    def _number(self, path: Path) -> Json:
        match = _NUMBER.match(self.text, self.at)
        if not match:
            ended = not self.text[self.at : self.at + 1]
            problem = _("The file ends too early.") if ended else _("A value belongs here.")
            raise _Broken(self.at, problem, path)
        start, self.at = self.at, match.end()
        if match.group(1) or match.group(2):
            self.reading.fault(start, path, _("Numbers are whole, without point or exponent."))
            return 0
        if len(match.group().lstrip("-")) > DIGITS:
            self.reading.fault(start, path, _("This number is too large."))
            return 0
        return int(match.group())


def _string_problem(message: str) -> str:
    if message.startswith("Unterminated"):
        return _("The text that begins here has no closing quote.")
    if message.startswith("Invalid control"):
        return _("A text holds a line break, tab or other control character.")
    return _('After a backslash comes one of " \\ / b f n r t, or u and four digits 0-9, a-f.')
