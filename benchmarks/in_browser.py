"""L4 in the browser: how long the page takes to check a receipt, and to recount a log."""

import functools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.made_log import MadeLog, leaf
from benchmarks.results import Row, spread
from playwright.sync_api import Browser, Page, sync_playwright

from undersigned.proof.browser import page as assembled
from undersigned.pure.tlog.proofs import inclusion_proof
from undersigned.pure.tlog.receipts import Receipt
from undersigned.pure.tlog.tiles import TileHashes

CHROMIUM = "/usr/bin/chromium-headless-shell"
PATIENCE = 60_000  # milliseconds
RECEIPT, RECOUNT = 300, 10_000  # milliseconds


def measure(log: MadeLog, rounds: int) -> Iterator[Row]:
    """Each round opens the page anew, so that nothing is kept from the last."""
    newest, old, recounts = [], [], []
    (log.folder / "verify.html").write_bytes(assembled())
    with _served(log) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        for _ in range(rounds):
            for index, times in ((log.size - 1, newest), (log.size // 3, old)):
                page = _opened(browser, address)
                times.append(_check(page, log, index))
                page.close()
            page = _opened(browser, address)
            recounts.append(_pressed(page, "recount"))
            page.close()
        browser.close()
    for what, times, most in (
        (f"the newest receipt of {log.size:,} checked in Chromium, files fetched", newest, RECEIPT),
        (f"recount of {log.size:,} entries in Chromium", recounts, RECOUNT),
    ):
        met = sorted(times)[len(times) // 2] <= most
        yield Row("L4", what, spread(times, "ms"), reach=f"≤ {most:,} ms", met=met)
    yield Row(
        "–", "a receipt a third in: every later entry is read, to see that it still counts",
        spread(old, "ms"),
    )  # fmt: skip


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


def _check(page: Page, log: MadeLog, index: int) -> float:
    proof = inclusion_proof(index, log.size, TileHashes(log.fetch, log.size))
    receipt = Receipt(index, proof, log.fetch("checkpoint"), leaf(index)).bytes
    page.locator("#receipt-text").fill(receipt.decode())
    return _pressed(page, "receipt")


def _pressed(page: Page, form: str) -> float:
    """Milliseconds from the press of a form's button to its verdict."""
    began = time.perf_counter()
    page.locator(f"#{form} button.button").click()
    verdict = page.locator(f"#{form}-outcome [data-verdict]").get_attribute("data-verdict")
    took = (time.perf_counter() - began) * 1000
    assert verdict in {"counts", "recounted", "whole"}, verdict
    return took


@contextmanager
def _served(log: MadeLog) -> Iterator[str]:
    """The address of the page, in the log's folder, on a plain server of this machine."""
    handler = functools.partial(_Quiet, directory=str(log.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://localhost:{server.server_port}/verify.html"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass
