"""Where a certificate stands, who sealed it, and why one is withdrawn."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CertificateState(TextChoices):
    DRAFT = "draft", pgettext_lazy("certificate", "Drafted, not public yet")
    ISSUED = "issued", pgettext_lazy("certificate", "Issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")


class SealedBy(TextChoices):
    CLERK = "clerk", _("sealed by the clerk with the clerk’s own key")
    VERIFIER = "verifier", _("sealed by the independent verifier with a key of their own")
    SITE = "site", _("sealed by the site for the clerk")
    SITE_FOR_VERIFIER = "site_verifier", _("sealed by the site for the independent verifier")


class WithdrawnReason(TextChoices):
    ROLL = "roll", _("the roll was not the right one")
    FIGURES = "figures", _("a figure is wrong")
    METHOD = "method", _("the method was not the one that the law asks for")
    COURT = "court", _("a court or an authority decided so")
    REPLACED = "replaced", _("a newer certificate takes its place")
    OTHER = "other", _("another reason")


# Verb → the states it starts from, and the one it leads to.
MOVES: dict[str, tuple[frozenset[CertificateState], CertificateState]] = {
    "issue": (frozenset({CertificateState.DRAFT}), CertificateState.ISSUED),
    "withdraw": (frozenset({CertificateState.ISSUED}), CertificateState.WITHDRAWN),
}
