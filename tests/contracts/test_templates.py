"""No template holds a style or a script of its own: the policy that protects readers would refuse it."""

import re
from pathlib import Path

from tests.contracts.support import PACKAGE, name_of, under

LETTER = PACKAGE / "mail" / "templates" / "mail" / "base.html"
UNSAFE = re.compile(r"(?<!help_text)\|\s*safe\b|autoescape off|\|\s*safeseq\b")
INLINE = {
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.IGNORECASE
    ),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "another site's file": re.compile(
        r"<(?:script|img|link|iframe)[^>]*(?:src|href)=.https?:", re.IGNORECASE
    ),
}


def pages() -> list[Path]:
    """The templates of pages; a letter is read by a program that fetches no style sheet."""
    templates = under(PACKAGE, ".html", ".svg")
    return [path for path in templates if "emails" not in path.parts and path != LETTER]


def faults(markup: str) -> list[str]:
    """What a template holds that the content security policy refuses."""
    return [words for words, pattern in INLINE.items() if pattern.search(markup)]


def test_no_template_holds_a_style_or_a_script() -> None:
    found = {name_of(path): faults(path.read_text(encoding="utf-8")) for path in pages()}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_template_unescapes_or_marks_as_safe() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in under(PACKAGE, ".html")}
    assert [name_of(path) for path, text in texts.items() if UNSAFE.search(text)] == []


def test_every_inline_thing_is_found() -> None:
    broken = """
        <script>1</script><STYLE></STYLE><p style="color: red" onclick="x()">
        <a href="javascript:x"><img src="https://example.org/x.png">
    """
    assert faults(broken) == list(INLINE)
    fine = '<script src="/static/x.js" type="module"></script><p data-style="x" class="on"></p>'
    assert UNSAFE.search("{{ page.text|safe }}")
    assert not UNSAFE.search("{{ field.help_text|safe }}")  # a form's own words, as in Django
    assert faults(fine + '<script type="application/json">{}</script>') == []
