"""The SMTP server that takes every letter, for anyone, and sends none on."""

from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from undersigned.mail.mailbox.box import Box


class Sink:
    """A context manager; listens in a thread of its own."""

    def __init__(self, box: Box, host: str, port: int) -> None:
        self._controller = Controller(
            _Keeper(box), hostname=host, port=port, enable_SMTPUTF8=True, ident="Mailbox"
        )

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop(no_assert=True)


class _Keeper:
    def __init__(self, box: Box) -> None:
        self.box = box

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by this name
        self, _: SMTP, __: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        for to in envelope.rcpt_tos:
            self.box.put(raw, to)
        return "250 Kept"
