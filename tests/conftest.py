"""Fixtures for every test: throwaway keys, and a client for each of the two sites."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import clear_script_prefix
from pytest_django import Settings
from tests.migrated import FOLDER as MIGRATED

from undersigned.journal import kept, keys

# No test is a stopwatch: a busy machine is no fault.
hypothesis.settings.register_profile("undersigned", deadline=None)
hypothesis.settings.load_profile("undersigned")

# Programs that are stopped as by Ctrl-C take it, also where the tests run in the background of a shell.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Coverage is measured in the processes of the tests, not in each program that they start: that took minutes.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

# Tables to copy, for all processes of a run (tests/migrated.py).
if MIGRATED not in os.environ:
    os.environ[MIGRATED] = tempfile.mkdtemp()

STORED = {"db", "transactional_db"}
PROGRAMS = {"config", "faults"}  # their tests start programs that have the database


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What touches the database is marked: it alone runs again on PostgreSQL."""
    here = Path(__file__).parent
    for item in items:
        stored = STORED & set(getattr(item, "fixturenames", ())) or item.get_closest_marker(
            "django_db"
        )
        if stored or item.path.relative_to(here).parts[0] in PROGRAMS:
            item.add_marker("database")


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ[MIGRATED], ignore_errors=True)


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    keys.make(folder)
    return folder


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, key_folder: Path) -> Iterator[None]:
    settings.KEYS = key_folder
    settings.LOG = key_folder / "log"  # nothing is published there
    settings.ROLLS = key_folder / "rolls"
    settings.ERASURE_LEDGER = key_folder / "erasures.ledger"
    settings.PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
    kept.STORE.__init__()  # type: ignore[misc]
    yield
    keys.forget()
    clear_script_prefix()


@pytest.fixture
def web(settings: Settings) -> Client:
    """A client of the public site."""
    settings.MIDDLEWARE = django_settings.WEB_MIDDLEWARE
    settings.ROOT_URLCONF = django_settings.WEB_URLS
    return Client(headers={"host": "localhost"})


@pytest.fixture
def office(settings: Settings) -> Client:
    """A client of the office, signed in as nobody."""
    settings.MIDDLEWARE = django_settings.OFFICE_MIDDLEWARE
    settings.ROOT_URLCONF = django_settings.OFFICE_URLS
    return Client(headers={"host": "localhost"})
