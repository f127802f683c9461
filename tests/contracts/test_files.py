"""What no file of the project may be or hold, wherever it stands."""

import re
from pathlib import Path

import pytest
from tests.contracts.support import PACKAGE, ROOT, files, lines_where, name_of, under

LONGEST = 400
WRITTEN = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".sh",
    ".txt",
    ".json",
    ".service",
    ".conf",
}

# Files longer than 400 lines, and why each must be.
LONG: dict[str, str] = {}

# Written with [.] and [k], so that this file does not hold what it looks for.
REGISTRY = re.compile("pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)")
MACHINE = re.compile(r"(?<![\w.~}-])/(?:roo[t]|wor[k]|hom[e]|User[s])/[A-Za-z.]")
PLACES = re.compile("durham|exampleton", re.IGNORECASE)


def test_no_file_is_long_without_a_listed_reason() -> None:
    measured = [path for path in files() if path.suffix in {".py", ".html", ".css", ".js", ".md"}]
    long = {name_of(path) for path in measured if too_long(path)}
    assert long == set(LONG)


def too_long(path: Path) -> bool:
    """Over the limit; migrations are Django's own writing."""
    return len(path.read_bytes().splitlines()) > LONGEST and "migrations" not in path.parts


def test_no_file_names_a_package_registry() -> None:
    assert lines_where(texts(), REGISTRY.search) == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    assert lines_where(texts(), MACHINE.search) == []


def texts() -> list[Path]:
    """The project's text files, but the licence, whose words are not ours."""
    named = {".ci", "tools", "deploy"}
    return [
        path
        for path in files()
        if path.suffix in WRITTEN or path.name == "Makefile" or named & set(path.parts)
    ]


def test_the_locked_requirements_hold_no_address() -> None:
    locks = under(ROOT / "requirements", ".txt")
    assert locks != []
    assert lines_where(locks, lambda line: "://" in line) == []


def test_every_locked_requirement_has_its_hash() -> None:
    for lock in under(ROOT / "requirements", ".txt"):
        entries = lock.read_text(encoding="utf-8").replace("\\\n", "").splitlines()
        assert [
            entry for entry in entries if entry[:1].isalnum() and "--hash=sha256:" not in entry
        ] == []


def test_no_case_or_place_of_the_examples_is_named_in_the_code() -> None:
    code = under(PACKAGE, ".py", ".html", ".txt", ".js", ".css", ".po", ".json", ".svg")
    assert lines_where(code, PLACES.search) == []


@pytest.mark.parametrize(
    "name", ["README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md"]
)
def test_a_newcomer_finds(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


def test_the_searches_find_what_they_look_for(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("pass\n" * (LONGEST + 1))
    assert too_long(long)
    assert REGISTRY.search("index-url = https://pypi{}org/simple".format("."))
    assert MACHINE.search("open('/{}/main/x')".format("work"))
    assert not MACHINE.search("docs/home/page and https://example.org/home/page")
    assert PLACES.search("the council of Exampleton")
    assert lines_where([long], lambda line: line == "pass")[0] == "long.py:1: pass"
