"""The arithmetic is for strangers: it runs with nothing installed, and says what it is.

All but `linkage`: how like two names are is measured by libraries (ADR 0011). It too says what it is.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from tests.contracts.support import PACKAGE, SRC, name_of, tree_of, under

PURE = under(PACKAGE / "pure", ".py")
ALONE = """
import pkgutil, sys
sys.path.insert(0, sys.argv[1])
import undersigned.pure as pure
for module in pkgutil.walk_packages(pure.__path__, "undersigned.pure."):
    if not module.name.startswith("undersigned.pure.linkage."):
        __import__(module.name)
bad = {"django", "sqlite3", "socket", "undersigned.config"} & set(sys.modules)
outside = [name for name, module in sys.modules.items() if "site-packages" in str(module)]
sys.exit(f"{bad or outside}" if bad or outside else 0)
"""


def test_it_imports_without_site_packages() -> None:
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(SRC)]
    alone = subprocess.run(command, capture_output=True, text=True, check=False)
    assert alone.stderr == ""
    assert alone.returncode == 0


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_all_that_is_public_says_what_it_is(path: Path) -> None:
    assert undocumented(tree_of(path)) == []


def undocumented(tree: ast.Module) -> list[str]:
    """The module, if it has no docstring, and its public functions and classes that have none."""
    things = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    silent = [node.name for node in things if not ast.get_docstring(node) and node.name[0] != "_"]
    return [*([] if ast.get_docstring(tree) else ["module"]), *silent]


@pytest.mark.parametrize("path", [path for path in PURE if path.stem != "__init__"], ids=name_of)
def test_each_module_says_where_its_rules_come_from_and_where_they_end(path: Path) -> None:
    words = ast.get_docstring(tree_of(path)) or ""
    assert "Limits:" in words
    assert any(word in words for word in ("RFC", "UAX", "UTS", "§", "et al.", "Act"))


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime; datetime.now()",
        "from datetime import date; date.today()",
        "import time",
        "import random",
        "import secrets",
        "import os",
        "def undocumented() -> None: ...",
    ],
)
def test_ruff_refuses_clocks_chance_and_silence_there(line: str) -> None:
    target = str(PACKAGE / "pure" / "broken.py")
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251,D1", "--stdin-filename"]
    found = subprocess.run(
        [*command, target, "-"], input=line, text=True, capture_output=True, check=False
    )
    assert "TID251" in found.stdout or "D103" in found.stdout


def test_a_silent_function_is_found() -> None:
    tree = ast.parse("def public(): ...\ndef _private(): ...\nclass Thing: ...")
    assert undocumented(tree) == ["module", "public", "Thing"]
