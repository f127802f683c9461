"""The running site of the journeys: its addresses, its commands, its letters, its log-in."""

import json
import re
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection
from playwright.sync_api import Page

from undersigned.config.demo.logins import TOTP_PERIOD, code_now

Letter = dict[str, Any]
LETTER_PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Site:
    """Ports of the four programs."""

    web: int
    office: int
    mailbox: int
    smtp: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.web}"

    @property
    def office_address(self) -> str:
        return f"http://localhost:{self.office}"

    @property
    def mailbox_address(self) -> str:
        return f"http://localhost:{self.mailbox}"

    def commands(self) -> list[list[str]]:
        """What runs, in the order in which it starts."""
        return [
            ["mailbox", "--port", str(self.mailbox), "--smtp-port", str(self.smtp)],
            ["web", "--port", str(self.web)],
            ["office", "--port", str(self.office)],
            ["worker"],
        ]

    def letters(self, address: str) -> list[Letter]:
        """The letters that came to an address, newest first: each has `subject`, `text`, `html`."""
        source = f"{self.mailbox_address}/letters.json"
        with urllib.request.urlopen(source, timeout=5) as answer:  # noqa: S310 - our own server
            letters: list[Letter] = json.load(answer)
        return [letter for letter in letters if letter["to"] == address]

    def letter(self, address: str, *, count: int = 1) -> Letter:
        """The newest letter to an address, once so many have come."""
        deadline = time.monotonic() + LETTER_PATIENCE
        while time.monotonic() < deadline:
            letters = self.letters(address)
            if len(letters) >= count:
                return letters[0]
            time.sleep(0.2)
        raise AssertionError(f"{len(self.letters(address))} letters came to {address}, not {count}")

    def sign_in(self, page: Page, *, email: str, password: str, totp_secret: str) -> None:
        """Sign in to the office by password and authenticator app, as a person does."""
        page.goto(f"{self.office_address}/account/login/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(password)
        page.locator("main button[type=submit]").first.click()
        page.locator("input[name=code]").wait_for()
        if (left := TOTP_PERIOD - time.time() % TOTP_PERIOD) < 3:
            time.sleep(left)  # not at the end of a code's time
        page.locator("input[name=code]").fill(code_now(totp_secret, at=time.time()))
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(re.compile(f"^{re.escape(self.office_address)}/(?!account/)"))


def settings_of(site: Site, *, folder: Path, keys: Path) -> dict[str, object]:
    """The settings of the four programs."""
    return {
        "VAR": folder,
        "KEYS": keys,
        "ROLLS": keys / "rolls",
        "DATABASE_URL": _database_url(),
        "PUBLIC_ADDRESS": site.address,
        "OFFICE_ADDRESS": site.office_address,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": site.smtp,
        "SIGNATURES_PER_NETWORK_HOUR": 10_000,
        "LOG_FLUSH_AT": 1,
        "LOG_LEVEL": "WARNING",
    }


def _database_url() -> str:
    """Where the test database is, as the setting says such things."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgresql://{facts['USER']}@/{facts['NAME']}?host={quote(facts['HOST'])}"
