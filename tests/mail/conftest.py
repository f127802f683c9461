"""Fixtures: an SMTP server, letters of the tests' own, and a database that several processes share."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, connections
from pytest_django import Settings
from tests.mail.server import Server, free_port

from undersigned.mail import letters

HERE = Path(__file__).resolve().parent


@pytest.fixture(autouse=True)
def _sample_letters(settings: Settings) -> Iterator[None]:
    letters._engine.cache_clear()
    settings.LETTER_WIRING = "tests.mail.sample_letters.LETTERS"
    templates = [{**engine, "DIRS": [str(HERE / "templates")]} for engine in settings.TEMPLATES]
    settings.TEMPLATES = templates
    settings.MAIL_FROM = "The Site <post@example.org>"
    yield
    letters._engine.cache_clear()


@pytest.fixture
def smtp(settings: Settings) -> Iterator[Server]:
    """A server that accepts everything until the test says otherwise."""
    server = Server(port=free_port())
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", server.port
    server.start()
    yield server
    server.stop()


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The address of a database that other processes and threads can open too, and that we use."""
    if connection.vendor == "postgresql":
        options = connection.settings_dict
        name, host = options["NAME"], quote(options["HOST"], safe="")
        yield f"postgresql://{options['USER']}@/{name}?host={host}"
        return
    file = tmp_path / "house.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    in_memory, name = connections["default"], connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = str(file)
    connections["default"] = connections.create_connection("default")
    yield f"sqlite:///{file}"
    connections["default"].close()
    connections["default"] = in_memory
    connections.settings["default"]["NAME"] = name


Sender = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def sender(house: str, smtp: Server, key_folder: Path, tmp_path: Path) -> Iterator[Sender]:
    """Starts a worker's sender as a process of its own, on the shared database."""
    started: list[subprocess.Popen[str]] = []
    environment = os.environ | {
        "UNDERSIGNED_DATABASE_URL": house,
        "UNDERSIGNED_KEYS": str(key_folder),
        "UNDERSIGNED_SMTP_HOST": "127.0.0.1",
        "UNDERSIGNED_SMTP_PORT": str(smtp.port),
        "UNDERSIGNED_LOG_LEVEL": "DEBUG",
    }

    def start() -> subprocess.Popen[str]:
        with (tmp_path / f"sender-{len(started)}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, str(HERE / "run_sender.py")],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
                text=True,
                cwd=HERE.parents[1],
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything logged so far, by anyone."""

    def text() -> str:
        return "\n".join(_line(record) for record in caplog.records)

    return text


def _line(record: Any) -> str:
    return f"{record.name} {record.getMessage()} {record.exc_info}"
