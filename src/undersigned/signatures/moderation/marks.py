"""Marks: keyed hashes by which equal domains, address lines and names are counted without being read again.

The key is drawn for one examination and sealed with it, so that marks of two examinations cannot be compared and
nobody who holds the database and the blind-index key can test a guess.
"""

import hmac
import secrets
from collections.abc import Mapping

from undersigned.journal.sealed import seal, unseal
from undersigned.pure.addresses import canonical_address
from undersigned.pure.names import comparable_name
from undersigned.signatures.moderation.models import Examination, Finding

LENGTH = 8
KEY, DOMAIN = "key", "domain:"  # what is sealed with an examination, by name


def draw_key() -> str:
    """A fresh key, as it is sealed."""
    return secrets.token_hex(16)


def mark(key: str, what: str, value: str) -> bytes:
    """HMAC-SHA256 of a value of one kind, cut to 8 bytes; empty for an empty value."""
    if not value:
        return b""
    message = f"undersigned/v1 mark\n{what}\n{value}".encode()
    return hmac.digest(bytes.fromhex(key), message, "sha256")[:LENGTH]


def domain_of(email: str) -> str:
    """The domain of an address, one for all that reach the same mailboxes."""
    return canonical_address(email).rpartition("@")[2]


def put_marks(finding: Finding, facts: Mapping[str, str], key: str) -> None:
    """Set a finding's marks by what its signature's sealed data say."""
    domain = domain_of(facts["email"]) if facts["email"] else ""  # none on paper
    finding.domain = mark(key, "domain", domain)
    finding.address = mark(key, "address", comparable_name(facts["address"]))
    finding.name = mark(key, "name", comparable_name(facts["name"]))
    finding.digits = any(character.isdigit() for character in facts["name"])


def sealed_of(examination: Examination) -> dict[str, str]:
    """What is sealed with an examination: the key, and labels of mail domains. It is of nobody in particular."""
    if not examination.sealed:
        return {}
    return unseal(examination.sealed, of="signatures", ref=bytes(examination.ref))


def labels_of(examination: Examination) -> dict[str, str]:
    """The mail domains that are known of an examination, by their marks in hex."""
    sealed = sealed_of(examination)
    return {name[len(DOMAIN) :]: it for name, it in sealed.items() if name.startswith(DOMAIN)}


def seal_with(examination: Examination, labels: Mapping[str, str], *, key: str = "") -> bytes:
    """Labels of mail domains by their marks, and the key if there is one, sealed for the examination."""
    facts = {f"{DOMAIN}{mark}": domain for mark, domain in labels.items()}
    if key:
        facts[KEY] = key
    return seal(facts, to="signatures", ref=bytes(examination.ref))
