from typing import Any

from django.db import models
from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.proof.models import Document
from undersigned.verification.models.checks import Check, Line
from undersigned.verification.states.draws import DrawState


class Draw(models.Model):
    """Lines of a check drawn by lot, in a ceremony that was announced before anybody knew the dice.

    `announcement` is the file that was published, and `method` how the figures are worked out (methods.py). `strata`
    says how many lines there are of each stratum and how many are drawn: [{"name": "web", "lines": 900, "sample": 90}].
    `accepted` lines were matched by rule when it was announced: `audit` of them are looked at all the same. The seed
    is made of what was announced and the `digits` thrown.
    """

    of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="draws")
    state = models.CharField(max_length=12, choices=DrawState.choices, default=DrawState.ANNOUNCED)
    announcement = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=40)
    required = models.PositiveIntegerField()
    strata = models.JSONField(default=list)
    accepted = models.PositiveIntegerField()
    accepted_sha256 = models.CharField(
        max_length=64
    )  # of the list of those lines, with the check's ref
    audit = models.PositiveIntegerField()
    happens_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digits = models.CharField(max_length=100, blank=True)
    thrown_at = models.DateTimeField(null=True)
    witnessed_size = models.PositiveBigIntegerField(
        default=0
    )  # of the log, when the dice were let in
    grown = models.PositiveSmallIntegerField(default=0)  # how often more lines were drawn
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["of"],
                name="a_check_has_one_draw_at_a_time",
                condition=~Q(state="cancelled"),
            ),
            models.CheckConstraint(
                name="a_thrown_draw_has_its_digits",
                condition=Q(state="announced", thrown_at__isnull=True, digits="")
                | Q(state="thrown", thrown_at__isnull=False) & ~Q(digits="")
                | Q(state="cancelled"),
            ),
            models.CheckConstraint(
                name="a_cancelled_draw_says_when",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | ~Q(state="cancelled") & Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.pk} of check {self.of_id}: {self.state}"

    @property
    def ids(self) -> dict[str, Any]:
        """How events name it."""
        return {**self.of.ids, "draw_id": self.pk, "announcement": self.announcement.name}

    @property
    def sample(self) -> int:
        """How many lines are drawn, all strata together."""
        return sum(int(stratum["sample"]) for stratum in self.strata)

    @property
    def lines(self) -> int:
        """How many lines they are drawn from."""
        return sum(int(stratum["lines"]) for stratum in self.strata)


class Pick(models.Model):
    """A line that was drawn: as which one of its stratum (1 is the first)."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="picks")
    stratum = models.CharField(max_length=8, blank=True)
    place = models.PositiveIntegerField()
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["stratum", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "stratum", "place"], name="a_place_is_drawn_once"
            ),
            models.UniqueConstraint(
                fields=["draw", "stratum", "line"], name="a_line_is_drawn_once_of_a_stratum"
            ),
        ]

    def __str__(self) -> str:
        return f"pick {self.place} of draw {self.draw_id}"
