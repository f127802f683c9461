"""Letters in a folder, one .eml file each; read once, then kept in memory."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

TO = "Delivered-To"


@dataclass(frozen=True)
class Received:
    """One letter, as a reader needs it; `ref` is when it came, in nanoseconds, and its file's name."""

    ref: str
    to: str
    sender: str
    subject: str
    at: datetime
    text: str
    html: str


class Box:
    """A folder of letters; several threads may use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._read: dict[str, Received] = {}

    def put(self, raw: bytes, to: str) -> str:
        """Keep a letter for an address; returns its ref. It is whole or not there at all."""
        ref = str(time.time_ns())
        while (self.folder / f"{ref}.eml").exists():
            ref = str(int(ref) + 1)
        half = self.folder / f"{ref}.half"
        half.write_bytes(f"{TO}: {to}\r\n".encode() + raw)
        half.replace(self.folder / f"{ref}.eml")
        return ref

    def letters(self, to: str = "") -> list[Received]:
        """All letters, or those to one address, newest first."""
        refs = sorted((path.stem for path in self.folder.glob("*.eml")), key=int, reverse=True)
        found = (self._letter(ref) for ref in refs)
        return [letter for letter in found if to.lower() in {"", letter.to.lower()}]

    def letter(self, ref: str) -> Received | None:
        """One letter, or None if there is none of that ref."""
        return next((letter for letter in self.letters() if letter.ref == ref), None)

    def _letter(self, ref: str) -> Received:
        if ref not in self._read:
            raw = (self.folder / f"{ref}.eml").read_bytes()
            self._read[ref] = _received(ref, message_from_bytes(raw, policy=policy.SMTPUTF8))
        return self._read[ref]


def _received(ref: str, message: EmailMessage) -> Received:
    return Received(
        ref=ref,
        to=str(message[TO]),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or "(no subject)"),
        at=datetime.fromtimestamp(int(ref) / 1e9, tz=UTC),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""
