"""What a signature holds of a person, before it is sealed; and the letter that carries its link and code."""

import base64
import secrets
from dataclasses import dataclass

import undersigned.mail.actions as mail
from undersigned.petitions.models import Petition
from undersigned.pure.tlog.commitment import commit
from undersigned.signatures import blind
from undersigned.signatures.states import Via

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


def draw(code: str) -> Secrets:
    """Fresh secrets from the operating system, asked for once, to go with a code."""
    raw = secrets.token_bytes(REF_LENGTH + OPENING_LENGTH + TOKEN_LENGTH)
    return Secrets(
        ref=raw[:REF_LENGTH],
        opening=raw[REF_LENGTH:-TOKEN_LENGTH],
        token=raw[-TOKEN_LENGTH:],
        code=code,
    )


def draw_code() -> str:
    """A fresh code, for a letter that is not the person's first of the day."""
    return f"{secrets.randbelow(10**blind.CODE_DIGITS):0{blind.CODE_DIGITS}d}"


def facts_of(entry: Entry, drawn: Secrets, *, via: Via = Via.WEB) -> dict[str, str]:
    """What is sealed with a signature, as strings."""
    return {
        "name": entry.name,
        "email": entry.email,
        "address": entry.address,
        "ward": entry.ward,
        "basis": entry.basis,
        "old_enough": "yes" if entry.old_enough else "",
        "groups": ",".join(map(str, entry.groups)),
        "via": via.value,
        "opening": base64.b64encode(drawn.opening).decode(),
        "token": drawn.token.hex(),
        "code": drawn.code,
    }


def commitment(facts: dict[str, str], *, opening: bytes, petition: Petition) -> bytes:
    """The commitment c over the fields that the public log commits to (transparency log, §2)."""
    fields = {field: facts.get(field, "") for field in ("name", "address", "email", "via")}
    return commit(opening, petition.public_ref, fields)


def fragment(opening: bytes) -> str:
    """The opening as it stands behind the # of a link, which no browser sends to a site: base64url, 43 characters."""
    return base64.urlsafe_b64encode(opening).decode().rstrip("=")


def secrets_of(ref: bytes, facts: dict[str, str]) -> Secrets:
    """What was drawn for a signature, from what was sealed with it."""
    return Secrets(
        ref=ref,
        opening=base64.b64decode(facts["opening"]),
        token=bytes.fromhex(facts["token"]),
        code=facts["code"],
    )


def letter(
    address: str,
    drawn: Secrets,
    *,
    petition: Petition,
    language: str,
    kind: str = "signatures.confirm",
    **more: str,
) -> mail.Draft:
    """The letter that carries the links and the code; what it says depends on its kind, what it holds hardly."""
    facts = {
        "to": address,
        **letter_about(petition),
        "ref": drawn.ref.hex(),
        "token": drawn.token.hex(),
        "code": drawn.code,
        "opening": fragment(drawn.opening),
        **more,
    }
    return mail.write(kind, language, facts)


def letter_about(petition: Petition) -> dict[str, str]:
    """What each letter says of the petition."""
    return {
        "petition": petition.title,
        "slug": petition.slug,
        "council": petition.council.name,
    }
