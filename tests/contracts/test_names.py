"""One word per thing, and no word that says nothing."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from tests.contracts.support import PACKAGE, ROOT, name_of, tree_of, under

EMPTY_WORDS = re.compile("Manager|Service|Helper|Util")
EMPTY_FILES = {
    "utils.py",
    "util.py",
    "helpers.py",
    "helper.py",
    "misc.py",
    "common.py",
    "services.py",
}

# Names that another library asks for.
ALLOWED = {
    "UserManager": "Django's BaseUserManager is asked for by this name",
}


def empty_classes(tree: ast.Module) -> list[str]:
    """The classes whose name holds a word that says nothing."""
    classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return [name for name in classes if EMPTY_WORDS.search(name) and name not in ALLOWED]


def test_no_class_is_named_for_nothing() -> None:
    found = [(name_of(path), empty_classes(tree_of(path))) for path in under(PACKAGE, ".py")]
    assert [(path, names) for path, names in found if names] == []


def test_no_file_is_named_for_nothing() -> None:
    assert [name_of(path) for path in under(PACKAGE, ".py") if path.name in EMPTY_FILES] == []


def test_no_two_packages_give_one_name_to_two_models() -> None:
    names = [
        node.name
        for path in PACKAGE.glob("*/models.py")
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted(names) == sorted(set(names))


def test_every_package_says_what_it_is() -> None:
    packages = [path for path in under(PACKAGE, ".py") if path.name == "__init__.py"]
    inner = [
        path for path in packages if path.parent != PACKAGE and path.parent.name != "migrations"
    ]
    assert [name_of(path) for path in inner if not ast.get_docstring(tree_of(path))] == []


STAGES = [
    path
    for path in sorted(PACKAGE.glob("*/__init__.py"))
    if path.parent.name not in {"config", "desk", "journey", "opendata", "pure"}
]


@pytest.mark.parametrize("path", STAGES, ids=lambda path: path.parent.name)
def test_a_stage_says_its_nouns_what_it_promises_and_what_it_never_does(path: Path) -> None:
    words = ast.get_docstring(tree_of(path)) or ""
    assert [word for word in ("Nouns:", "Promises:", "Never:") if word not in words] == []


def test_the_glossary_names_things_that_are_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in under(PACKAGE, ".py"))
    words = glossary((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert len(words) > 20
    assert [word for word in words if not re.search(rf"\b{re.escape(word)}\b", code)] == []


def test_every_model_is_in_the_glossary() -> None:
    words = glossary((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    own = [model for model in apps.get_models() if model.__module__.startswith("undersigned.")]
    assert {model.__name__ for model in own} - set(words) == set()


def glossary(text: str) -> list[str]:
    """The code words of the glossary's tables: what stands in backquotes in the first column."""
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_an_empty_word_is_found() -> None:
    tree = ast.parse("class PetitionService: ...\nclass Petition: ...\nclass UserManager: ...")
    assert empty_classes(tree) == ["PetitionService"]
    assert glossary("| code | page |\n|---|---|\n| `Seal`, `seal()` | seal |") == ["Seal", "seal()"]
