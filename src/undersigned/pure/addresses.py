"""E-mail addresses, reduced to one form for each mailbox, so that one person is not counted twice.

RFC 5321 §2.3.11 leaves the meaning of the part before the @ to the host that receives it; the
rules below are those that providers publish, each with its source. Everywhere else what follows a
`+` is taken for a tag: RFC 5233 names it, and Gmail, Exchange Online, Fastmail, Proton, Postfix
and sendmail deliver it so, also under their customers' own domains. Dots are kept, for they differ
elsewhere. Upper and lower case are one, although RFC 5321 §2.4 lets a host tell them apart: it
also discourages any host from doing so.

Limits: the owner of a whole domain has as many mailboxes as there are words, and a few providers
let one person hold several names; no rule finds that. Letters go to the address as typed, never to
this form. The domain must be ASCII already (IDNA 2008, UTS #46): the standard library knows IDNA
2003 alone, in which ß and ss are one domain. Quoted local parts are left as they are.
"""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """How one provider reads the addresses of its domains."""

    source: str
    domains: tuple[str, ...]
    home: str = ""  # all domains are one mailbox under this name; empty: each is its own
    tags: str = "+"  # what follows any of these is a tag
    dots: bool = True  # False: dots make no difference


ELSEWHERE = Rule(source="RFC 5233 §1", domains=())
RULES = (
    Rule(
        source="Gmail Help: Dots don't matter in Gmail addresses; googlemail.com and gmail.com",
        domains=("gmail.com", "googlemail.com"),
        home="gmail.com",
        dots=False,
    ),
    Rule(
        source="Apple Support 118230: @icloud.com, @me.com and @mac.com email addresses",
        domains=("icloud.com", "me.com", "mac.com"),
        home="icloud.com",
    ),
    Rule(
        source="Yahoo Help: disposable addresses are a base name, a hyphen and a keyword",
        domains=(
            "yahoo.com",
            "yahoo.ca",
            "yahoo.co.uk",
            "yahoo.com.ar",
            "yahoo.com.au",
            "yahoo.com.br",
            "yahoo.com.co",
            "yahoo.com.mx",
            "yahoo.de",
            "yahoo.es",
            "yahoo.fr",
            "ymail.com",
            "rocketmail.com",
        ),
        tags="+-",
    ),
)
BY_DOMAIN = {domain: rule for rule in RULES for domain in rule.domains}


def canonical_address(address: str) -> str:
    """The one form of all addresses of a mailbox; the form of a form is itself.

    `address` is a valid addr-spec (RFC 5322 §3.4.1). Raises ValueError, without quoting it, if it
    has no local part, no domain, or a domain that is not ASCII.
    """
    local, _, domain = address.strip().rpartition("@")
    if not local or not domain or not domain.isascii():
        raise ValueError("an address is a local part, an @ and a domain in ASCII")
    domain = domain.lower()
    rule = BY_DOMAIN.get(domain, ELSEWHERE)
    local = _without_case(local)
    if not local.startswith('"'):
        local = _mailbox(local, rule) or local
    return f"{local}@{rule.home or domain}"


def _without_case(local: str) -> str:
    """Equal for canonical caseless matches (Unicode §3.13, D145)."""
    folded = unicodedata.normalize("NFD", local).casefold()
    return unicodedata.normalize("NFC", folded)


def _mailbox(local: str, rule: Rule) -> str:
    for tag in rule.tags:
        local = local.partition(tag)[0]
    return local if rule.dots else local.replace(".", "")
