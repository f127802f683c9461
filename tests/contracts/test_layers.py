"""A stage may look back, never ahead; inside a stage, pages call actions and never the reverse."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from tests.contracts.support import PACKAGE, ROOT, STAGES, height, layers

# The linter reads the package that is on the path: here a copy, with one line of it changed.
LINT = (
    "import sys; sys.path.insert(0, '.'); from importlinter import cli; cli.lint_imports_command()"
)


def test_the_imports_keep_every_contract(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == 0
    assert kept, capsys.readouterr().out


def test_every_package_has_its_layer() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages == {name for layer in layers() for name in layer}


def test_the_stages_stand_in_the_order_of_a_petitions_life() -> None:
    assert sorted(STAGES, key=height) == STAGES


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("pure/names.py", "import json", 0),
        ("pure/names.py", "import django.db", 1),
        ("pure/names.py", "import sqlite3", 1),
        ("petitions/queries.py", "import undersigned.signatures.models", 1),
        ("signatures/models.py", "import undersigned.signatures.queries", 1),
        ("unplaced/__init__.py", "", 1),
    ],
)
def test_a_look_ahead_is_found(module: str, line: str, broken: int, tmp_path: Path) -> None:
    copy = tmp_path / "undersigned"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "locale", "templates"))
    (copy / module).parent.mkdir(exist_ok=True)
    (copy / module).write_text(f"{line}\n")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    command = [sys.executable, "-c", LINT, "--no-cache", "--no-logo"]
    lint = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert f"{broken} broken." in lint.stdout
    assert lint.returncode == broken
