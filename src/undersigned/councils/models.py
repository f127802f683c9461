import hashlib
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from undersigned.accounts.models import Invitation, User
from undersigned.councils.states import OFFICERS, Role
from undersigned.pure.standards.canonical_json import canonical_json


class Council(models.Model):
    """A body that petitions are addressed to. Most are not represented on this site."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    place = models.CharField(
        max_length=200
    )  # with the county or state, so that it is told from others
    website = models.URLField(blank=True)
    represented_since = models.DateTimeField(
        null=True, blank=True
    )  # a clerk accepted an invitation

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="wards")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="a_ward_has_its_own_name"),
        ]

    def __str__(self) -> str:
        return self.name


class WardMap(models.Model):
    """The outlines of a council's wards, all of them, as `pure/geo` reads and writes them."""

    council = models.OneToOneField(
        Council, primary_key=True, on_delete=models.CASCADE, related_name="ward_map"
    )
    geojson = models.TextField()
    source = models.CharField(max_length=200)  # whose outlines they are, and of when
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ward map of {self.council_id}"


class Published(models.Model):
    """A council's document in a numbered version that never changes; its SHA-256 is over its canonical JSON."""

    number = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Only once: there is no second version of a version."""
        if self.pk is not None:
            raise ValueError("A version never changes; publish the next one.")
        super().save(**kwargs)

    @property
    def canonical(self) -> bytes:
        """The document's canonical JSON, whose SHA-256 is `sha256`."""
        return canonical_json(self.document)

    @staticmethod
    def hash_of(document: dict[str, Any]) -> str:
        """SHA-256, in hex, of the document as canonical JSON (RFC 8785)."""
        return hashlib.sha256(canonical_json(document)).hexdigest()


class Rules(Published):
    """Who may sign and what they are asked for.

    document: {"bases": ["live", "work", "study"], "minimum_age": int | null,
    "fields": subset of ["address", "postcode"], "ward": bool, "words": {"en": str, "es": str}}; where the law
    asks it of who carries a paper sheet, their statement besides: "circulator": {"en": str, "es": str}
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="rules")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="rules_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.council}: rules {self.number}"


class Notice(Published):
    """The public-records notice: what may become public by law, who sees it, until when.

    document: {"public": {"en": str, "es": str}, "seen_by": {…}, "until": {…}}
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="notices")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="notices_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.council}: notice {self.number}"


class Seat(models.Model):
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="seats")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="a_seat_has_its_own_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Who holds a seat. Without a user the entries are staff's or the organiser's, and pages say so."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=200)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)  # the last day
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_term_ends_after_it_began",
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_office(self, on: date) -> bool:
        """Whether the term covers this day, as far as it is known."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Officer(models.Model):
    """Somebody who acts for a council: its clerk, a deputy, or office staff (who may act as a member's proxy)."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="officers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=[(role, role.label) for role in OFFICERS])

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "user", "role"], name="an_officer_has_a_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.council}"


class Appointment(models.Model):
    """What the claimant of an invitation becomes: an officer of a council, or one of its members."""

    invitation = models.OneToOneField(
        Invitation, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=16, choices=Role.choices)
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="appointments"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_a_member_is_appointed_to_a_seat",
                condition=Q(role="member", member__isnull=False)
                | ~Q(role="member") & Q(member__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.council}"
