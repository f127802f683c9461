"""The demo's mailbox: letters go in by SMTP, and are read on its page and as JSON."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings
from tests.factories.mail import NOON, LetterFactory
from tests.mail.server import free_port

from undersigned.mail import mailbox
from undersigned.mail.mailbox.box import Box
from undersigned.mail.mailbox.page import page_server
from undersigned.mail.mailbox.sink import Sink
from undersigned.mail.sending import send_due

pytestmark = pytest.mark.long

ANA = "ana@example.org"
RAW = b"From: The Site <post@example.org>\r\nSubject: Hello\r\n\r\nGo to https://example.org/1 now"


@dataclass
class Page:
    box: Box
    port: int

    def get(self, path: str) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def text(self, path: str) -> str:
        return self.get(path)[1]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    box, port = Box(tmp_path / "mailbox"), free_port()
    with page_server(box, "127.0.0.1", port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Page(box, port)
        server.shutdown()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_the_site_can_be_read_in_the_mailbox(page: Page, settings: Settings) -> None:
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", free_port()
    LetterFactory(to=ANA, link="https://example.org/press", created_at=NOON)
    with Sink(page.box, "127.0.0.1", settings.SMTP_PORT):
        assert send_due(NOON).sent == 1
    (letter,) = json.loads(page.text("/letters.json"))
    assert letter["to"] == ANA
    assert letter["sender"] == "The Site <post@example.org>"
    assert letter["subject"] == "Hello from Undersigned"
    assert letter["text"].startswith("Here & there: https://example.org/press\n\nThe end.\n")
    shown = page.text(f"/letters/{letter['ref']}/")
    assert (
        '<a href="https://example.org/press" rel="nofollow">https://example.org/press</a>' in shown
    )
    assert "Here &amp; there" in shown


def test_letters_are_listed_newest_first_and_by_address(page: Page) -> None:
    for to in (ANA, "bea@example.org", ANA):
        page.box.put(RAW, to)
    listed = json.loads(page.text("/letters.json"))
    assert [letter["to"] for letter in listed] == [ANA, "bea@example.org", ANA]
    assert [letter["ref"] for letter in listed] == sorted(
        (letter["ref"] for letter in listed), key=int, reverse=True
    )
    assert len(json.loads(page.text("/letters.json?to=ANA@example.org"))) == 2
    assert json.loads(page.text("/letters.json?to=nobody@example.org")) == []
    assert page.text("/").count("<li>") == 3
    assert page.text("/?to=bea@example.org").count("<li>") == 1


def test_older_letters_are_a_step_away(page: Page) -> None:
    for _ in range(103):
        page.box.put(RAW, ANA)
    first = page.text("/")
    assert first.count("<li>") == 100
    older = first.split('href="/?before=')[1].split('"')[0]
    assert page.text(f"/?before={older}").count("<li>") == 3


def test_an_empty_mailbox_says_so(page: Page) -> None:
    assert "No letter yet." in page.text("/")
    assert json.loads(page.text("/letters.json")) == []


def test_a_hostile_letter_can_do_nothing_to_its_reader(page: Page) -> None:
    hostile = b"<head></head><script>alert(1)</script><img src=https://example.org/seen>"
    ref = page.box.put(
        b"Subject: <script>alert(2)</script>\r\nContent-Type: text/html\r\n\r\n" + hostile, ANA
    )
    for path in ("/", f"/letters/{ref}/"):
        answer, text = page.get(path)
        assert "<script" not in text
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    answer, text = page.get(f"/letters/{ref}/html")
    assert "<script>" in text
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert policy == [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    ]


@pytest.mark.parametrize(
    "path",
    ["/letters/1/", "/letters/1/html", "/letters/..%2F..%2Fetc/", "/letters/../box.py", "/x"],
)
def test_what_is_not_there_is_not_found(page: Page, path: str) -> None:
    page.box.put(RAW, ANA)
    answer, text = page.get(path)
    assert (answer.status, "No such letter" in text) == (404, True)


def test_the_style_is_a_file_of_its_own(page: Page) -> None:
    answer, text = page.get("/mailbox.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert text.startswith(":root")
    assert "style=" not in page.text("/")


def test_letters_outlive_the_process(page: Page) -> None:
    ref = page.box.put(RAW, ANA)
    again = Box(page.box.folder).letter(ref)
    assert again is not None
    assert (again.to, again.subject, again.text) == (
        ANA,
        "Hello",
        "Go to https://example.org/1 now",
    )


def test_production_refuses_it(settings: Settings, tmp_path: Path) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="not in production"):
        mailbox.serve(tmp_path / "box", host="127.0.0.1", port=0, smtp_port=0)
    assert not (tmp_path / "box").exists()


def command(tmp_path: Path, *words: str, **settings: str) -> subprocess.Popen[str]:
    given = {f"UNDERSIGNED_{name}": value for name, value in settings.items()}
    return subprocess.Popen(
        [sys.executable, "-m", "undersigned.config.cli", "mailbox", *words],
        env=os.environ | {"UNDERSIGNED_VAR": str(tmp_path), **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_command_serves_until_it_is_ended(tmp_path: Path) -> None:
    port, smtp_port = free_port(), free_port()
    with command(tmp_path, "--port", str(port), "--smtp-port", str(smtp_port)) as process:
        page = Page(Box(tmp_path / "mailbox"), port)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                assert json.loads(page.text("/letters.json")) == []
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        process.terminate()
        assert process.communicate(timeout=10)[0] == (
            f"Mailbox  http://localhost:{port}/   SMTP port {smtp_port}   Ctrl-C ends it\n"
        )


def test_the_command_refuses_production_in_one_sentence(tmp_path: Path) -> None:
    with command(tmp_path, PRODUCTION="yes", SECRET_KEY="x" * 50) as process:
        said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert said == ("undersigned: The mailbox shows everybody's letters: not in production.\n")
