from django.db import models
from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.sheets.states import LINES_AT_MOST, Side, StrikeReason


class Sheet(models.Model):
    """A paper sheet that came back with signatures. `sealed` holds the name of who carried it, for those who check."""

    ref = models.BinaryField(max_length=16, unique=True)  # binds what is sealed
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # as it stands on the paper
    side = models.CharField(max_length=12, choices=Side.choices)
    last_line = models.PositiveSmallIntegerField()  # the last line that somebody signed
    collected_on = models.DateField()  # the last day on which somebody signed it
    scan_sha256 = models.CharField(max_length=64, blank=True)  # in hex; the scan itself stays away
    sealed = models.BinaryField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "number"], name="sheets_are_numbered"),
            models.CheckConstraint(
                name="a_sheet_has_lines",
                condition=Q(last_line__gte=1, last_line__lte=LINES_AT_MOST),
            ),
        ]

    def __str__(self) -> str:
        return f"sheet {self.number} of petition {self.petition_id}"


class SheetLine(models.Model):
    """One line of a sheet as it was typed in. The signature's state says whether it counts.

    Struck out, a line stays to be seen; a line of the same number may then be typed again. Struck out before it
    counted, its signature is gone.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    signature = models.OneToOneField(
        "signatures.Signature", null=True, on_delete=models.PROTECT, related_name="sheet_line"
    )
    incomplete = models.BooleanField(default=False)  # something is missing or cannot be read
    with_email = models.BooleanField(default=False)  # so a letter follows
    typed_at = models.DateTimeField()
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    struck_reason = models.CharField(max_length=8, blank=True, choices=StrikeReason.choices)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"],
                name="a_line_stands_once",
                condition=Q(struck_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_struck_line_says_why",
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                & Q(signature__isnull=False)
                | Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of sheet {self.sheet_id}"
