"""The one file: always the same bytes, bound by its own policy, whole in both languages, in the site's colours."""

import json
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from undersigned.proof.browser import CODE, FOLDER, LANGUAGES, PAGE, page

SCRIPTS = {name: (FOLDER / name).read_text(encoding="utf-8") for name in (*CODE, *PAGE)}
HTML = (FOLDER / "page.html").read_text(encoding="utf-8")
WORDS = {
    language: json.loads((FOLDER / f"words.{language}.json").read_text(encoding="utf-8"))
    for language in LANGUAGES
}
SITE_CSS = FOLDER.parents[1] / "ui" / "static" / "ui" / "ui.css"
COLOUR = re.compile(r"(--[a-z-]+): (#[0-9a-f]{6});")
# What would let text become code or markup, or bring in what is not in the file.
DANGEROUS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|importScripts"
    r"|setTimeout|srcdoc|XMLHttpRequest|sendBeacon|WebSocket|document\.cookie|crypto\.subtle"
)
CODE_OF_REFUSAL = re.compile(
    r'(?:new Refusal\(|refuseUnless\([^;]*?, )"([a-z0-9-]+)"[,)]', re.DOTALL
)


class Elements(HTMLParser):
    """A page's elements with their attributes, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and (tag := self.elements[-1][0]) in self.inside and data.strip():
            self.inside[tag].append(data)

    def values(self, attribute: str) -> set[str]:
        return {str(each[attribute]) for _, each in self.elements if attribute in each}


FILE = Elements(page().decode())


def test_two_processes_make_the_same_bytes() -> None:
    say = (
        "import hashlib; from undersigned.proof.browser import page;"
        " print(hashlib.sha256(page()).hexdigest())"
    )
    command = [sys.executable, "-c", say]
    other = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert other == sha256(page()).hexdigest()


def test_every_file_of_the_folder_is_in_it() -> None:
    there = {
        path.name for path in FOLDER.iterdir() if path.suffix in {".js", ".json", ".css", ".html"}
    }
    assert there == {
        *CODE,
        *PAGE,
        "page.html",
        "page.css",
        *(f"words.{each}.json" for each in LANGUAGES),
    }


def test_it_names_nothing_outside_itself() -> None:
    links = FILE.values("href") | FILE.values("src")
    assert {link.split(",")[0] for link in links} == {"#main", "data:image/svg+xml;base64"}
    assert re.findall(r"https?://(?!\$\{)[^`\"\s]*", page().decode()) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_makes_code_or_markup_of_text(name: str) -> None:
    assert DANGEROUS.findall(SCRIPTS[name]) == []


def test_its_policy_allows_its_own_scripts_and_style_alone() -> None:
    meta = next(
        str(each["content"])
        for _, each in FILE.elements
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    hashes = [
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        for text in (*FILE.inside["script"], *FILE.inside["style"])
    ]
    assert meta == (
        f"default-src 'none'; script-src {hashes[0]} {hashes[1]}; style-src {hashes[2]}; "
        "img-src data:; connect-src *; worker-src blob:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types undersigned"
    )


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    def gaps(words: dict[str, str]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{\w+\}", text)) for key, text in words.items()}

    english, spanish = (gaps(WORDS[language]) for language in ("en", "es"))
    assert english == spanish


def test_every_element_finds_its_words_and_every_word_its_place() -> None:
    scripts = "\n".join(SCRIPTS.values())
    asked = (
        FILE.values("data-say")
        | FILE.values("data-label")
        | set(re.findall(r'say\("([\w.-]+)"', scripts))
    )
    known = set(WORDS["en"])
    assert asked - known == set()
    built = re.compile(
        r"(?:code|step|verdict|notice|fact|table|state|reason|withheld|figure|mark|save)\..*"
    )
    assert {key for key in known - asked if not built.fullmatch(key)} == set()


def test_every_refusal_has_its_words() -> None:
    codes = set(CODE_OF_REFUSAL.findall("\n".join(SCRIPTS.values()))) | {"missing"}
    told = {key.removeprefix("code.") for key in WORDS["en"] if key.startswith("code.")}
    assert codes == told


def test_its_colours_are_the_sites() -> None:
    site, own = (
        COLOUR.findall(css)
        for css in (SITE_CSS.read_text(encoding="utf-8"), (FOLDER / "page.css").read_text())
    )
    assert own == site[: len(own)]
    assert len(own) == 22
