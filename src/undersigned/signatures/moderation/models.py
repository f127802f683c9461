from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.moderation.states import APPROVED, UNDO_APPROVED, LookReason, State
from undersigned.signatures.states import VoidReason

MARKS_LAST = timedelta(days=7)  # after patterns were looked for; then the marks are forgotten


class Examination(models.Model):
    """A moderator's look into signatures of a petition: what a condition finds, and what was decided about it.

    The set is fixed when it is counted (`Finding`), so that the second moderator approves the very signatures
    that the first one counted. `condition` holds times, a language, keyed marks: no personal data. What of a
    condition is personal (a mail domain) stands in `sealed`, with the key of this examination's marks. `cursor`
    is how far the worker has come in what `state` says: a crash goes on from there.
    """

    ref = models.BinaryField(max_length=16, unique=True)  # binds what is sealed
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.COUNTING)
    condition = models.JSONField(default=dict)
    within = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(default=b"")
    look_reason = models.CharField(max_length=12, blank=True, choices=LookReason.choices)
    cursor = models.BigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)  # findings done with in the present state
    found = models.PositiveIntegerField(default=0)
    voided = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    stopped = models.BooleanField(default=False)  # before all that were found had been gone through
    reason = models.CharField(max_length=8, blank=True, choices=VoidReason.choices)
    words = models.TextField(blank=True)  # public, beside the reason
    refusal = models.TextField(blank=True)  # the second moderator's words to the first
    began_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    looked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undo_asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undo_approved_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    began_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)  # patterns are known since
    asked_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()  # by every person's move: two at once collide

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="two_people_declare_void",
                condition=Q(approved_by__isnull=True)
                | Q(asked_by__isnull=False) & ~Q(approved_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="two_people_put_back",
                condition=Q(undo_approved_by__isnull=True)
                | Q(undo_asked_by__isnull=False) & ~Q(undo_approved_by=F("undo_asked_by")),
            ),
            models.CheckConstraint(
                name="a_voiding_is_approved_for_a_reason",
                condition=~Q(state__in=APPROVED) | Q(approved_by__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_putting_back_is_approved",
                condition=~Q(state__in=UNDO_APPROVED) | Q(undo_approved_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="examinations_by_state")]

    def __str__(self) -> str:
        return f"examination {self.pk}: {self.state}"

    @property
    def ids(self) -> dict[str, int]:
        """How events name it."""
        return {"petition_id": self.petition_id, "examination_id": self.pk}

    @property
    def asker_id(self) -> int:
        """Who asked for what waits for a second moderator; 0 where nobody has asked."""
        undo = self.state == State.UNDO_ASKED
        return (self.undo_asked_by_id if undo else self.asked_by_id) or 0


class Finding(models.Model):
    """A signature that an examination found.

    The marks are hashes of its mail domain, address line and name under a key of this examination alone, so that
    equal ones can be counted without being read; empty until patterns are looked for, and again some days later.
    """

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="findings")
    signature = models.ForeignKey(
        "signatures.Signature", on_delete=models.CASCADE, related_name="+"
    )
    voided = models.BooleanField(default=False)  # by this examination
    restored = models.BooleanField(default=False)
    domain = models.BinaryField(max_length=8, default=b"")
    address = models.BinaryField(max_length=8, default=b"")
    name = models.BinaryField(max_length=8, default=b"")
    digits = models.BooleanField(default=False)  # the name has some

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["examination", "signature"], name="an_examination_finds_a_signature_once"
            ),
            models.CheckConstraint(
                name="what_was_restored_was_void", condition=Q(restored=False) | Q(voided=True)
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk} of examination {self.examination_id}"
