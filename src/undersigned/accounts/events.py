"""What happens to people who sign in to the office, as the journal keeps it: ids and words, no addresses."""

from dataclasses import dataclass

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class UserAdded(Event):
    """Somebody got an account: by claiming an invitation, or from the command line."""

    name = "user.added"
    user: int


@dataclass(frozen=True, kw_only=True)
class UserInvited(Event):
    """Somebody was invited by letter. `offer` says to what."""

    name = "user.invited"
    invitation: int
    offer: str


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    """An invitation was taken back before anybody claimed it."""

    name = "invitation.withdrawn"
    invitation: int


@dataclass(frozen=True, kw_only=True)
class InvitationClaimed(Event):
    """Whoever held the letter claimed the invitation. The stage that made it gives the user what it offered."""

    name = "invitation.claimed"
    invitation: int
    user: int


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A user became moderator or operator."""

    name = "role.granted"
    user: int
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    """A user is no longer moderator or operator."""

    name = "role.revoked"
    user: int
    role: str


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """All sessions of a user ended, or (by the user) all others than the one they sit at."""

    name = "sessions.ended"
    user: int


@dataclass(frozen=True, kw_only=True)
class UserSignedIn(Event):
    """A user signed in; `method` is the last thing they showed: password, mfa or password_reset."""

    name = "user.signed_in"
    user: int
    method: str


@dataclass(frozen=True, kw_only=True)
class FactorAdded(Event):
    """A user set up a second factor: totp, webauthn or recovery_codes. Their other sessions ended."""

    name = "factor.added"
    user: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class FactorRemoved(Event):
    """A user removed a second factor. Their other sessions ended."""

    name = "factor.removed"
    user: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A user changed their password, or set a new one by letter. Their other sessions ended."""

    name = "password.changed"
    user: int


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Event):
    """A user moved their account to another address and confirmed it with a code."""

    name = "email.changed"
    user: int
