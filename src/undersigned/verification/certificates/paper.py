"""The certificate as a paper: PDF by Typst, from the sealed document alone."""

from dataclasses import asdict
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from undersigned.verification.certificates.reading import outcome, parts, sentence
from undersigned.verification.models import Certificate
from undersigned.verification.pdf import pdf
from undersigned.verification.states.certificates import SealedBy, WithdrawnReason


def paper(certificate: Certificate) -> bytes:
    """In the language that is active."""
    told = certificate.document
    council = told["council"]
    facts = {
        "title": _("Certificate about the signatures of a petition"),
        "author": council["name"],
        "language": get_language() or "en",
        "kicker": f"{council['name']}, {council['place']}",
        "petition": told["petition"]["title"],
        "outcome": outcome(told),
        "sentence": sentence(told),
        "parts": [asdict(part) for part in parts(told)],
        "hashes_title": _("Hashes"),
        "hashes": [
            (_("This certificate (SHA-256)"), certificate.sha256),
            (_("Text that was signed"), told["petition"]["text_sha256"]),
            (_("Roll"), told["roll"]["sha256"]),
            (_("Root of the public log"), told["log"]["root"]),
        ],
        "seal": seal_words(certificate),
        "footer": told["petition"]["address"],
    }
    return pdf("certificate", facts)


def seal_words(certificate: Certificate) -> str:
    """Who attests it, how, and whether it still holds."""
    number = _("Certificate %(number)d") % {"number": certificate.number}
    if not certificate.issued_at:
        return _("%(number)s. DRAFT: not issued.") % {"number": number}
    sealed = SealedBy(certificate.sealed_by).label
    words = f"{number}, {_day(certificate.issued_at)}: {sealed}."
    if certificate.vkey:
        words += f" {certificate.vkey}"
    if certificate.withdrawn_at:
        reason = WithdrawnReason(certificate.withdrawn_reason).label
        words = (
            _("WITHDRAWN on %(day)s: %(reason)s.")
            % {
                "day": _day(certificate.withdrawn_at),
                "reason": reason,
            }
            + f" {words}"
        )
    return words


def _day(at: datetime) -> str:
    return str(date_format(localtime(at)))
