from django.db import models
from django.db.models import Q

from undersigned.sources.dates import Dated
from undersigned.sources.states import Kind, Position, Relation


class Source(models.Model):
    """Something published or sent about a matter; whoever cites it shows its relation to it."""

    publisher = models.CharField(max_length=200)
    relation = models.CharField(max_length=16, choices=Relation.choices)
    title = models.CharField(max_length=300)
    address = models.URLField(max_length=500, blank=True)  # empty: none is known
    dated = models.CharField(max_length=21, blank=True)  # as in dates.py; empty: not known
    archived_sha256 = models.CharField(max_length=64, blank=True)  # empty: no copy is held
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["dated", "id"]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"


class Statement(models.Model):
    """What somebody said about a petition, or replied to it, as which source has it.

    A reply answers what it is about, or one statement about the same thing. Both are one kind of
    row, since pages show every side through one template, by date alone.
    """

    about = models.CharField(
        max_length=80
    )  # such as "petition:7": what it speaks of comes after this stage
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.STATEMENT)
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    speaker = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    position = models.CharField(max_length=16, choices=Position.choices, default=Position.UNSTATED)
    words = models.TextField()
    quoted = models.BooleanField()  # the speaker's own words; otherwise a summary
    language = models.CharField(max_length=8, default="en")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements")
    dated = models.CharField(max_length=21)  # as in dates.py
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["dated", "id"]
        indexes = [models.Index(fields=["about", "dated"], name="statements_about_by_date")]
        constraints = [
            models.CheckConstraint(
                name="only_a_reply_answers_a_statement",
                condition=Q(answers__isnull=True) | Q(kind="reply"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} on {self.about}"

    @property
    def on(self) -> Dated:
        return Dated.read(self.dated)
