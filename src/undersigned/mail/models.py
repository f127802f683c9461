from django.db import models
from django.db.models import Q

from undersigned.mail.states import State


class Letter(models.Model):
    """A letter, sealed to the worker's key until settled (sent, failed, withheld); then blank.

    `due_at` is when the worker next looks at it: to send it, to try again, to see whether the
    worker that was sending it has died (the end of its lease), or to blank a withheld one.
    `settled_at` takes its place after that.
    """

    ref = models.BinaryField(max_length=16, unique=True)  # random; the Message-ID is made of it
    kind = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    sealed = models.BinaryField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # answered with "not now"
    crashes = models.PositiveSmallIntegerField(default=0)  # its worker died and left no answer

    class Meta:
        indexes = [
            # What the worker asks for, many times a minute. Settled letters leave it, so it stays
            # small whatever the table's size; comparing due_at lets both databases use it.
            models.Index(fields=["due_at"], name="letters_due", condition=Q(due_at__isnull=False)),
            # What the daily purge asks for. Rows enter it when they are settled, not when a
            # signer waits.
            models.Index(
                fields=["settled_at"],
                name="letters_settled",
                condition=Q(settled_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_letter_is_due_or_settled",
                condition=Q(due_at__isnull=False, settled_at__isnull=True)
                | Q(due_at__isnull=True, settled_at__isnull=False, sealed=b""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.kind} {bytes(self.ref).hex()[:8]}"
