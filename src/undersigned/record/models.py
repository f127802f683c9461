from django.db import models
from django.db.models import Q

from undersigned.record.states import Reason, State


class Dossier(models.Model):
    """One matter's record: the versions of one file."""

    slug = models.SlugField(max_length=80, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """A file as imported, in canonical JSON; its bytes never change."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    imported_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # returned or withdrawn
    reason = models.CharField(max_length=24, choices=Reason.choices, blank=True)
    reason_words = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="versions_are_numbered"),
            models.UniqueConstraint(
                fields=["dossier", "sha256"], name="the_same_content_is_one_version"
            ),
            models.CheckConstraint(
                name="what_is_shown_was_reviewed",
                condition=~Q(state__in=["shown", "withdrawn"]) | Q(shown_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_ended_has_a_reason",
                condition=~Q(state__in=["returned", "withdrawn"])
                | Q(ended_at__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} v{self.number}"
