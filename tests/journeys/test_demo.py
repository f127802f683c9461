"""A newcomer tries the demo, signs in, ends it, and starts it again: everything is still there."""

import json
import re
import signal
import socket
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.signing import code_in
from tests.journeys.site import Site
from tests.processes import Program, eventually, free_port, is_free, running, wait_for

from undersigned.config.demo.logins import read_logins
from undersigned.config.demo.world import read_world

SLUG = "keep-the-harbor-pool-open-on-summer-evenings"


def six_ports() -> int:
    """The first of six free ports in a row."""
    first = free_port()
    while first > 65_000 or not all(is_free(first + step) for step in range(1, 6)):
        first = free_port()
    return first


def confirmed(site: Site) -> int:
    address = f"{site.address}/petitions/{SLUG}/count.json"
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
        count: int = json.load(answer)["confirmed"]
    return count


def vouching(site: Site) -> int:
    """How many witnesses' lines stand under the log's checkpoint."""
    with urllib.request.urlopen(f"{site.address}/log/checkpoint", timeout=5) as answer:  # noqa: S310 - our own
        lines: list[bytes] = answer.read().splitlines()
    return sum(b".example.org " in line and b"/log " not in line for line in lines)


@pytest.fixture
def demo() -> Site:
    """Where the demo of this test will be."""
    first = six_ports()
    return Site(web=first, office=first + 1, mailbox=first + 2, smtp=first + 3)


def wait_until_told(program: Program, site: Site) -> None:
    wait_for(f"{site.address}/", program)
    assert eventually(lambda: "Ctrl-C ends it\n\n" in program.said())


def test_a_newcomer_tries_the_demo_twice(demo: Site, desktop: Page, tmp_path: Path) -> None:
    words = ("demo", "--port", str(demo.web))
    signers = read_world()["signers"]
    with running(*words, log=tmp_path / "first.log", VAR=tmp_path / "var") as program:
        wait_until_told(program, demo)
        assert eventually(lambda: confirmed(demo) == len(signers), within=60)
        for person in signers:
            assert code_in(demo.letter(person["email"]))
        assert eventually(lambda: vouching(demo) == 2, within=60)
        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(20) == 0

    with running(*words, log=tmp_path / "second.log", VAR=tmp_path / "var") as program:
        wait_until_told(program, demo)
        assert confirmed(demo) == len(signers)
        for login in read_logins(tmp_path / "var" / "logins.json"):
            assert f"{login.email} " in program.said()
            assert login.totp_secret in program.said()
        operator = read_logins(tmp_path / "var" / "logins.json")[-1]
        _sign_in(demo, desktop, operator.email, operator.password, operator.totp_secret)


def _sign_in(site: Site, page: Page, email: str, password: str, secret: str) -> None:
    site.sign_in(page, email=email, password=password, totp_secret=secret)
    expect(page).to_have_url(re.compile(re.escape(site.office_address)))


def test_a_port_that_is_taken_is_named(demo: Site, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", demo.mailbox)):
        words = ("demo", "--port", str(demo.web))
        with running(*words, log=tmp_path / "log", VAR=tmp_path / "var") as program:
            assert program.process.wait(10) == 1
    assert program.said() == (
        f"undersigned: Port {demo.mailbox} on 127.0.0.1 is taken by another program. "
        "Choose another port.\n"
    )


def test_production_refuses_the_demo(demo: Site, tmp_path: Path) -> None:
    settings = {"VAR": tmp_path / "var", "PRODUCTION": "yes"}
    with running("demo", "--port", str(demo.web), log=tmp_path / "log", **settings) as program:
        assert program.process.wait(10) == 1
    assert "The demo is not for production" in program.said()
