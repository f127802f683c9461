from django.db import models
from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.petitions.models import Petition
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.verification.models.checks import Check
from undersigned.verification.models.draws import Draw
from undersigned.verification.states.certificates import (
    CertificateState,
    SealedBy,
    WithdrawnReason,
)


class Certificate(models.Model):
    """What a clerk, or an independent verifier, attests about a petition's signatures.

    `document` never changes, follows certificates/schema/ and is about figures alone: it stands when all that it
    rests on is destroyed. `sealed` is the document under the clerk's own seal; empty where the site seals for them,
    by its entry in the public log.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="certificates")
    draw = models.ForeignKey(Draw, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=CertificateState.choices, default=CertificateState.DRAFT
    )
    level = models.CharField(max_length=12)  # of evidence: ui/evidence.py
    signed = models.PositiveIntegerField()  # how many had signed in the log at the check's size
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField(default=b"")
    sealed_by = models.CharField(max_length=16, blank=True, choices=SealedBy.choices)
    vkey = models.CharField(max_length=400, blank=True)  # that checks the seal
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=12, blank=True, choices=WithdrawnReason.choices)
    withdrawn_words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "number"], name="certificates_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["petition"],
                name="one_certificate_stands",
                condition=Q(state="issued"),
            ),
            models.CheckConstraint(
                name="an_issued_certificate_says_who_sealed_it",
                condition=Q(state="draft", issued_at__isnull=True, sealed_by="")
                | ~Q(state="draft") & Q(issued_at__isnull=False) & ~Q(sealed_by=""),
            ),
            models.CheckConstraint(
                name="a_withdrawn_certificate_says_why",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.number} of petition {self.petition_id}: {self.state}"

    @property
    def ids(self) -> dict[str, int]:
        """How events name it."""
        return {
            "petition_id": self.petition_id,
            "certificate_id": self.pk,
            "number": self.number,
        }

    @property
    def canonical(self) -> bytes:
        """The document's canonical JSON, whose SHA-256 is `sha256`, and which is sealed."""
        return canonical_json(self.document)


class SealKey(models.Model):
    """The public keys of somebody who certifies for a council: one that checks seals, one that lists are encrypted to.

    Made by undersigned-seal.pyz on their own machine. A retired one still checks what it sealed.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    vkey = models.CharField(max_length=400)
    recipient = models.CharField(max_length=100)  # age1…
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council"],
                name="one_key_at_a_time",
                condition=Q(retired_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"the key {self.vkey.partition('+')[0]}"


class Verifier(models.Model):
    """Somebody independent who checks a petition's signers where the council takes no part here."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "user"],
                name="a_verifier_is_appointed_once",
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"verifier of petition {self.petition_id}"
