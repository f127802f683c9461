"""The page as somebody uses it, by what they see on it."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Locator, Page
from tests.factories.logs import fields, opening

HOST = "petitions.example.org"  # plain http, and not localhost: no WebCrypto there
MINE = 269  # my number among the signers; my entry comes one later
# The steps of a receipt of which all holds.
ALL_GOOD = {
    "read": "good",
    "sealed": "good",
    "included": "good",
    "today": "good",
    "counts": "good",
}


def opening_of(number: int) -> str:
    """A signer's opening as a letter's link ends."""
    return urlsafe_b64encode(opening(number)).decode().rstrip("=")


@dataclass(frozen=True)
class Verifier:
    """The open page, and the server that has the log."""

    page: Page
    server: ThreadingHTTPServer

    @property
    def asked(self) -> list[str]:
        """What the server was asked for."""
        return self.server.asked  # type: ignore[attr-defined]

    def choose_address(self) -> "Verifier":
        self.page.get_by_label("Address of the log").fill(
            f"http://{HOST}:{self.server.server_port}/log/"
        )
        return self

    def choose_folder(self, folder: Path) -> "Verifier":
        self.page.get_by_label("Or a copy of the log on this device").set_input_files(folder)
        return self

    def give_key(self, text: str) -> "Verifier":
        self._open("#log-details")
        self.page.locator("#log-key").fill(text)
        return self

    def open_receipt(self, receipt: bytes) -> "Verifier":
        file = {
            "name": "mine.tlog-proof",
            "mimeType": "application/octet-stream",
            "buffer": receipt,
        }
        self.page.locator("#receipt-file").set_input_files(file)  # type: ignore[arg-type]
        return self

    def say_whose(self, number: int, **typed: str) -> "Verifier":
        """Type what a signer of the sample log entered."""
        self._open("#mine")
        entered = {"opening": opening_of(number)} | fields(number) | typed
        for field in ("opening", "name", "email", "ward"):
            self.page.locator(f"#mine-{field}").fill(entered.get(field, ""))
        return self

    def check_receipt(self) -> str:
        """Press the button; the verdict."""
        self.page.locator("#receipt button.button").click()
        return self.verdict("receipt")

    def recount(self, petition: str = "") -> str:
        """Press the other button; the verdict."""
        self.page.locator("#recount-petition").fill(petition)
        self.page.locator("#recount button.button").click()
        return self.verdict("recount")

    def verdict(self, of: str) -> str:
        """What an outcome comes to: the key of its words."""
        return self.outcome(of).locator("[data-verdict]").get_attribute("data-verdict") or ""

    def outcome(self, of: str) -> Locator:
        return self.page.locator(f"#{of}-outcome")

    def steps(self, of: str) -> dict[str, str]:
        """Each step that an outcome shows, and whether it is good, bad or open."""
        steps = self.outcome(of).locator("[data-step]").all()
        return {
            str(step.get_attribute("data-step")): str(step.get_attribute("class")) for step in steps
        }

    def codes(self, of: str) -> list[str]:
        """Why steps are bad or open."""
        whys = self.outcome(of).locator("[data-code]").all()
        return [str(why.get_attribute("data-code")) for why in whys]

    def notices(self, of: str) -> list[str]:
        """What an outcome says besides."""
        notices = self.outcome(of).locator("[data-notice]").all()
        return [str(notice.get_attribute("data-notice")) for notice in notices]

    def figures(self) -> dict[str, list[str]]:
        """The table of a recount: petition, then its cells."""
        rows = self.outcome("recount").locator("tbody tr").all()
        return {
            str(row.get_attribute("data-petition")): row.locator("td").all_inner_texts()
            for row in rows
        }

    def _open(self, details: str) -> None:
        if self.page.locator(details).get_attribute("open") is None:
            self.page.locator(f"{details} > summary").click()


Visit = Callable[..., Verifier]
