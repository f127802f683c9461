"""A whole site in processes of its own, and a browser in front of it.

`site` is web, office, worker and mailbox on the test database (a SQLite file, or PostgreSQL when
UNDERSIGNED_DATABASE_URL says so), started by our own commands. A journey arranges what it needs by
actions or factories, with addresses of its own, since nothing is flushed between journeys; then it
acts through `phone` or `desktop`, pages of a real Chromium, and reads letters from `site`.
Anything that the browser complains about fails the journey.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from tests.factories.accounts import PASSWORD, TOTP_SECRET
from tests.journeys.site import Site, settings_of
from tests.journeys.troubles import Troubles
from tests.processes import free_port, running, wait_for

from undersigned.accounts.models import User

CHROMIUM = "/usr/bin/chromium-headless-shell"
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PATIENCE = 30_000  # milliseconds for the browser to find what a journey looks for

expect.set_options(timeout=PATIENCE)

# The browser's driver runs an event loop in this thread, and Django would refuse to work beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here are journeys, and journeys do not mix with others: those want another database."""
    here = Path(__file__).parent
    journeys = [item for item in items if item.path.is_relative_to(here)]
    for item in journeys:
        item.add_marker(pytest.mark.journey)
        if len(journeys) < len(items):
            item.add_marker(pytest.mark.skip(reason="run by themselves: pytest tests/journeys"))


@pytest.fixture(scope="session", autouse=True)
def _database(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The test database, open to all journeys; nothing is rolled back, since the site must see it.

    On SQLite it is a file: other processes could not see a database in this one's memory. Each core that
    takes journeys has a site and a database of its own.
    """
    name = f"journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / f"{name}.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        yield
        _end_other_sessions()
        teardown_databases(made, verbosity=0)


def _end_other_sessions() -> None:
    """PostgreSQL drops no database with sessions, and may take long to notice that a program has gone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def site(
    _database: None, key_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The running site."""
    folder = tmp_path_factory.mktemp("site")
    site = Site(web=free_port(), office=free_port(), mailbox=free_port(), smtp=free_port())
    told = settings_of(site, folder=folder, keys=key_folder)
    with contextlib.ExitStack() as programs:
        for word, *options in site.commands():
            log = folder / f"{word}.log"
            programs.enter_context(running(word, *options, log=log, **told))
        for address in (site.mailbox_address, site.office_address, site.address):
            wait_for(f"{address}/")
        yield site


@pytest.fixture(autouse=True)
def _own_addresses(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a journey does in this process makes links to the running site."""
    monkeypatch.setattr(settings, "PUBLIC_ADDRESS", site.address)
    monkeypatch.setattr(settings, "OFFICE_ADDRESS", site.office_address)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """What browsers complained about; `troubles.expect("…")` allows what has these words."""
    troubles = Troubles()
    yield troubles
    assert troubles.unexpected() == []


@pytest.fixture
def context(
    browser: Browser, site: Site, troubles: Troubles
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts: `context(**PHONE, locale="es-US", java_script_enabled=False)`."""
    with contextlib.ExitStack() as opened:

        def make(**options: object) -> BrowserContext:
            made = browser.new_context(**({"base_url": site.address} | options))  # type: ignore[arg-type]
            opened.callback(made.close)
            made.set_default_timeout(PATIENCE)
            troubles.watch(made)
            return made

        yield make


@pytest.fixture
def phone(context: Callable[..., BrowserContext]) -> Page:
    """A page on a phone, 390 px wide, at the public site."""
    return context(**PHONE).new_page()


@pytest.fixture
def desktop(context: Callable[..., BrowserContext]) -> Page:
    """A page on a desktop, 1280 px wide, at the public site."""
    return context(**DESKTOP).new_page()


@pytest.fixture
def office(context: Callable[..., BrowserContext], site: Site) -> Page:
    """A page on a desktop at the office, signed in as nobody."""
    return context(**DESKTOP, base_url=site.office_address).new_page()


@pytest.fixture
def desk_of(context: Callable[..., BrowserContext], site: Site) -> Callable[[User], Page]:
    """Signs somebody of the factories in to the office, on a desktop: `desk_of(ben)` is their page."""

    def sign_in(user: User) -> Page:
        page = context(**DESKTOP, base_url=site.office_address).new_page()
        site.sign_in(page, email=user.email, password=PASSWORD, totp_secret=TOTP_SECRET)
        return page

    return sign_in
