"""A real Chromium, logs in directories, and a plain server that other pages may read from.

No site and no database is needed: the page works from a file and from any server.
"""

import contextlib
import functools
import io
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.factories.logs import Log, opened, signed
from tests.journeys.troubles import Troubles
from tests.proof.browser.verifier import HOST, MINE, Verifier

from undersigned.proof.browser import page as assembled

CHROMIUM = "/usr/bin/chromium-headless-shell"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PATIENCE = 15_000

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the browser is a journey, and does not mix with other tests: its loop would stop their database."""
    here = Path(__file__).parent
    mixed = not all(item.path.is_relative_to(here) for item in items)
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.journey)
            if mixed:
                item.add_marker(
                    pytest.mark.skip(reason="by themselves: pytest tests/proof/browser")
                )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        options = [f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts; anything that they complain about fails the test."""
    others = ["file://", f"http://{HOST}", "https://localhost:"]
    troubles = Troubles(allowed=[f"a request to somebody else: {other}" for other in others])
    with contextlib.ExitStack() as opened:

        def make(**options: object) -> BrowserContext:
            made = chromium.new_context(**options)  # type: ignore[arg-type]
            opened.callback(made.close)
            made.set_default_timeout(PATIENCE)
            troubles.watch(made)
            return made

        yield make
    assert troubles.unexpected() == []


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as somebody saved it."""
    file = tmp_path_factory.mktemp("saved") / "verify.html"
    file.write_bytes(assembled())
    return file


@pytest.fixture
def page(page_file: Path, context: Callable[..., BrowserContext]) -> Page:
    """The saved page, open, for its functions to be called."""
    page = context().new_page()
    page.goto(page_file.as_uri())
    return page


class Handler(SimpleHTTPRequestHandler):
    """Plain files, readable from everywhere; what was asked for is kept."""

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # a check that ends early wants no more files
            super().handle()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        # Logs are rewritten here within one second, which a time of change cannot tell.
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]


@pytest.fixture
def serve() -> Iterator[Callable[[Path], ThreadingHTTPServer]]:
    """Serves a folder; the server has `asked`, the paths it was asked for."""
    with contextlib.ExitStack() as running:

        def start(folder: Path) -> ThreadingHTTPServer:
            handler = functools.partial(Handler, directory=str(folder))
            server = running.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            server.asked = []  # type: ignore[attr-defined]
            serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            serving.start()
            running.callback(server.shutdown)
            return server

        yield start


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log's folder with the page in it, as a site serves it; nothing is published yet."""
    folder = tmp_path / "site" / "log"
    folder.mkdir(parents=True)
    (folder / "verify.html").write_bytes(assembled())
    return Log(folder)


@pytest.fixture
def receipt(log: Log) -> bytes:
    """My receipt, from when the log had 301 entries; later it has 601."""
    log.add(opened("p1"), *signed("p1", 300)).publish()
    mine = log.receipt(MINE + 1)
    log.add(*signed("p1", 300, first=300)).publish()
    return mine


@pytest.fixture
def at_site(
    log: Log,
    serve: Callable[[Path], ThreadingHTTPServer],
    context: Callable[..., BrowserContext],
) -> Callable[..., Verifier]:
    """Opens the page where the log is served, on plain http: `at_site(fragment="…", locale="es-US")`."""
    server = serve(log.path.parent)

    def visit(*, fragment: str = "", into: Page | None = None, **options: object) -> Verifier:
        page = into or context(**options).new_page()
        page.goto(f"http://{HOST}:{server.server_port}/log/verify.html{fragment}")
        return Verifier(page, server)

    return visit


@pytest.fixture
def from_file(
    page_file: Path,
    log: Log,
    serve: Callable[[Path], ThreadingHTTPServer],
    context: Callable[..., BrowserContext],
) -> Callable[..., Verifier]:
    """Opens the saved page from the disk: `from_file().choose_address()` or `.choose_folder(…)`."""
    server = serve(log.path.parent)

    def visit(**options: object) -> Verifier:
        page = context(**options).new_page()
        page.goto(page_file.as_uri())
        return Verifier(page, server)

    return visit
