from django.db import models


class Entry(models.Model):
    """One line of the journal. Append-only; facts are ids and strings, never keys into later stages."""

    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    by = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    public = models.BooleanField(default=False)
    mac = models.BinaryField(max_length=16)  # fingerprints.py: a changed or forged entry is found

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["name", "at"], name="entries_of_a_name_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} by {self.by}"


class Fingerprint(models.Model):
    """What the rows of a subject were at the last event about it (fingerprints.py)."""

    subject = models.CharField(max_length=120, primary_key=True)  # "petition:7"
    marks = models.JSONField(default=dict)  # row → keyed hash

    def __str__(self) -> str:
        return self.subject


class Change(models.Model):
    """When something that pages show last changed; read by every process that keeps pages."""

    scope = models.CharField(max_length=120, primary_key=True)
    stamp = models.CharField(max_length=16)
    at = models.DateTimeField(db_index=True)  # each process asks for the last minute's

    def __str__(self) -> str:
        return self.scope
