"""Whether letters can reach an address as typed, and its spelling in ASCII.

To look into a domain (IDNA 2008) takes as long as to seal a signature, and most signers share a few domains; so what
was found of a domain is remembered. Nothing is remembered of what stands before the @.
"""

import re
from functools import lru_cache

from email_validator import validate_email

USUAL = re.compile(
    r"(?=.{1,64}$)[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*"
)  # RFC 5322's dot-atom, without its rarities
LENGTH = 254  # RFC 5321 §4.5.3.1.3


def in_ascii(address: str) -> str:
    """The address with its domain in ASCII; empty if our letters cannot do it. Raises EmailNotValidError."""
    local, _, domain = address.rpartition("@")
    if USUAL.fullmatch(local) and domain.isascii() and len(address) <= LENGTH:
        return f"{local}@{_domain(domain)}"
    return validate_email(address, check_deliverability=False).ascii_email or ""


@lru_cache(maxsize=4096)
def _domain(domain: str) -> str:
    return validate_email(f"a@{domain}", check_deliverability=False).ascii_domain
