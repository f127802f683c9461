"""The switchboard: everything the system does by itself, on one page.

FOLLOWS: event → what follows it `now` (in its transaction; takes the list of events of that kind and `at`)
and `later` (in the worker; takes one event and `at`).
LETTERS: kind of letter → the function that writes it (takes the sealed facts, opened, and returns a Letter).
ROLES: role → the predicate that says whether a signed-in user has it.
FINGERPRINTS: fact of an event → the rows whose fingerprints its announcement takes (journal/fingerprints.py).
All are dotted names, so that reading this page imports nothing.
"""

from typing import TypedDict


class Follows(TypedDict, total=False):
    now: list[str]
    later: list[str]


FOLLOWS: dict[str, Follows] = {}

# Events that nothing follows, on purpose: they stand in the journal alone.
SILENT: set[str] = {
    "email.changed",
    "factor.added",
    "factor.removed",
    "invitation.withdrawn",
    "password.changed",
    "role.granted",
    "role.revoked",
    "sessions.ended",
    "user.added",
    "user.invited",
    "user.signed_in",
    "count.differs",
    "count.moved",
    "sealed.opened",
    "signature.confirmed",
    "signatures.dropped",
    "signatures.names_published",
    "reply.made",
    "source.added",
    "statement.made",
}

LETTERS: dict[str, str] = {
    "accounts.changed": "undersigned.accounts.emails.changed",
    "accounts.code": "undersigned.accounts.emails.code",
    "accounts.invitation": "undersigned.accounts.emails.invitation",
    "accounts.reset": "undersigned.accounts.emails.reset",
    "signatures.confirm": "undersigned.signatures.emails.confirm",
    "signatures.remind": "undersigned.signatures.emails.remind",
    "signatures.signed_before": "undersigned.signatures.emails.signed_before",
    "signatures.address_used": "undersigned.signatures.emails.address_used",
}

ROLES: dict[str, str] = {}

FINGERPRINTS: dict[str, list[str]] = {
    "petition": [
        "petitions.Petition",
        "petitions.Sponsor:petition",
        "petitions.NamedOfficial:petition",
    ],
    "group": ["petitions.Group", "petitions.GroupMember:group"],
    "source": ["sources.Source"],
    "statement": ["sources.Statement"],
    "council": [
        "councils.Council",
        "councils.Ward:council",
        "councils.Seat:council",
        "councils.Member:seat__council",
        "councils.Rules:council",
        "councils.Notice:council",
        "councils.Officer:council",
    ],
    "user": ["accounts.SiteRole:user"],
}
