"""From what a signer typed to what may be stored: draw the opening, commit, seal. No database, and nothing in clear."""

import base64
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from undersigned.journal.sealed import seal
from undersigned.mail import actions as mail
from undersigned.petitions.models import Petition
from undersigned.pure.addresses import canonical_address
from undersigned.pure.tlog.commitment import commit, commit_ward
from undersigned.signatures import blind
from undersigned.signatures.actions.sign import Signing
from undersigned.signatures.allowances import Limit, letter_limits

REF_LENGTH = 16
TOKEN_LENGTH = 16
OPENING_LENGTH = 32


@dataclass(frozen=True)
class Entry:
    """What a signer typed, clean: an address is one line, a ward is its name, empty where not asked or not known."""

    name: str
    email: str
    address: str = ""
    ward: str = ""
    basis: str = ""
    old_enough: bool = False
    show_name: bool = False
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Secrets:
    """What is drawn for one signature: its ref, the opening of its commitments, the letter's token and code."""

    ref: bytes
    opening: bytes
    token: bytes
    code: str


def draw() -> Secrets:
    """Fresh secrets from the operating system."""
    return Secrets(
        ref=secrets.token_bytes(REF_LENGTH),
        opening=secrets.token_bytes(OPENING_LENGTH),
        token=secrets.token_bytes(TOKEN_LENGTH),
        code=f"{secrets.randbelow(10**blind.CODE_DIGITS):0{blind.CODE_DIGITS}d}",
    )


def prepare(
    entry: Entry, *, petition: Petition, language: str, network: Limit, at: datetime
) -> Signing:
    """Everything `sign` stores for one entry. Opening and data leave here sealed, token and code hashed too."""
    email = blind.email_index(petition.pk, entry.email)
    name = blind.name_index(petition.pk, entry.email, entry.name)
    drawn = replace(draw(), code=blind.code_of(name, at))
    return Signing(
        ref=drawn.ref,
        petition_id=petition.pk,
        email_index=email,
        name_index=name,
        commit_c=commitment(facts_of(entry, drawn), opening=drawn.opening, petition=petition),
        commit_w=commit_ward(drawn.opening, petition.public_ref, entry.ward),
        sealed=seal(facts_of(entry, drawn), to="signatures", ref=drawn.ref),
        language=language,
        show_name=entry.show_name,
        for_groups=bool(entry.groups),
        token_hash=blind.token_hash(drawn.token),
        code_hash=blind.code_hash(petition.pk, email, drawn.code),
        letter=letter(entry.email, drawn, petition=petition, language=language),
        limits=(network, *letter_limits(canonical_address(entry.email), name, at=at)),
    )


def facts_of(entry: Entry, drawn: Secrets) -> dict[str, str]:
    """What is sealed with a signature, as strings."""
    return {
        "name": entry.name,
        "email": entry.email,
        "address": entry.address,
        "ward": entry.ward,
        "basis": entry.basis,
        "old_enough": "yes" if entry.old_enough else "",
        "groups": ",".join(map(str, entry.groups)),
        "via": "web",
        "opening": base64.b64encode(drawn.opening).decode(),
        "token": drawn.token.hex(),
        "code": drawn.code,
    }


def commitment(facts: dict[str, str], *, opening: bytes, petition: Petition) -> bytes:
    """The commitment c over the fields that the public log commits to (transparency log, §2)."""
    fields = {field: facts.get(field, "") for field in ("name", "address", "email", "via")}
    return commit(opening, petition.public_ref, fields)


def letter(
    address: str,
    drawn: Secrets,
    *,
    petition: Petition,
    language: str,
    kind: str = "signatures.confirm",
) -> mail.Draft:
    """The letter that carries the link and the code; what it says depends on its kind, what it holds does not."""
    facts = {
        "to": address,
        "petition": petition.title,
        "slug": petition.slug,
        "council": petition.council.name,
        "ref": drawn.ref.hex(),
        "token": drawn.token.hex(),
        "code": drawn.code,
    }
    return mail.write(kind, language, facts)
