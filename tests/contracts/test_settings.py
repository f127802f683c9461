"""Every setting is read in one file, exists, and is documented."""

import ast
import re

from django.conf import settings
from tests.contracts.support import PACKAGE, ROOT, lines_where, name_of, tree_of, under

SETTINGS = PACKAGE / "config" / "settings.py"
READERS = {"text", "flag", "number", "names", "choice", "folder"}
DOCUMENT = ROOT / "docs" / "run" / "settings.md"

ENVIRONMENT = re.compile(
    r"\bos\.(environ|getenv)|import (environ|getenv)\b|config[. ]import environment"
)

# Files that may touch the environment, and why.
ALLOWED = {
    "config/environment.py": "the typed readers that settings.py uses",
    "config/wsgi.py": "names the settings module, as Django's own template does",
    "config/serving.py": "tells the process it becomes which one that is",
    "config/commands/worker.py": "tells the process it becomes which one that is",
    "config/commands/run.py": "gives the processes it starts their addresses",
    "config/commands/demo.py": "gives the demo its own installation before settings are read",
    "config/backups/postgresql.py": "hands the environment on to PostgreSQL's programs",
    "proof/verifier/memory.py": "a stranger’s program: it keeps its state where that machine says",
    "config/backups/restore.py": "hands the environment on, with another database",
    "config/cli.py": "names the settings module before Django starts",
}


def read_names(tree: ast.Module) -> set[str]:
    """The names that settings.py reads, with their prefix."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        f"UNDERSIGNED_{call.args[0].value}"
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def touches_environment(line: str) -> bool:
    """Whether a line of code reads the environment past settings.py."""
    return bool(ENVIRONMENT.search(line))


def test_nothing_else_reads_the_environment() -> None:
    elsewhere = [
        path
        for path in under(PACKAGE, ".py")
        if path != SETTINGS and str(path.relative_to(PACKAGE)) not in ALLOWED
    ]
    assert lines_where(elsewhere, touches_environment) == []


def test_no_allowance_outlives_its_reason() -> None:
    stale = [name for name in ALLOWED if not lines_where([PACKAGE / name], touches_environment)]
    assert stale == []


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    words = DOCUMENT.read_text(encoding="utf-8")
    documented = set(re.findall(r"`(UNDERSIGNED_[A-Z_]+)`", words))
    assert documented == read_names(tree_of(SETTINGS))


def test_every_setting_that_code_uses_exists() -> None:
    used = [(path, name) for path in under(PACKAGE, ".py") for name in used_names(tree_of(path))]
    assert [(name_of(path), name) for path, name in used if not hasattr(settings, name)] == []


def used_names(tree: ast.Module) -> list[str]:
    """The settings that a file reads as `settings.NAME`."""
    return [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "settings"
        and node.attr.isupper()
    ]


def test_a_setting_read_elsewhere_is_found() -> None:
    assert touches_environment('port = os.environ["PORT"]')
    assert touches_environment("from os import getenv")
    assert touches_environment("from undersigned.config import environment as env")
    assert not touches_environment("from undersigned.config import settings  # the environment")
    assert read_names(ast.parse('A = env.flag("A", default=False)\nB = env.text("B")')) == {
        "UNDERSIGNED_A",
        "UNDERSIGNED_B",
    }
    assert used_names(ast.parse("settings.NOT_THERE")) == ["NOT_THERE"]
