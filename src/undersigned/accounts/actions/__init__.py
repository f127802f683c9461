"""What changes an account. Time and actor are passed in; nothing else saves users, roles or invitations."""

from undersigned.accounts.actions.invitations import (
    InvitationEnded,
    claim,
    claim_as_new,
    invite,
    withdraw_invitation,
)
from undersigned.accounts.actions.people import (
    AddressTaken,
    LastOperator,
    add_user,
    end_sessions,
    grant_role,
    revoke_role,
)
from undersigned.accounts.actions.security import (
    note_email_changed,
    note_factor_added,
    note_factor_removed,
    note_password_changed,
    note_signed_in,
)

__all__ = [
    "AddressTaken",
    "InvitationEnded",
    "LastOperator",
    "add_user",
    "claim",
    "claim_as_new",
    "end_sessions",
    "grant_role",
    "invite",
    "note_email_changed",
    "note_factor_added",
    "note_factor_removed",
    "note_password_changed",
    "note_signed_in",
    "revoke_role",
    "withdraw_invitation",
]
