"""Lines of text out of a stream of bytes: counted, of a bounded length, in one encoding."""

from collections.abc import Iterator

from undersigned.verification.rolls.trouble import Trouble, Why

LONGEST = 64 * 1024  # bytes of a line; the widest state's rows have two thousand
ASCII, UTF8, LATIN = "ascii", "utf-8", "cp1252"


class Lines:
    """The lines of a file, without their ends, beginning at a place where one begins.

    `number` is that of the line given last, `offset` the place after it. `encoding` is what the lines so far were
    in: nothing but ASCII; UTF-8; or an old Western one, of which cp1252 is a superset but for five unused bytes. A
    file with lines of both kinds is refused, unless `latin` says that all of it is in the old one.
    """

    def __init__(
        self,
        pieces: Iterator[bytes],
        *,
        offset: int = 0,
        number: int = 0,
        encoding: str = ASCII,
        latin: bool = False,
    ) -> None:
        self.offset = offset
        self.number = number
        self.encoding = encoding
        self._latin = latin
        self._lines = _split(_skipped(pieces, offset))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw, length = self._raw()
        self.number += 1
        self.offset += length
        return self._decoded(raw)

    def _raw(self) -> tuple[bytes, int]:
        try:
            return next(self._lines)
        except Trouble as trouble:
            at_a_line = trouble.why in {Why.BINARY, Why.LONG_LINE}
            raise Trouble(trouble.why, self.number + 1 if at_a_line else 0) from None

    def _decoded(self, raw: bytes) -> str:
        if b"\0" in raw:
            raise Trouble(Why.BINARY, self.number)
        if raw.isascii():
            return raw.decode("ascii").replace("\r", " ")
        found, text = (LATIN, old(raw)) if self._latin else _decode(raw)
        if self.encoding not in {ASCII, found}:
            raise Trouble(Why.ENCODING, self.number)
        self.encoding = found
        return text.replace("\r", " ")  # half an end of a line, within one


def _decode(raw: bytes) -> tuple[str, str]:
    try:
        return UTF8, raw.decode("utf-8")
    except UnicodeDecodeError:
        return LATIN, old(raw)


def old(raw: bytes) -> str:
    """Text in cp1252; the five bytes that it leaves unused are taken as ISO 8859-1 has them."""
    try:
        return raw.decode(LATIN)
    except UnicodeDecodeError:
        return raw.decode("iso-8859-1")


def _skipped(pieces: Iterator[bytes], offset: int) -> Iterator[bytes]:
    for piece in pieces:
        if offset >= len(piece):
            offset -= len(piece)
            continue
        yield piece[offset:]
        offset = 0


def _split(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """Each line without its end, and how many bytes it took with it. Ends are LF, CR LF, or CR throughout."""
    rest = b""
    end = b""
    for piece in pieces:
        rest += piece
        end = end or _end_of(rest)
        *lines, rest = rest.split(end) if end else [rest]
        for line in lines:
            if len(line) > LONGEST:
                raise Trouble(Why.LONG_LINE)
            yield line.removesuffix(b"\r"), len(line) + 1
        if len(rest) > LONGEST:
            raise Trouble(Why.BINARY if b"\0" in rest else Why.LONG_LINE)
    if rest:
        yield rest.removesuffix(b"\r"), len(rest)


def _end_of(text: bytes) -> bytes:
    """What ends this file's lines, if that can be told yet."""
    if b"\n" in text:
        return b"\n"
    return b"\r" if b"\r" in text[:-1] else b""
