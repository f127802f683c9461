"""Each fault that forbids a start is provoked here, beside the sound installation that has none."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, run_checks
from pytest_django import Settings

from undersigned.config import checks
from undersigned.config.settings import _postgresql, _sqlite
from undersigned.journal import keys


def ids(messages: list[CheckMessage]) -> list[str]:
    return [str(message.id) for message in messages]


@pytest.fixture
def postgresql(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the installation one on PostgreSQL (the setting itself may not be overridden)."""
    database = _postgresql("postgresql://u@/d")
    return lambda: monkeypatch.setitem(django_settings.DATABASES, "default", database)


@pytest.fixture
def production(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A sound installation on SQLite, seen by its web process."""
    monkeypatch.setitem(django_settings.DATABASES, "default", _sqlite("file.sqlite3"))
    settings.PRODUCTION = True
    settings.PROCESS = "web"
    settings.DEBUG = False
    settings.SECRET_KEY = "s" * 50
    settings.PUBLIC_ADDRESS = "https://petitions.example.org"
    settings.OFFICE_ADDRESS = "https://office.example.org"
    settings.ALLOWED_HOSTS = ["petitions.example.org"]
    settings.KEYS = tmp_path
    keys.make(tmp_path)
    for name in (*tmp_path.glob("*.key"), tmp_path / "office.secret"):
        name.unlink()
    return settings


def test_a_sound_installation_may_start(production: Settings) -> None:
    assert run_checks(tags=["undersigned"]) == []


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ((3, 40, 1), ["undersigned.E001"]),
        ((3, 50, 6), ["undersigned.E001"]),
        ((3, 50, 7), []),
        ((3, 51, 2), ["undersigned.E001"]),
        ((3, 51, 3), []),
        ((3, 53, 4), []),
    ],
)
def test_a_sqlite_that_loses_writes_is_refused(
    production: Settings,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, ...],
    found: list[str],
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    assert ids(checks.sqlite_keeps_what_it_committed()) == found


def test_on_postgresql_the_version_of_sqlite_does_not_matter(
    production: Settings, postgresql: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    postgresql()
    assert ids(checks.sqlite_keeps_what_it_committed()) == []


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("transaction_mode", "DEFERRED", "transaction_mode=IMMEDIATE"),
        ("init_command", "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;", "journal_mode=wal"),
        (
            "init_command",
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            "synchronous=full",
        ),
    ],
)
def test_an_embedded_database_that_is_not_durable_is_refused(
    production: Settings, option: str, value: str, words: str
) -> None:
    production.DATABASES["default"]["OPTIONS"][option] = value
    (fault,) = checks.sqlite_is_durable()
    assert (fault.id, fault.msg) == (
        "undersigned.E002",
        f"The embedded database runs without {words}.",
    )


def test_several_web_workers_need_postgresql(
    production: Settings, postgresql: Callable[[], None]
) -> None:
    production.WORKERS = 2
    assert ids(checks.one_web_process_on_sqlite()) == ["undersigned.E003"]
    postgresql()
    assert ids(checks.one_web_process_on_sqlite()) == []


def test_debugging_in_production_is_refused(production: Settings) -> None:
    production.DEBUG = True
    assert ids(checks.no_debugging_in_production()) == ["undersigned.E004"]
    production.PRODUCTION = False
    assert ids(checks.no_debugging_in_production()) == []


@pytest.mark.parametrize("secret", ["", "short"])
def test_an_office_without_a_secret_is_refused(production: Settings, secret: str) -> None:
    production.SECRET_KEY = secret
    assert ids(checks.office_has_a_secret()) == []  # the web process signs nothing
    production.PROCESS = "office"
    assert ids(checks.office_has_a_secret()) == ["undersigned.E005"]


def test_a_missing_key_is_named(production: Settings) -> None:
    (production.KEYS / "letters.pub").unlink()
    (fault,) = checks.keys_are_there()
    assert fault.id == "undersigned.E006"
    assert fault.msg == f"web cannot read its key {production.KEYS / 'letters.pub'}."


def test_a_worker_needs_the_private_keys_that_web_must_not_have(
    production: Settings,
) -> None:
    production.PROCESS = "worker"
    assert ids(checks.keys_are_there()) == ["undersigned.E006"] * 5


@pytest.mark.parametrize(
    ("process", "file"),
    [
        ("web", "signatures.key"),
        ("web", "signatures-0a1b2c3d.key"),
        ("web", "office.secret"),
        ("web", "log.key"),
        ("web", "rolls.key"),
        ("office", "letters.key"),
        ("office", "promise.key"),
        ("worker", "backup.key"),
    ],
)
def test_a_key_of_another_process_that_can_be_read_is_refused(
    production: Settings, process: str, file: str
) -> None:
    production.PROCESS = process
    (production.KEYS / file).write_text("x", encoding="ascii")
    (fault,) = checks.keys_of_others_are_closed()
    assert (fault.id, fault.msg) == (
        "undersigned.E007",
        f"{process} can read {production.KEYS / file}, which it must not.",
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_private_key_made_by_one_user_cannot_be_read_by_another(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("closed")
    keys.make(folder)
    folder.chmod(0o755)
    for parent in list(folder.parents)[:-2]:
        parent.chmod(0o755)
    private = [*folder.glob("*.key"), *folder.glob("*.secret")]
    program = 'for file; do if [ -r "$file" ]; then echo open; else echo closed; fi; done'
    says = subprocess.run(
        ["/bin/sh", "-c", program, "sh", *private, folder / "letters.pub"],
        user="nobody",
        group="nogroup",
        extra_groups=[],
        capture_output=True,
        check=True,
        text=True,
    )
    assert says.stdout.split() == ["closed"] * 8 + ["open"]


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_a_cache_of_one_process_is_refused(production: Settings, backend: str) -> None:
    production.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}"}}
    assert ids(checks.cache_is_shared()) == ["undersigned.E008"]
    production.PRODUCTION = False
    assert ids(checks.cache_is_shared()) == []
    production.WORKERS = 2
    assert ids(checks.cache_is_shared()) == ["undersigned.E008"]


@pytest.mark.parametrize("host", ["*", ".example.org", "*.example.org"])
def test_a_host_that_stands_for_many_is_refused(production: Settings, host: str) -> None:
    production.ALLOWED_HOSTS = ["petitions.example.org", host]
    assert ids(checks.hosts_are_named()) == ["undersigned.E009"]


@pytest.mark.parametrize("name", ["PUBLIC_ADDRESS", "OFFICE_ADDRESS"])
def test_an_address_without_encryption_is_refused_in_production(
    production: Settings, name: str
) -> None:
    setattr(production, name, "http://petitions.example.org")
    (fault,) = checks.addresses_are_https()
    assert fault.id == "undersigned.E010"
    assert fault.msg.startswith(f"UNDERSIGNED_{name} is ")


def test_counts_by_ward_are_not_published_every_minute_in_production(production: Settings) -> None:
    production.WARDS_SECONDS = 86_399
    assert ids(checks.wards_are_counted_slowly()) == ["undersigned.E011"]
    production.PRODUCTION = False
    assert ids(checks.wards_are_counted_slowly()) == []


def test_the_checks_are_registered(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert ids(run_checks(tags=["undersigned"])) == ["undersigned.E009"]
