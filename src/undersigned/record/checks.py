"""Every fault of a dossier file: grammar, the published schema, and what a schema cannot say."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from undersigned.pure.text import forbidden_characters
from undersigned.record.published import check_schema
from undersigned.record.reader import Fault, Json, Path, Reading, read
from undersigned.sources.dates import Dated

_HTML = re.compile(r"<[A-Za-z/!?]|&(?:#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_LANGUAGE = re.compile(r"[a-z]{2}")


def check(content: bytes) -> tuple[Reading, list[Fault]]:
    """Read a dossier file and find all that is wrong with it, from the top down."""
    reading = read(content)
    if not reading.broken:
        check_schema(reading)
        _check_meaning(reading)
    return reading, reading.faults


def _check_meaning(reading: Reading) -> None:
    meaning = _Meaning(reading.value)
    for path, value in _walk(reading.value, ()):
        for problem in meaning.problems(path, value):
            reading.fault(reading.values[path], path, problem)
    for path, offset in reading.names.items():
        if forbidden_characters(str(path[-1])):
            reading.fault(offset, path, _("This name holds a character that does not show."))


class _Meaning:
    """What a schema cannot say. Takes any JSON: faults of the schema are reported beside these."""

    def __init__(self, document: Json) -> None:
        found = dict(_walk(document, ()))
        language = found.get(("language",))
        self.language = language if isinstance(language, str) else None
        self.sources = self._ids(found, ("sources",))
        self.decisions = self._ids(found, ("facts", "decisions"))
        self.statements = self._ids(found, ("statements",))
        self.replies = {
            name
            for path in found
            if path[-1:] == ("answers",) and isinstance(name := found.get((*path[:-1], "id")), str)
        }
        self.seen: set[str] = set()

    @staticmethod
    def _ids(found: dict[Path, Json], place: Path) -> set[str]:
        depth = len(place) + 2  # the place, the index, "id"
        return {
            value
            for path, value in found.items()
            if isinstance(value, str)
            and len(path) == depth
            and path[: len(place)] == place
            and path[-1] == "id"
        }

    def problems(self, path: Path, value: Json) -> Iterator[str]:
        if isinstance(value, str):
            yield from _text_problems(value)
            yield from self._named(path, value)
        elif self._lacks_own_language(path, value):
            yield _("The text is missing in the dossier’s own language.")

    def _lacks_own_language(self, path: Path, value: Json) -> bool:
        """Of one text in several languages, known by its names of two letters."""
        if not isinstance(value, dict) or path[-1:] == ("translations",) or not self.language:
            return False
        words = bool(value) and all(_LANGUAGE.fullmatch(name) for name in value)
        return words and self.language not in value

    def _named(self, path: Path, value: str) -> Iterator[str]:
        match path:
            case (*_rest, "id"):
                if value in self.seen:
                    yield _("This id stands twice in the file.")
                self.seen.add(value)
            case (*_rest, "date"):
                yield from _date_problems(value)
            case (*_rest, "address"):
                yield from _address_problems(value)
            case (*_rest, "sources", int()) if value not in self.sources:
                yield _("No source in this file has this id.")
            case (*_rest, "beside" | "follows_from") if value not in self.decisions:
                yield _("No decision in this file has this id.")
            case (*_rest, "answers") if value not in self.statements - self.replies:
                yield _("No statement in this file has this id, or it is itself a reply.")


def _text_problems(text: str) -> Iterator[str]:
    if forbidden_characters(text):
        yield _("This text holds a control, direction or other character that does not show.")
    if _HTML.search(text):
        yield _("This text holds HTML; plain text alone stands in a dossier.")
    if text != text.strip():
        yield _("This text begins or ends with a space.")


def _date_problems(text: str) -> Iterator[str]:
    try:
        Dated.read(text)
    except ValueError:
        yield _("There is no such date.")


def _address_problems(text: str) -> Iterator[str]:
    try:
        parts = urlsplit(text)
        usable = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        yield _("This is no address of a page: it needs a host, and takes no name or password.")


def _walk(value: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    yield path, value
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _walk(inside, (*path, name))
    if isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _walk(inside, (*path, index))
