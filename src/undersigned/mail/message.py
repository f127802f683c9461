"""From words to the bytes that leave: headers that nobody can inject into, a text and an HTML part."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr

from django.conf import settings

from undersigned.mail.letters import Words

# No quoted local part, no comment, no control character, no second address: less than RFC 5322
# allows, and all that people have.
LOCAL = re.compile(r"[^\s\x00-\x20\x7f-\xa0\"(),:;<>@\[\\\]]{1,64}")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
LONGEST = 254  # RFC 5321 section 4.5.3.1.3, without the angle brackets
LINK = re.compile(r"[\x21-\x7e]{1,900}")


class BadAddress(Exception):
    """Not an address that a letter can go to."""


def recipient(to: str) -> str:
    """The address as an SMTP server takes it, its domain in ASCII (IDNA). Raises BadAddress."""
    local, _, domain = to.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddress from None
    parts = local.split(".")
    if not LOCAL.fullmatch(local) or not local.isprintable() or "" in parts:
        raise BadAddress
    address = f"{local}@{ascii_domain}"
    whole = all(LABEL.fullmatch(label) for label in ascii_domain.split("."))
    if not whole or len(address) > LONGEST:
        raise BadAddress
    return address


def sender() -> str:
    """The address that letters come from and bounces go to."""
    return parseaddr(settings.MAIL_FROM)[1]


def compose(words: Words, *, to: str, ref: bytes, language: str, at: datetime) -> bytes:
    """The letter as it leaves. `to` is what `recipient` returned; a repeat has the same Message-ID."""
    message = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    local, _, domain = to.rpartition("@")
    message["From"] = settings.MAIL_FROM
    message["To"] = Address(username=local, domain=domain)
    message["Subject"] = words.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{ref.hex()}@{sender().rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.text, cte="quoted-printable")
    if words.html:
        message.add_alternative(words.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = language
    return _unsubscribe(words.unsubscribe) + message.as_bytes()


def _unsubscribe(link: str) -> bytes:
    """The header line by hand: EmailMessage would fold a long address into encoded words."""
    if not link:
        return b""
    ours = (f"{settings.PUBLIC_ADDRESS}/", f"{settings.OFFICE_ADDRESS}/")
    if not link.startswith(ours) or not LINK.fullmatch(link) or ">" in link:
        raise ValueError("A letter's unsubscribe address is not one of ours.")
    return f"List-Unsubscribe: <{link}>\r\n".encode()
