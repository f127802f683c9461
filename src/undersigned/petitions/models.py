from django.db import models
from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.councils.models import Council, Notice, Rules
from undersigned.petitions.states import State


class Group(models.Model):
    """An organisation or a circle of people; a coalition is the groups that sponsor one petition."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    website = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """An organiser: somebody who acts for a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="a_user_is_in_a_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} of {self.group}"


class Petition(models.Model):
    """A coalition's request to a council. Opening fixes its text, the council's rules and the notice."""

    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="led_petitions")
    language = models.CharField(max_length=8, default="en")
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    text = models.TextField()
    goal = models.PositiveIntegerField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    rules = models.ForeignKey(Rules, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    takedown_reason = models.CharField(max_length=24, blank=True)
    takedown_words = models.TextField(blank=True)
    takedown_at = models.DateTimeField(null=True, blank=True)
    succeeds = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="successors"
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-opened_at"], name="public_list_by_opening"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_open_petition_is_fixed",
                condition=~Q(state__in=["open", "closed"])
                | Q(opened_at__isnull=False, rules__isnull=False, notice__isnull=False)
                & ~Q(text_sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_ref(self) -> str:
        """The petition's name in commitments and in the public log: [a-z0-9-], at most 32 characters."""
        return f"p{self.pk}"


class Sponsor(models.Model):
    """A group of the coalition, and when it agreed to the text as it stands (empty: not yet, or changed since)."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="sponsors")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sponsorships")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "group"], name="a_group_sponsors_a_petition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.petition}"
