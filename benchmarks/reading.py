"""R1, R2 and R3: pages and files from kept bytes, and what one page weighs in a browser."""

import os
import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.driver import wrk
from benchmarks.installations import BARE, Installation, Server, installation
from benchmarks.results import Reach, Row, compare
from playwright.sync_api import sync_playwright

PAGE = "/petitions/bench/"
COUNT = "/petitions/bench/count.json"
TILE = "/log/tile/0/x001/234"
CHROMIUM = "/usr/bin/chromium-headless-shell"
FRONT = "compares within the web process. A web server in front (deploy/nginx) sends files faster than both."
TILE_BYTES = 256 * 32
KILOBYTES = 60
REQUESTS = 6


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """Rounds of the page, the count, a static file and an empty view; then one visit."""
    with ExitStack() as stack:
        product, bare = stack.enter_context(installation()), stack.enter_context(installation())
        site = stack.enter_context(product.serving())
        limit = stack.enter_context(bare.serving(BARE))
        static = _small_file(site)
        _put_tile(product)
        rates: dict[str, list[float]] = {}
        for _ in range(rounds):
            for server, path in (
                (limit, "/empty/"),
                (site, PAGE),
                (site, COUNT),
                (site, TILE),
                (site, static),
            ):
                run = wrk(server, path, "get.lua", seconds=seconds)
                rates.setdefault(path, []).append(run.rate)
        yield compare(
            "R1",
            "petition page, anonymous, gzip",
            ours=rates[PAGE],
            limit=rates["/empty/"],
            against="an empty view, without middleware",
            unit="/s",
            reach=Reach(0.7),
        )
        for path, what in ((COUNT, "count file"), (TILE, "tile of the log, 8 KiB")):
            yield compare(
                "R2",
                what,
                ours=rates[path],
                limit=rates[static],
                against="the site's mark, a small static file, from this same server",
                unit="/s",
                reach=Reach(0.95),
                notes=[FRONT],
            )
        yield _visit(site)


def _put_tile(product: Installation) -> None:
    """A full tile, as the worker publishes one: 256 hashes."""
    file = product.folder / TILE.removeprefix("/")
    file.parent.mkdir(parents=True)
    file.write_bytes(os.urandom(TILE_BYTES))


def _small_file(site: Server) -> str:
    """The address of the site's mark, under its hashed name, as the page gives it."""
    page = urllib.request.urlopen(f"http://localhost:{site.port}{PAGE}").read().decode()
    found = re.search(r'rel="icon" href="([^"]+)"', page)
    assert found, "the page names no icon"
    return found[1]


def _visit(site: Server) -> Row:
    """What a browser loads on a first visit, in bytes over the wire, heads of answers included."""
    sizes: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(f"http://localhost:{site.port}{PAGE}", wait_until="networkidle")
        browser.close()
    weight = sum(sizes) / 1024
    return Row(
        "R3",
        "petition page, first visit in Chromium, everything included",
        f"{weight:.1f} KB in {len(sizes)} requests",
        reach=f"≤ {KILOBYTES} KB, ≤ {REQUESTS} requests",
        met=weight <= KILOBYTES and len(sizes) <= REQUESTS,
        notes=["Lighthouse was not run: it comes from npm, which nothing else here needs."],
    )
