"""Where the project's files are, and the ways in which the contracts look at them."""

import ast
import subprocess
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "undersigned"
STAGES = [
    "petitions",
    "signatures",
    "proof",
    "verification",
    "hearings",
    "decisions",
    "commitments",
    "record",
]


@cache
def files() -> list[Path]:
    """Every file that git holds or would take: what a stranger's clone has."""
    command = [
        "git",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    paths = {ROOT / name for name in listed.split("\0") if name}
    return sorted(path for path in paths if path.is_file())


def under(folder: Path, *suffixes: str) -> list[Path]:
    """The project's files below a folder with one of these endings."""
    return [path for path in files() if path.is_relative_to(folder) and path.suffix in suffixes]


def name_of(path: Path) -> str:
    """A file as messages name it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def lines_where(paths: list[Path], wrong: Callable[[str], object]) -> list[str]:
    """`file:line: text` for each line that is wrong."""
    return [
        f"{name_of(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if wrong(line)
    ]


def tree_of(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def layers() -> list[list[str]]:
    """The life of a petition, the latest layer first, as pyproject.toml states it."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = config["tool"]["importlinter"]["contracts"][0]
    return [layer.split(" | ") for layer in contract["layers"]]


def height(package: str) -> int:
    """How late a package stands in a petition's life: `pure` is 0."""
    return next(at for at, layer in enumerate(reversed(layers())) if package in layer)
