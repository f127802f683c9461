"""A real SMTP server on loopback whose temper a test sets: it accepts, delays, refuses, drops, restarts."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 Taken"
DROP = "drop"  # hang up instead of answering

logging.getLogger("mail.log").setLevel(logging.ERROR)  # the server's own, which names addresses

Temper = Callable[[str], str]


@dataclass
class Server:
    """Answers by `at_mail`, `at_rcpt`, `at_354` and `at_data`, each asked with the address in a thread."""

    port: int
    at_mail: Temper = lambda _: ACCEPTED
    at_rcpt: Temper = lambda _: ACCEPTED
    at_354: Temper = lambda _: ""
    at_data: Temper = lambda _: ACCEPTED
    delay: float = 0.0
    options: dict[str, Any] = field(default_factory=dict)
    tls: SSLContext | None = None  # from the first byte; STARTTLS is an option
    connections: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    _controller: Controller | None = None

    def start(self) -> None:
        """Listen on the port."""
        server = self

        class Listener(Controller):
            def factory(self) -> SMTP:
                return Protocol(server, **{"enable_SMTPUTF8": True, **server.options})

        self._controller = Listener(
            None, hostname="127.0.0.1", port=self.port, ssl_context=self.tls
        )
        self._controller.start()

    def stop(self) -> None:
        """Hang up on everybody and leave the port."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def taken_by(self, address: str) -> int:
        """How many letters the server took for an address."""
        return [to for to, _ in self.taken].count(address)

    @property
    def recipients(self) -> list[str]:
        return [to for to, _ in self.taken]


class Protocol(SMTP):
    def __init__(self, server: Server, **options: Any) -> None:
        super().__init__(Handler(server), **options)
        self._server = server

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd finds it by this name
        self._server.connections += 1
        await super().smtp_EHLO(hostname)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - as above
        answer = await asyncio.to_thread(self._server.at_354, _to(self.envelope))
        if answer == DROP:
            await self.push("354 Go on")
            self.transport.abort()
        elif answer:
            await self.push(answer)
        else:
            await super().smtp_DATA(arg)


class Handler:
    def __init__(self, server: Server) -> None:
        self.server = server

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's hook
        self, smtp: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        envelope.mail_from = address
        return _answer(await asyncio.to_thread(self.server.at_mail, address), smtp)

    async def handle_RCPT(  # noqa: N802 - as above
        self, smtp: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        answer = _answer(await asyncio.to_thread(self.server.at_rcpt, address), smtp)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - as above
        self, smtp: SMTP, _: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.server.delay)
        answer = await asyncio.to_thread(self.server.at_data, _to(envelope))
        if answer.startswith("2") or answer == DROP:
            letter = message_from_bytes(envelope.content or b"", policy=policy.default)
            self.server.taken.append((_to(envelope), letter))
        return _answer(answer, smtp)


def _to(envelope: Envelope | None) -> str:
    return envelope.rcpt_tos[0] if envelope and envelope.rcpt_tos else ""


def _answer(answer: str, smtp: SMTP) -> str:
    if answer == DROP:
        smtp.transport.abort()
    return answer


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def first(times: int, answer: str, *, then: str = ACCEPTED) -> Temper:
    """A temper that gives `answer` the first few times for each address, and `then` afterwards."""
    seen: dict[str, int] = {}
    lock = threading.Lock()

    def temper(address: str) -> str:
        with lock:
            seen[address] = seen.get(address, 0) + 1
            return answer if seen[address] <= times else then

    return temper


def only(address: str, answer: str, *, others: str = ACCEPTED) -> Temper:
    """A temper that gives `answer` for one address alone."""
    return lambda to: answer if to == address else others


__all__ = ["ACCEPTED", "DROP", "Server", "first", "free_port", "only"]
