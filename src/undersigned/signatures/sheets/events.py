from dataclasses import dataclass

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class SheetEvent(Event):
    """Something that happened to a paper sheet of a petition."""

    petition_id: int
    sheet_id: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class SheetReceived(SheetEvent):
    """A paper sheet came back. The record has its number, its last line, who received it, and its scan's SHA-256."""

    name = "sheet.received"
    public = True


@dataclass(frozen=True, kw_only=True)
class LinesTyped(SheetEvent):
    """Lines of a sheet were typed in and sealed. They do not count yet."""

    name = "sheet.lines_typed"
    rows: int

    def scopes(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class SheetCounted(SheetEvent):
    """Lines of a sheet were counted; each is a signature with its own entry in the public log."""

    name = "sheet.counted"
    public = True
    rows: int


@dataclass(frozen=True, kw_only=True)
class LineStruck(SheetEvent):
    """A line that did not count yet was struck out, and what it held was destroyed."""

    name = "sheet.line_struck"
    line: int
    reason: str

    def scopes(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class LineTakenBack(SheetEvent):
    """A counted line was struck out by the side that typed it in, for a listed reason. The record names no line."""

    name = "sheet.line_taken_back"
    public = True
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetEmptied(SheetEvent):
    """After the promised time the name of who circulated a sheet was destroyed."""

    name = "sheet.emptied"

    def scopes(self) -> tuple[str, ...]:
        return ()
