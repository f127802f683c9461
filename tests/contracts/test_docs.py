"""What the papers say can be done can be done."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from jsonschema.validators import validator_for
from tests.contracts.support import PACKAGE, ROOT, name_of, under

from undersigned.pure.addresses import RULES

PAPERS = [*ROOT.glob("*.md"), *under(ROOT / "docs", ".md")]
TARGET = re.compile(r"^([a-z][a-z-]*):(?!=)", re.MULTILINE)


def promised(word: str, text: str) -> set[str]:
    """The commands that a text names in code: `make test` and lines of a block that begin so."""
    return set(re.findall(rf"(?:^|`|\$ ){word} ([a-z][a-z-]*)", text, re.MULTILINE))


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_every_make_command_exists(path: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert promised("make", path.read_text(encoding="utf-8")) - targets == set()


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_every_command_of_the_program_exists(path: Path) -> None:
    commands = {module.stem for module in (PACKAGE / "config" / "commands").glob("*.py")}
    named = promised("undersigned", path.read_text(encoding="utf-8"))
    assert {name.replace("-", "_") for name in named} - commands == set()


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_every_file_that_a_paper_links_to_exists(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_the_readme_has_both_commands_and_fits_a_screen() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert promised("make", readme) >= {"demo", "test"}
    assert len(readme.splitlines()) <= 70


def test_every_direct_dependency_is_accounted_for() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = config["project"]["optional-dependencies"].values()
    wanted = [
        *config["project"]["dependencies"],
        *config["dependency-groups"]["dev"],
        *(entry for extra in extras for entry in extra),
    ]
    names = {re.split(r"[\[<>=]", entry)[0] for entry in wanted}
    rows = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    found = [re.match(r"\| ([a-z0-9-]+) \| (?!why)", row) for row in rows]
    assert {match[1] for match in found if match} == names


def test_the_public_formats_have_their_schema() -> None:
    schemas = [path for path in under(PACKAGE, ".json") if path.parent.name == "schema"]
    papers = [path.read_text(encoding="utf-8") for path in under(ROOT / "docs/open-data", ".md")]
    assert schemas != []
    for path in schemas:
        schema = json.loads(path.read_text(encoding="utf-8"))
        validator_for(schema).check_schema(schema)
        assert any(path.name in words for words in papers), f"{path.name} is described nowhere"


def test_the_published_rules_for_duplicates_name_every_provider_that_the_code_does() -> None:
    words = (ROOT / "docs" / "duplicates.md").read_text(encoding="utf-8")
    assert [rule.domains[0] for rule in RULES if f"`{rule.domains[0]}`" not in words] == []


def test_every_recipe_is_a_numbered_list_of_files() -> None:
    recipes = {
        path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs/recipes").glob("*.md")
    }
    things = ("page", "event", "letter", "setting", "action", "component")
    assert set(recipes) >= {f"add-{'an' if thing[0] in 'ae' else 'a'}-{thing}" for thing in things}
    assert [
        name for name, text in recipes.items() if not re.search(r"^1\. ", text, re.MULTILINE)
    ] == []


def test_a_promise_is_found() -> None:
    text = "Run `make demo`, then\n\n```\nmake test\n$ undersigned keys make\n```\nto make sure."
    assert promised("make", text) == {"demo", "test"}
    assert promised("undersigned", text) == {"keys"}
    assert set(TARGET.findall("test: check\n\t@x\nPYTHON := y\n")) == {"test"}
