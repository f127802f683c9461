"""Every letter has a text body, says the same as HTML, and speaks every language."""

import re

import pytest
from django.conf import settings
from tests.contracts import pseudo

from undersigned.mail import previews
from undersigned.mail.letters import Words

LINK = re.compile(r"https?://[^\s\"'<>]+")
EACH = pytest.mark.parametrize("kind", previews.kinds())
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@EACH
def test_it_renders_in_every_language(kind: str) -> None:
    written = [previews.preview(kind, language) for language in LANGUAGES]
    assert len({words.subject for words in written}) == len(LANGUAGES)
    assert len({words.text for words in written}) == len(LANGUAGES)
    assert [fault for words in written for fault in faults(words)] == []


def faults(words: Words) -> list[str]:
    """What a letter lacks: its text must do where HTML is not shown."""
    in_text, in_html = set(LINK.findall(words.text)), set(LINK.findall(words.html))
    return [
        *(["a text body"] if len(words.text.split()) < 10 else []),
        *(["plain text"] if re.search(r"</?[a-z]+[ >]|&[a-z]+;", words.text) else []),
        *(f"{link} in the text" for link in sorted(in_html - in_text)),
        *(["a language"] if not re.search(r"<html[^>]* lang=", words.html) else []),
        *(["no pictures"] if "<img" in words.html else []),
    ]


@EACH
def test_no_english_is_left_in_it(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pseudo.speak(monkeypatch)
    words = previews.preview(kind, "es")
    known = [*previews.sample(kind).values(), settings.SITE_NAME, settings.OPERATOR]
    plain = pseudo.without(f"{words.subject} {LINK.sub(' ', words.text)}", known)
    assert pseudo.words(pseudo.untranslated(plain)) == set()
    assert pseudo.english_left(words.html, known) == []


def test_a_letter_that_lacks_something_is_found() -> None:
    bare = Words(
        subject="Hello", text="Hello &amp; bye", html="<p><img><a href='https://example.org/1'>"
    )
    assert faults(bare) == [
        "a text body",
        "plain text",
        "https://example.org/1 in the text",
        "a language",
        "no pictures",
    ]
