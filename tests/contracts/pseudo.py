"""A made-up language: every message in ⟦brackets⟧, so that words outside them were never translatable.

What a page shows of its visitors (titles, names, texts) is no message: it is taken out first, by looking
it up in the sample world's own rows.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

OPEN, CLOSE = "⟦", "⟧"
CONTEXT = "\x04"
INNERMOST = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b[0-9a-f]{8,}\b")
ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title"}
UNSEEN = {"script", "style", "svg", "code", "template"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
CODE = re.compile(r"[a-z_]*|[\d.,]*")
SAME = {"de", "EST", "EDT", "SHA"}  # in Spanish dates (2 de marzo de 2026), and names


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every message is itself, in brackets, in every language."""

    def one(_: object, message: str) -> str:
        return f"{OPEN}{message.rpartition(CONTEXT)[2]}{CLOSE}"

    def many(self: object, singular: str, plural: str, number: int) -> str:
        return one(self, singular if number == 1 else plural)

    monkeypatch.setattr(DjangoTranslation, "gettext", one)
    monkeypatch.setattr(DjangoTranslation, "ngettext", many)


class _Texts(HTMLParser):
    """The texts a reader of a page meets, but those marked as another language's."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.skipped: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        skip = self._inside(tag, facts)
        if not skip:
            self.found += [facts[name] for name in sorted(ATTRIBUTES & set(facts))]
            if facts.get("type") == "submit" or facts.get("name") == "description":
                self.found.append(facts.get("value") or facts.get("content", ""))
        if tag not in VOID:
            self.skipped.append(skip)

    def _inside(self, tag: str, facts: dict[str, str]) -> bool:
        above = bool(self.skipped and self.skipped[-1])
        foreign = facts.get("lang", self.language) != self.language
        return above or foreign or tag in UNSEEN or facts.get("translate") == "no"

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.skipped.pop()

    def handle_data(self, data: str) -> None:
        if not (self.skipped and self.skipped[-1]):
            self.found.append(data)


def english_left(page: str, data: list[str], language: str = "es") -> list[str]:
    """The texts of a page that hold a word which is neither a message nor data."""
    parser = _Texts(language)
    parser.feed(page)
    plain = "\n".join(without(text, data) for text in parser.found)  # messages span elements
    return [line.strip() for line in untranslated(plain).splitlines() if words(line)]


def without(text: str, data: list[str]) -> str:
    """A text on one line without what is a visitor's, also where the page cuts it short."""
    plain = " ".join(text.split())
    for known in data:
        plain = plain.replace(known, " ")
    start = plain.removesuffix("…").strip()
    is_cut = plain.endswith("…") and any(known.startswith(start) for known in data)
    return "" if is_cut else plain


def untranslated(text: str) -> str:
    """What stands outside brackets."""
    before = ""
    while before != text:
        before, text = text, INNERMOST.sub(" ", text)
    return text


def words(line: str) -> set[str]:
    """The words of a line, but addresses, hashes and what is the same in Spanish."""
    return set(WORD.findall(ADDRESS.sub(" ", line))) - SAME


def data() -> list[str]:
    """Every string of the sample world that is not one small word (a code), the longest first."""
    own = [settings.SITE_NAME, settings.OPERATOR, *dict(settings.LANGUAGES).values()]
    found = {*own, *(text for value in _stored() for text in _strings(value))}
    return sorted(found, key=len)[::-1]


def _stored() -> Iterator[object]:
    for model in apps.get_models():
        fields = [field.attname for field in model._meta.concrete_fields if not field.choices]
        for row in model._default_manager.values_list(*fields):
            yield from row


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        lines = (" ".join(line.split()) for line in value.splitlines())
        yield from (line for line in lines if not CODE.fullmatch(line))
    elif isinstance(value, bytes | memoryview):
        with suppress(ValueError):  # a dossier is kept byte by byte; what is sealed is no JSON
            yield from _strings(json.loads(bytes(value)))
    elif isinstance(value, dict):
        said = [
            value[code] for code in dict(settings.LANGUAGES) if isinstance(value.get(code), str)
        ]
        yield from said  # the same words in each language, small ones too
        yield from (text for inner in value.values() for text in _strings(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _strings(inner))
