"""Officials whom a text names: offered a reply before it is published, and replying."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from undersigned.journal.announce import announce
from undersigned.journal.sealed import open_sealed, seal
from undersigned.mail import actions as mail
from undersigned.petitions.actions.change import locked
from undersigned.petitions.events import (
    OfficialNamed,
    OfficialUnnamed,
    ReplyOffered,
    ReplyReceived,
)
from undersigned.petitions.models import NamedOfficial, Petition
from undersigned.petitions.rules import OFFICIALS_AT_MOST, Refused
from undersigned.petitions.states import State
from undersigned.petitions.text import fault_of_line, fault_of_passage, tidy
from undersigned.petitions.tokens import draw_token, hash_of
from undersigned.sources import actions as sources
from undersigned.sources.states import Relation

SEALED_TO = (
    "signatures"  # the pair whose private half the office holds and the public site does not
)
REF_LENGTH = 16
LONGEST_REPLY = 5_000
LONGEST_NAME = 200


class BadOfficial(Refused):
    """A name or a role that cannot stand in a letter."""


class TooManyOfficials(Refused):
    """The petition names as many officials as letters may go out for it."""


class NoOffer(Refused):
    """No offer of a reply has this address."""


class ReplyNotNow(Refused):
    """The text is being changed, or was taken down, or the reply is on the record already."""


class BadReply(Refused):
    """A reply that cannot be shown as it is."""


@transaction.atomic
def name_official(
    *, petition: Petition, name: str, role: str, email: str, at: datetime, by: str
) -> NamedOfficial:
    """Say that a draft names an official; their address is kept sealed until the petition opens.

    The letter goes out when the draft is submitted. Raises BadOfficial, TooManyOfficials,
    WrongState.
    """
    locked(petition, among={State.DRAFT})
    name, role = tidy(name), tidy(role)
    for words in (name, role):
        fault = fault_of_line(words, most=LONGEST_NAME)
        if fault:
            raise BadOfficial(fault)
    if petition.officials.count() >= OFFICIALS_AT_MOST:
        raise TooManyOfficials(
            _("A petition names at most %(most)s officials.") % {"most": OFFICIALS_AT_MOST}
        )
    ref = secrets.token_bytes(REF_LENGTH)
    official = NamedOfficial.objects.create(
        petition=petition,
        name=name,
        role=role,
        ref=ref,
        email_sealed=seal({"email": email}, to=SEALED_TO, ref=ref),
    )
    announce(OfficialNamed(petition=petition.pk, official=official.pk), at=at, by=by)
    return official


@transaction.atomic
def unname_official(*, official: NamedOfficial, at: datetime, by: str) -> None:
    """Say that a draft does not name this official any more. Raises WrongState."""
    petition = locked(official.petition, among={State.DRAFT})
    if NamedOfficial.objects.filter(pk=official.pk).delete()[0]:
        announce(OfficialUnnamed(petition=petition.pk, official=official.pk), at=at, by=by)


def offer_replies(petition: Petition, *, text_sha256: str, at: datetime, by: str) -> None:
    """Write to every official who was not asked about this text yet; part of `submit`.

    Somebody who was asked about an earlier text is asked again, with a new address to reply at.
    """
    asked = list(petition.officials.exclude(offered_sha256=text_sha256))
    if not asked:
        return
    sealed = {bytes(official.ref): bytes(official.email_sealed or b"") for official in asked}
    opened = open_sealed(sealed, of=SEALED_TO, reason="offer a reply", at=at, by=by)
    letters = []
    for official in asked:
        token = draw_token()
        NamedOfficial.objects.filter(pk=official.pk).update(
            token_hash=hash_of(token), offered_at=at, offered_sha256=text_sha256
        )
        facts = {
            "to": opened[bytes(official.ref)]["email"],
            "name": official.name,
            "role": official.role,
            "title": petition.title,
            "council": petition.council.name,
            "token": token,
        }
        letters.append(mail.write("petitions.reply_offer", petition.language, facts))
        offered = ReplyOffered(petition=petition.pk, official=official.pk, text_sha256=text_sha256)
        announce(offered, at=at, by=by)
    mail.post(letters, at=at)


@transaction.atomic
def reply(*, token: str, words: str, at: datetime, by: str = "official") -> NamedOfficial:
    """Keep an official's reply; until the petition opens it may be changed, then it is public.

    A reply that comes after the opening is public at once. Raises BadReply, NoOffer, ReplyNotNow.
    """
    words = tidy(words)
    fault = fault_of_passage(words, most=LONGEST_REPLY)
    if fault:
        raise BadReply(fault)
    official = find_offer(token)
    petition = locked(official.petition, among=set(State))
    unpublished = NamedOfficial.objects.filter(pk=official.pk, statement__isnull=True)
    if petition.state in {State.DRAFT, State.TAKEN_DOWN} or not unpublished.update(
        reply=words, replied_at=at, replied_sha256=official.offered_sha256
    ):
        raise ReplyNotNow(_("This reply cannot be changed now."))
    official.refresh_from_db()
    if petition.state in {State.OPEN, State.CLOSED}:
        put_on_record(official, petition, at=at, by=by)
    announce(ReplyReceived(petition=petition.pk, official=official.pk), at=at, by=by)
    return official


def find_offer(token: str) -> NamedOfficial:
    """The official whom the letter with this token was written to. Raises NoOffer."""
    offers = NamedOfficial.objects.select_related("petition__council", "petition__lead")
    official = offers.filter(token_hash=hash_of(token)).first()
    if official is None:
        raise NoOffer(_("This address does not lead to an offer of a reply (any more)."))
    return official


def put_on_record(official: NamedOfficial, petition: Petition, *, at: datetime, by: str) -> None:
    """Make a reply public, with its source, beside the petition that it answers."""
    dated = timezone.localdate(official.replied_at).isoformat()
    with override(petition.language):
        title = _("Reply to “%(title)s”") % {"title": petition.title}
    source = sources.add_source(
        publisher=official.name,
        relation=Relation.OFFICIAL,
        title=title,
        dated=dated,
        at=at,
        by=by,
    )
    said = sources.Said(
        speaker=official.name,
        role=official.role,
        words=official.reply,
        dated=dated,
        quoted=True,
        language=petition.language,
    )
    about = f"petition:{petition.pk}"
    statement = sources.reply(about=about, said=said, source=source, at=at, by=by)
    NamedOfficial.objects.filter(pk=official.pk).update(statement=statement)
