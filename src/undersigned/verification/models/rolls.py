from django.db import models
from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.verification.states.rolls import RollState


class Roll(models.Model):
    """A list of voters or residents as it stood on one day: an immutable snapshot in encrypted files.

    `ref` is random, names the roll's folder and binds `sealed_key`, the key of its files, which only the holders of
    `rolls.key` can open; without that key the files are noise. `layout` says how the file's columns map
    (rolls/layout.py). `manifest` lists the snapshot's parts with their SHA-256; `snapshot_sha256` is over it.
    """

    ref = models.BinaryField(max_length=16, unique=True)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RollState.choices, default=RollState.RECEIVED)
    title = models.CharField(max_length=120)
    as_of = models.DateField()  # the day on which the list was true
    purge_on = models.DateField(db_index=True)  # the first day on which it is not held any more
    file_size = models.PositiveBigIntegerField()  # bytes, as it was uploaded
    file_sha256 = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)
    rows = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    confidential = models.PositiveBigIntegerField(default=0)  # of the rows
    trouble = models.CharField(max_length=24, blank=True)  # why it was refused (rolls/trouble.py)
    trouble_line = models.PositiveBigIntegerField(default=0)
    manifest = models.JSONField(default=dict)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    sealed_key = models.BinaryField()
    made_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )  # None: the operator, from the command line
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_ready_roll_has_a_snapshot",
                condition=~Q(state=RollState.READY)
                | Q(ready_at__isnull=False) & ~Q(snapshot_sha256="") & ~Q(sealed_key=b""),
            ),
            models.CheckConstraint(
                name="a_purged_roll_has_no_key",
                condition=Q(state=RollState.PURGED, purged_at__isnull=False, sealed_key=b"")
                | ~Q(state=RollState.PURGED) & Q(purged_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_refused_roll_says_why",
                condition=Q(state=RollState.REFUSED) & ~Q(trouble="")
                | ~Q(state=RollState.REFUSED) & Q(trouble=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="rolls_being_read", condition=Q(state=RollState.IMPORTING)
            ),
        ]

    def __str__(self) -> str:
        return f"roll {self.pk} as of {self.as_of}: {self.state}"


class Profile(models.Model):
    """How the columns of one kind of file map, saved by a clerk under a name, for the next file of that kind.

    Profiles that come with the software are files in rolls/profiles/.
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    layout = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="a_profile_has_its_own_name"),
        ]

    def __str__(self) -> str:
        return self.name
