"""Invitations: a letter's holder makes an account, or uses their own, and takes on what the letter offers."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import formats, timezone, translation

from undersigned.accounts.actions.people import add_hashed, grant_role
from undersigned.accounts.events import InvitationClaimed, InvitationWithdrawn, UserInvited
from undersigned.accounts.models import Invitation, User
from undersigned.journal.announce import announce
from undersigned.mail.actions import post, write
from undersigned.ui.links import office_link

LASTS = timedelta(days=14)


class InvitationEnded(Exception):
    """There is no such invitation, or it was claimed by somebody, withdrawn, or is past its date."""


def invite(
    *, email: str, offer: str, language: str, inviter: str, role: str = "", at: datetime, by: str
) -> Invitation:
    """Post a letter whose holder may claim `offer` (words in `language`) within 14 days.

    With `role` the claimant becomes moderator or operator of the site. A later stage leaves it empty, keeps a row
    that points to the invitation, and gives what it offered when InvitationClaimed comes (wiring, `now`).
    Only the SHA-256 of the token is stored.
    """
    email, token = email.strip().lower(), token_urlsafe(32)
    until = at + LASTS
    facts = {"to": email, "offer": offer, "inviter": inviter, "until": _day(until, language)}
    facts["link"] = office_link("accounts:invitation", language=language, token=token)
    draft = write("accounts.invitation", language, facts)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            email=email,
            role=role,
            offer=offer,
            language=language,
            token_hash=Invitation.hash_of(token),
            made_at=at,
            expires_at=until,
        )
        post([draft], at=at)
        announce(UserInvited(invitation=invitation.pk, offer=offer), at=at, by=by)
    return invitation


def withdraw_invitation(*, invitation: Invitation, at: datetime, by: str) -> None:
    """Take an invitation back; its address goes. Raises InvitationEnded if it was claimed or withdrawn."""
    with transaction.atomic():
        still_open = Invitation.objects.filter(
            pk=invitation.pk, claimed_at__isnull=True, withdrawn_at__isnull=True
        )
        if not still_open.update(withdrawn_at=at, email=""):
            raise InvitationEnded
        announce(InvitationWithdrawn(invitation=invitation.pk), at=at, by=by)


def claim(*, token: str, user: User, at: datetime) -> None:
    """Claim an invitation with an account that exists; again by the same user does nothing. Raises InvitationEnded."""
    with transaction.atomic():
        if _take(token, at, claimed_by=user):
            _give(token, user, at)
        elif not Invitation.objects.filter(
            token_hash=Invitation.hash_of(token), claimed_by=user
        ).exists():
            raise InvitationEnded


def claim_as_new(*, token: str, name: str, password: str, language: str, at: datetime) -> User:
    """Claim an invitation and make the account for it, at the address the letter went to.

    Raises InvitationEnded, and AddressTaken where the address has an account: its owner signs in and claims.
    """
    hashed = make_password(password)
    with transaction.atomic():
        email = Invitation.objects.filter(token_hash=Invitation.hash_of(token)).values_list(
            "email", flat=True
        )
        address = email.first()
        if not _take(token, at) or not address:
            raise InvitationEnded
        user = add_hashed(
            email=address,
            name=name,
            hashed=hashed,
            roles=(),
            totp_secret=None,
            language=language,
            at=at,
            by="",
        )
        Invitation.objects.filter(token_hash=Invitation.hash_of(token)).update(claimed_by=user)
        _give(token, user, at)
    return user


def _take(token: str, at: datetime, **claimed: User) -> bool:
    """Compare and set: of many who claim at once, one does."""
    still_open = Invitation.objects.filter(
        token_hash=Invitation.hash_of(token),
        claimed_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=at,
    )
    return still_open.update(claimed_at=at, email="", **claimed) == 1


def _give(token: str, user: User, at: datetime) -> None:
    invitation = Invitation.objects.get(token_hash=Invitation.hash_of(token))
    by = f"user:{user.pk}"
    if invitation.role:
        grant_role(user=user, role=invitation.role, at=at, by=by)
    announce(InvitationClaimed(invitation=invitation.pk, user=user.pk), at=at, by=by)


def _day(moment: datetime, language: str) -> str:
    with translation.override(language):
        return formats.date_format(timezone.localtime(moment))
