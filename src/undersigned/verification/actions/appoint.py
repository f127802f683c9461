"""Appoint: where a council takes no part on this site, somebody independent checks a petition's signers."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.verification.events.certificates import VerifierAppointed, VerifierDismissed
from undersigned.verification.models import Verifier
from undersigned.verification.rules.people import is_independent


class Represented(Refused):
    """The council's clerk is here."""

    def __init__(self) -> None:
        super().__init__(
            _("This council is represented on this site: its clerk checks the signers.")
        )


class NotIndependent(Refused):
    """They are of the coalition, or of the council."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody of the coalition or of the council is not independent in this matter.")
        )


class AlreadyVerifier(Refused):
    """They are appointed already."""

    def __init__(self) -> None:
        super().__init__(_("They are appointed for this petition already."))


@transaction.atomic
def appoint(*, petition: Petition, user: User, at: datetime, by: str) -> Verifier:
    """Let somebody check a petition's signers. Raises Represented, NotIndependent, AlreadyVerifier."""
    if petition.council.represented_since:
        raise Represented
    if not is_independent(user, petition):
        raise NotIndependent
    row = Verifier(petition=petition, user=user, appointed_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyVerifier from None
    announce(
        VerifierAppointed(petition_id=petition.pk, verifier_id=row.pk, user=user.pk), at=at, by=by
    )
    return row


@transaction.atomic
def dismiss(*, verifier: Verifier, at: datetime, by: str) -> None:
    """End an appointment; a second press does nothing."""
    rows = Verifier.objects.filter(pk=verifier.pk, ended_at__isnull=True)
    if rows.update(ended_at=at) == 1:
        ended = VerifierDismissed(
            petition_id=verifier.petition_id, verifier_id=verifier.pk, user=verifier.user_id
        )
        announce(ended, at=at, by=by)
