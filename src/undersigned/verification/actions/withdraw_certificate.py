"""Withdraw: a certificate does not hold any more, for a public reason; it stays to be read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.verification.events.certificates import CertificateWithdrawn
from undersigned.verification.models import Certificate
from undersigned.verification.states.certificates import MOVES, WithdrawnReason


class NotStanding(Refused):
    """Only an issued certificate can be withdrawn, once."""

    def __init__(self) -> None:
        super().__init__(_("This certificate does not stand: it was withdrawn, or never issued."))


@transaction.atomic
def withdraw_certificate(
    *, certificate: Certificate, reason: WithdrawnReason, words: str, at: datetime, user: User
) -> None:
    """Take an issued certificate back; the level of the count falls. Raises NotStanding."""
    end(certificate=certificate, reason=reason, words=words, at=at, by=f"user:{user.pk}")


@transaction.atomic
def end(
    *, certificate: Certificate, reason: WithdrawnReason, words: str, at: datetime, by: str
) -> None:
    """The same as a part of another action, such as issuing the next one. Raises NotStanding."""
    among, to = MOVES["withdraw"]
    facts = {"withdrawn_at": at, "withdrawn_reason": reason, "withdrawn_words": words}
    rows = Certificate.objects.filter(pk=certificate.pk, state__in=among)
    if rows.update(state=to, **facts) != 1:
        raise NotStanding
    withdrawn = CertificateWithdrawn(
        **certificate.ids,
        sha256=certificate.sha256,
        reason=reason.value,
        words=words,
    )
    announce(withdrawn, at=at, by=by)
