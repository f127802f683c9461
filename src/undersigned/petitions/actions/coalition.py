"""The groups of a coalition: asked, agreeing to a text as it stands, leaving."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.actions.change import locked
from undersigned.petitions.actions.groups import found_group, invite_organiser
from undersigned.petitions.events import SponsorAgreed, SponsorAsked, SponsorLeft
from undersigned.petitions.models import Group, Petition, Sponsor
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import State


class AlreadyAsked(Refused):
    """The group is in the coalition or was asked."""


class OtherText(Refused):
    """The text is not the one that was shown."""


class LeadStays(Refused):
    """The lead group cannot leave its own petition."""


@transaction.atomic
def ask_sponsor(*, petition: Petition, group: Group, at: datetime, by: str) -> Sponsor:
    """Ask a group to sponsor a draft; its organisers get a letter.

    Raises AlreadyAsked or WrongState.
    """
    locked(petition, among={State.DRAFT})
    try:
        with transaction.atomic():
            sponsor = Sponsor.objects.create(petition=petition, group=group, asked_at=at)
    except IntegrityError:
        raise AlreadyAsked(_("%(group)s was asked already.") % {"group": group}) from None
    announce(SponsorAsked(petition=petition.pk, group=group.pk), at=at, by=by)
    return sponsor


@transaction.atomic
def ask_partner(
    *,
    petition: Petition,
    name: str,
    email: str,
    language: str,
    inviter: User,
    at: datetime,
    by: str,
) -> Sponsor:
    """Ask a group that is not on this site: it is founded, and whoever is written to acts for it.

    Raises BadName, TooManyInvitations, WrongState.
    """
    group = found_group(name=name, at=at, by=by)
    sponsor = ask_sponsor(petition=petition, group=group, at=at, by=by)
    invite_organiser(group=group, email=email, inviter=inviter, language=language, at=at, by=by)
    return sponsor


@transaction.atomic
def agree(*, sponsor: Sponsor, text_sha256: str, at: datetime, by: str) -> None:
    """The group agrees to the text with this hash, the one its organiser has read.

    A second time changes nothing. Raises OtherText if the text changed, or WrongState.
    """
    petition = locked(sponsor.petition, among={State.DRAFT})
    if petition.hash_of_text() != text_sha256:
        raise OtherText(_("The text changed while you read it. Please read it as it stands now."))
    newly = Sponsor.objects.filter(pk=sponsor.pk).exclude(agreed_sha256=text_sha256)
    if newly.update(agreed_at=at, agreed_sha256=text_sha256):
        agreed = SponsorAgreed(
            petition=petition.pk, group=sponsor.group_id, text_sha256=text_sha256
        )
        announce(agreed, at=at, by=by)


@transaction.atomic
def remove_sponsor(*, sponsor: Sponsor, at: datetime, by: str) -> None:
    """The group leaves a draft's coalition, asked or agreed. Raises LeadStays or WrongState."""
    petition = locked(sponsor.petition, among={State.DRAFT})
    if sponsor.group_id == petition.lead_id:
        raise LeadStays(_("The lead group cannot leave its own petition."))
    if Sponsor.objects.filter(pk=sponsor.pk).delete()[0]:
        announce(SponsorLeft(petition=petition.pk, group=sponsor.group_id), at=at, by=by)
