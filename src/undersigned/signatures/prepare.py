"""From what a signer typed to what may be stored: draw the opening, commit, seal. No database, and nothing in clear."""

import secrets
from datetime import datetime

from undersigned.journal.sealed import seal
from undersigned.petitions.models import Petition
from undersigned.pure.addresses import canonical_address
from undersigned.pure.tlog.commitment import commit_ward
from undersigned.signatures import blind
from undersigned.signatures.actions.find import Asking
from undersigned.signatures.actions.sign import Signing
from undersigned.signatures.allowances import Limit, letter_limits
from undersigned.signatures.facts import REF_LENGTH, Entry, commitment, draw, facts_of, letter


def prepare(
    entry: Entry, *, petition: Petition, language: str, network: Limit, at: datetime
) -> Signing:
    """Everything `sign` stores for one entry. Opening and data leave here sealed, token and code hashed too."""
    email = blind.email_index(petition.pk, entry.email)
    name = blind.name_index(petition.pk, entry.email, entry.name)
    drawn = draw(blind.code_of(name, at))
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


def prepare_inquiry(
    email: str, *, petition: Petition, language: str, network: Limit, at: datetime
) -> Asking:
    """Everything `ask_for_link` stores: the address leaves here sealed."""
    ref = secrets.token_bytes(REF_LENGTH)
    index = blind.email_index(petition.pk, email)  # in place of a person: one such letter a day
    return Asking(
        ref=ref,
        petition_id=petition.pk,
        sealed=seal({"email": email}, to="signatures", ref=ref),
        language=language,
        limits=(network, *letter_limits(canonical_address(email), index, at=at)),
    )
