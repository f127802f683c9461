"""One SMTP connection, opened when it is first needed and reused from letter to letter.

Of what the server answers only the code is kept: its words may hold an address.
"""

import smtplib
import ssl
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings

COMMAND_SECONDS = 30
# After the last byte a server may think for long, and who hangs up gets the letter sent twice:
# RFC 5321 section 4.5.3.2.6 asks for ten minutes, most servers need one second.
ANSWER_SECONDS = 300

OK = range(200, 300)
LOST = 421  # the code for a connection that ended, whether or not the server said so
NO_SUCH_ADDRESS = 553


class NoLine(Exception):
    """The server cannot be reached, or takes nothing from us at all: the fault of no letter."""


class Line:
    """A context manager; `give` opens the connection if there is none. `lost` says that it ended."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self.lost = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._smtp and kind is None:
            _quit(self._smtp)
        self._drop()

    def give(self, message: bytes, *, sender: str, to: str) -> int:
        """Offer one message; the code of the server's last answer, or LOST. Raises NoLine.

        A code of OK means that the server has taken responsibility (RFC 5321 section 4.2.5). NoLine
        means that the message was not offered. LOST leaves open whether it was taken.
        """
        smtp = self._begin(sender, utf8=not to.isascii())
        if smtp is None:
            return NO_SUCH_ADDRESS
        try:
            code, _ = smtp.rcpt(to)
            if code in OK:
                code = _data(smtp, message)
        except (smtplib.SMTPException, OSError):
            code = LOST
        if code == LOST or (code not in OK and not _reset(smtp)):
            self._drop()
        return code

    def _begin(self, sender: str, *, utf8: bool) -> smtplib.SMTP | None:
        """A connection on which MAIL was accepted; None if it cannot carry the address's alphabet.

        A server that refuses MAIL refuses us, not this letter.
        """
        try:
            smtp = self._smtp = self._smtp or _open()
            if utf8 and not smtp.has_extn("smtputf8"):
                return None
            code, _ = smtp.mail(sender, ["SMTPUTF8"] if utf8 else [])
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NoLine(_why(error)) from None
        if code not in OK:
            self._drop()
            raise NoLine(f"MAIL {code}")
        return smtp

    def _drop(self) -> None:
        self.lost = True
        if self._smtp:
            self._smtp.close()
            self._smtp = None


def _open() -> smtplib.SMTP:
    host, port, wait = settings.SMTP_HOST, settings.SMTP_PORT, COMMAND_SECONDS
    us = urlsplit(settings.PUBLIC_ADDRESS).hostname
    smtp: smtplib.SMTP
    if settings.SMTP_SECURITY == "tls":
        smtp = smtplib.SMTP_SSL(host, port, us, timeout=wait, context=_trust())
    else:
        smtp = smtplib.SMTP(host, port, us, timeout=wait)
    try:
        smtp.ehlo_or_helo_if_needed()
        if settings.SMTP_SECURITY == "starttls":
            smtp.starttls(context=_trust())
            smtp.ehlo()
        if settings.SMTP_USER:
            smtp.login(settings.SMTP_USER, settings.SMTP_PASSWORD)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _data(smtp: smtplib.SMTP, message: bytes) -> int:
    """The code after the message's last byte, or the one that refused to hear it."""
    _patience(smtp, ANSWER_SECONDS)
    try:
        return smtp.data(message)[0]
    except smtplib.SMTPDataError as refused:
        return refused.smtp_code
    finally:
        _patience(smtp, COMMAND_SECONDS)


def _patience(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock:
        smtp.sock.settimeout(seconds)


def _reset(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.rset()[0] in OK
    except (smtplib.SMTPException, OSError):
        return False


def _quit(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        return  # it has hung up first


def _why(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
