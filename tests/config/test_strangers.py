"""What the public site's own user can read: asked as that user, not reasoned."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from undersigned.config.checks import NEEDS
from undersigned.journal import keys

NOBODY = 65534
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


def as_nobody(ask: Callable[[], object]) -> object:
    """What a function returns in a process that belongs to nobody."""
    come, go = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(go, json.dumps(ask()).encode())
        finally:
            os._exit(0)
    os.close(go)
    with os.fdopen(come, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return json.loads(said)


@pytest.fixture
def folder(settings: Settings) -> Iterator[Path]:
    """Keys as `undersigned keys make` leaves them, in a folder that everybody may look into."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        keys.make(path)
        settings.KEYS = path
        yield path


def readable(folder: Path) -> list[str]:
    def ask() -> list[str]:
        return sorted(path.name for path in folder.iterdir() if _opens(path))

    found = as_nobody(ask)
    assert isinstance(found, list)
    return found


def _opens(path: Path) -> bool:
    try:
        path.read_bytes()
    except PermissionError:
        return False
    return True


def test_another_user_reads_no_private_key_and_no_secret(folder: Path) -> None:
    assert readable(folder) == [
        "backup.pub",
        "letters.pub",
        "log.pub",
        "promise.pub",
        "rolls.pub",
        "signatures.pub",
    ]


def test_webs_user_reads_what_it_needs_where_that_is_given_to_it(folder: Path) -> None:
    (folder / "blind-index.secret").chmod(0o640)
    os.chown(folder / "blind-index.secret", 0, NOBODY)
    assert set(NEEDS["web"]) <= set(readable(folder))
    assert [name for name in readable(folder) if name.endswith(".key")] == []


def faults() -> list[str]:
    return sorted(str(fault.id) for fault in run_checks(tags=["undersigned"]))


def test_the_checks_agree_with_what_can_be_read(folder: Path, settings: Settings) -> None:
    settings.PROCESS, settings.PRODUCTION = "web", True
    settings.PUBLIC_ADDRESS, settings.OFFICE_ADDRESS = "https://a.example", "https://b.example"
    os.chown(folder / "blind-index.secret", NOBODY, NOBODY)
    assert as_nobody(faults) == []
    (folder / "signatures.key").chmod(0o644)
    assert as_nobody(faults) == ["undersigned.E007"]
    (folder / "blind-index.secret").chmod(0)
    assert as_nobody(faults) == ["undersigned.E006", "undersigned.E007"]
