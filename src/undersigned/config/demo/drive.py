"""The demo's first signers: each fills in the real form, waits for the real letter, types its code.

Run as a program beside the serving processes; what was done is kept in a file, so that an
interrupted run goes on where it stopped.
"""

import http.client
import json
import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from undersigned.config.demo.world import World
from undersigned.config.process import answers
from undersigned.config.terminal import Stop

CODE = re.compile(r"\b(\d{4}) ?(\d{4})\b")
INVITATION = re.compile(r"/invitation/([^/\s]+)/")
PATIENCE = 60.0  # seconds for a letter to come
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Site:
    """The running public site, the mailbox's page, and the file that says who did what."""

    public: str
    mailbox: str
    done: Path

    def send(self, path: str, fields: dict[str, Any]) -> str:
        """Post a form; the path that the answer leads to. Raises Stop if it leads nowhere."""
        with closing(self._connect(self.public)) as connection:
            connection.request("POST", path, urlencode(fields, doseq=True), FORM)
            answer = connection.getresponse()
            answer.read()
        if answer.status != http.client.FOUND:
            raise Stop(f"The form at {path} was answered with {answer.status}.")
        return urlsplit(answer.headers["Location"]).path

    def letters(self, address: str) -> list[str]:
        """The texts of the letters to an address, newest first."""
        with closing(self._connect(self.mailbox)) as connection:
            connection.request("GET", "/letters.json")
            letters = json.load(connection.getresponse())
        return [letter["text"] for letter in letters if letter["to"] == address]

    def wait_for(self, pattern: re.Pattern[str], address: str) -> re.Match[str]:
        """The first match in a letter to an address, once it has come. Raises Stop if none comes."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for text in self.letters(address):
                if found := pattern.search(text):
                    return found
            time.sleep(0.3)
        raise Stop(f"No letter came to {address}.")

    def wait_until_open(self) -> None:
        """Wait for site and mailbox to answer. Raises Stop if they do not."""
        deadline = time.monotonic() + PATIENCE
        for address in (self.public, self.mailbox):
            while not _answers(address):
                if time.monotonic() > deadline:
                    raise Stop(f"{address} does not answer.")
                time.sleep(0.2)

    @staticmethod
    def _connect(address: str) -> http.client.HTTPConnection:
        parts = urlsplit(address)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    return answers("127.0.0.1", parts.port or 80)


def sign_all(site: Site, world: World, slug: str) -> Iterator[str]:
    """Let everyone in the world sign and confirm who has not; yields their names."""
    progress: dict[str, str] = json.loads(site.done.read_text()) if site.done.exists() else {}
    for person in world["signers"]:
        if person["email"] not in progress:
            progress[person["email"]] = site.send(*_form(person, slug))
            site.done.write_text(json.dumps(progress))
    for person in world["signers"]:
        if waiting := progress[person["email"]]:
            code = "".join(site.wait_for(CODE, person["email"]).groups())
            site.send(waiting, {"code": code})
            progress[person["email"]] = ""
            site.done.write_text(json.dumps(progress))
            yield person["name"]


def _form(person: dict[str, Any], slug: str) -> tuple[str, dict[str, Any]]:
    prefix = "" if person["language"] == "en" else f"/{person['language']}"
    fields = {key: person[key] for key in ("name", "email", "address", "ward", "basis")}
    fields |= {"postcode": "00000", "old_enough": "on"}
    if person["show_name"]:
        fields["show_name"] = "on"
    return f"{prefix}/petitions/{slug}/sign/", fields
