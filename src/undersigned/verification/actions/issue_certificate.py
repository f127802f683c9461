"""Issue: a certificate becomes public, under the clerk's own seal or, where there is none, under the site's."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import parse_vkey
from undersigned.verification.actions.withdraw_certificate import end
from undersigned.verification.events.certificates import CertificateIssued
from undersigned.verification.models import Certificate, SealKey
from undersigned.verification.moves import hold_petition, locked
from undersigned.verification.queries.certificates import draft_of
from undersigned.verification.rules.capacity import capacity_of
from undersigned.verification.seal import sealing
from undersigned.verification.states.certificates import (
    MOVES,
    CertificateState,
    SealedBy,
    WithdrawnReason,
)

BY_SITE = {"clerk": SealedBy.SITE, "verifier": SealedBy.SITE_FOR_VERIFIER}
BY_KEY = {"clerk": SealedBy.CLERK, "verifier": SealedBy.VERIFIER}


class NoKey(Refused):
    """Whoever issues it has named no key."""

    def __init__(self) -> None:
        super().__init__(_("Name your public key first; then seal and upload."))


class NotSealed(Refused):
    """What was uploaded is not this certificate under that key's seal."""

    def __init__(self, why: str) -> None:
        super().__init__(
            _("This file is not the certificate under your seal, and was not taken. (%(why)s)")
            % {"why": why}
        )


class NotTheirs(Refused):
    """It was drafted for the clerk, and a verifier would issue it; or the other way round."""

    def __init__(self) -> None:
        super().__init__(_("This draft is in somebody else’s name. Write it anew, then seal it."))


class CertificateMoved(Refused):
    """It was issued, withdrawn or drafted anew meanwhile, or what it was written from has moved on."""

    def __init__(self) -> None:
        super().__init__(_("This certificate has moved on meanwhile. Please look at it again."))


@transaction.atomic
def issue_certificate(
    *, certificate: Certificate, sealed: bytes | None, at: datetime, user: User
) -> None:
    """Make a drafted certificate public; the one that stood before is withdrawn, as replaced.

    `sealed` is the file that undersigned-seal.pyz made of it; without one the site seals for the clerk, by the entry
    in its public log. Raises NotTheirs, NoKey, NotSealed, CertificateMoved.
    """
    by, capacity = f"user:{user.pk}", certificate.document["capacity"]
    if capacity != capacity_of(user, certificate.petition):
        raise NotTheirs
    vkey = _checked(certificate, sealed, user) if sealed is not None else ""
    hold_petition(certificate.petition_id)
    if draft_of(locked(certificate.of_id)) != certificate:
        raise CertificateMoved
    standing = Certificate.objects.filter(
        petition=certificate.petition_id, state=CertificateState.ISSUED
    ).first()
    if standing:
        end(certificate=standing, reason=WithdrawnReason.REPLACED, words="", at=at, by=by)
    facts = {
        "issued_at": at,
        "sealed": sealed or b"",
        "sealed_by": (BY_KEY if vkey else BY_SITE)[capacity],
        "vkey": vkey,
    }
    among, to = MOVES["issue"]
    rows = Certificate.objects.filter(pk=certificate.pk, state__in=among, sha256=certificate.sha256)
    if rows.update(state=to, **facts) != 1:
        raise CertificateMoved
    certificate.refresh_from_db()
    announce(_event(certificate), at=at, by=by)


def _checked(certificate: Certificate, sealed: bytes, user: User) -> str:
    """The key that sealed the file, which must be this certificate. Raises NoKey, NotSealed."""
    keys = SealKey.objects.filter(
        user=user, council=certificate.petition.council, retired_at__isnull=True
    )
    if (key := keys.first()) is None:
        raise NoKey
    try:
        told = sealing.check(sealed, parse_vkey(key.vkey))
    except Invalid as fault:
        raise NotSealed(str(fault)) from None
    if told != certificate.document:
        raise NotSealed(_("It is another certificate."))
    return key.vkey


def _event(row: Certificate) -> CertificateIssued:
    return CertificateIssued(
        **row.ids,
        sha256=row.sha256,
        sealed_by=row.sealed_by,
        vkey=row.vkey,
        level=row.level,
        outcome=row.document["outcome"]["code"],
        certificate=row.document,
        sealed=bytes(row.sealed).decode(),
    )
