import hashlib
from typing import Any

from django.db import models
from django.db.models import F, Q

from undersigned.accounts.models import Invitation, User
from undersigned.councils.models import Council, Notice, Rules
from undersigned.petitions.states import ReturnReason, State, TakedownReason
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.sources.models import Statement


class Group(models.Model):
    """An organisation or a circle of people; a coalition is the groups that sponsor a petition."""

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


class GroupInvitation(models.Model):
    """An invitation whose claimant acts for the group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="+")
    inviter = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.invitation} ({self.group})"


class Petition(models.Model):
    """A coalition's request to a council. Opening fixes its text, the rules and the notice."""

    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="led_petitions")
    language = models.CharField(max_length=8, default="en")
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    text = models.TextField()
    goal = models.PositiveIntegerField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)  # the last day on which it can be signed
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # by every change: two at once collide
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approval_words = models.TextField(blank=True)  # why nobody waited for a reply
    return_reason = models.CharField(max_length=24, blank=True, choices=ReturnReason.choices)
    return_words = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    search_words = models.TextField(blank=True)  # written at opening, without case and accents
    rules = models.ForeignKey(
        Rules, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    takedown_reason = models.CharField(max_length=24, blank=True, choices=TakedownReason.choices)
    takedown_words = models.TextField(blank=True)
    takedown_warned_at = models.DateTimeField(null=True, blank=True)  # organisers told
    takedown_urgency = models.TextField(blank=True)  # why nobody waited after the warning
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
                name="a_public_petition_is_fixed",
                condition=~Q(state__in=["open", "closed", "taken_down"])
                | Q(opened_at__isnull=False, rules__isnull=False, notice__isnull=False)
                & ~Q(text_sha256=""),
            ),
            models.CheckConstraint(
                name="a_closed_petition_says_when",
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_takedown_gives_reason_and_date",
                condition=~Q(state="taken_down")
                | Q(takedown_warned_at__isnull=False, takedown_at__isnull=False)
                & ~Q(takedown_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_ref(self) -> str:
        """The name in commitments and in the public log: [a-z0-9-], at most 32 characters."""
        return f"p{self.pk}"

    def document(self) -> dict[str, Any]:
        """What people sign: the words, their language, and to whom they are addressed."""
        council = {"name": self.council.name, "place": self.council.place}
        words = {"title": self.title, "text": self.text, "language": self.language}
        return words | {"council": council} | ({"summary": self.summary} if self.summary else {})

    def hash_of_text(self) -> str:
        """SHA-256, in hex, of the document as canonical JSON (RFC 8785). Opening stores it."""
        return hashlib.sha256(canonical_json(self.document())).hexdigest()


class Sponsor(models.Model):
    """A group of the coalition and the text it agreed to: a changed text has no agreement."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="sponsors")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sponsorships")
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "group"], name="a_group_sponsors_a_petition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.petition}"


class NamedOfficial(models.Model):
    """An official whom the text names. They are offered a reply before it is published.

    The address is sealed until the petition opens and then erased; the reply is for the public.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="officials")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    ref = models.BinaryField(max_length=16, unique=True)
    email_sealed = models.BinaryField(null=True, blank=True)
    token_hash = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_sha256 = models.CharField(max_length=64, blank=True)  # the text they were asked about
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_sha256 = models.CharField(max_length=64, blank=True)  # the text they replied to
    reply = models.TextField(blank=True)
    statement = models.ForeignKey(  # the reply on the public record, once the petition is open
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_reply_follows_an_offer",
                condition=Q(replied_at__isnull=True) | Q(replied_at__gte=F("offered_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"
