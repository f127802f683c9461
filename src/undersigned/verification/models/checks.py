from django.db import models
from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature
from undersigned.verification.models.rolls import Roll
from undersigned.verification.states.checks import (
    OPEN,
    WORKING,
    Band,
    Channel,
    CheckState,
    LineState,
    Outcome,
)

LINE_BYTES = 4  # of a line's number, in what binds its sealed data


class Check(models.Model):
    """A clerk's check of one petition against one roll.

    Its list is fixed at a checkpoint of the public log (`size`, `root`): the signatures that counted there, in the
    log's order, so that anybody with the log numbers the same lines. `sealed` holds the key of its voters' marks.
    `moved` is how far the worker has come in what `state` says: a crash goes on from there.
    """

    ref = models.BinaryField(max_length=16, unique=True)  # binds what is sealed
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CheckState.choices, default=CheckState.FREEZING)
    every_line = models.BooleanField()  # all that no rule matched go to reviewers; else a draw's
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    lines_found = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=-1)
    sealed = models.BinaryField(default=b"")
    cure_until = models.DateField(
        null=True
    )  # the last day on which signers who were asked can answer
    began_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    linked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)  # what it held of the roll is destroyed
    changed_at = models.DateTimeField()  # by every person's move: two at once collide

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"],
                name="a_petition_has_one_check_under_way",
                condition=Q(state__in=[*WORKING, CheckState.REVIEWING]),
            ),
            models.CheckConstraint(
                name="a_closed_check_says_when",
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_forgotten_check_holds_nothing",
                condition=Q(forgotten_at__isnull=True) | Q(sealed=b""),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="checks_by_state")]

    def __str__(self) -> str:
        return f"check {self.pk}: {self.state}"

    @property
    def ids(self) -> dict[str, int]:
        """How events name it."""
        return {"petition_id": self.petition_id, "check_id": self.pk}


class Line(models.Model):
    """One signature in a check. Its number and its entry in the public log never change.

    `voter` is a keyed mark of the voter it was matched with: equal in two lines of a check when the voter is.
    `sealed` holds what reviewers see of the candidates, to the holders of `rolls.key`. `round` counts how often
    it was begun anew: only decisions of this round stand.
    """

    of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="+")
    leaf = models.PositiveBigIntegerField()  # the number of its entry in the public log
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    state = models.CharField(max_length=8, choices=LineState.choices, default=LineState.NEW)
    band = models.CharField(max_length=8, blank=True, choices=Band.choices)
    rule = models.CharField(max_length=12, blank=True)  # by which it was matched: exact, weight
    outcome = models.CharField(max_length=16, blank=True, choices=Outcome.choices)
    voter = models.BinaryField(max_length=16, default=b"")
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    wanted = models.BooleanField(default=False)  # somebody must decide on it, if no rule did
    audited = models.BooleanField(default=False)  # matched by rule, and looked at all the same
    round = models.PositiveSmallIntegerField(default=1)
    sealed = models.BinaryField(default=b"")
    claimed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="a_line_has_its_own_number"),
            models.UniqueConstraint(
                fields=["of", "signature"], name="a_signature_is_one_line_of_a_check"
            ),
            models.CheckConstraint(
                name="a_settled_line_has_an_outcome",
                condition=Q(state="settled", settled_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="settled") & Q(outcome="", settled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_valid_line_has_a_voter",
                condition=~Q(outcome="valid") | ~Q(voter=b""),
            ),
            models.CheckConstraint(
                name="a_duplicate_names_the_other_line",
                condition=Q(outcome="duplicate", same_as__isnull=False)
                | ~Q(outcome="duplicate") & Q(same_as__isnull=True),
            ),
            models.CheckConstraint(
                name="a_claim_ends",
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
            ),
        ]
        indexes = [
            # What reviewers take next.
            models.Index(
                fields=["of", "number"],
                name="lines_for_reviewers",
                condition=Q(state__in=OPEN, wanted=True),
            ),
            # What the worker has yet to compare.
            models.Index(
                fields=["of", "number"], name="lines_to_compare", condition=Q(state="new")
            ),
            models.Index(fields=["of", "voter"], name="lines_by_voter", condition=~Q(voter=b"")),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of check {self.of_id}"

    @property
    def ref(self) -> bytes:
        """What binds its sealed data: the check and the number."""
        return bytes(self.of.ref) + self.number.to_bytes(LINE_BYTES, "big")

    @property
    def ids(self) -> dict[str, int]:
        """How events name it."""
        return {**self.of.ids, "line_id": self.pk, "number": self.number}


class Candidate(models.Model):
    """A row of the roll that may be the signer of a line: its mark, and how strongly the two agree (bits).

    What the row says of the voter is in the line's sealed data.
    """

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="candidates")
    rank = models.PositiveSmallIntegerField()  # 1 is the best
    voter = models.BinaryField(max_length=16, db_index=True)
    weight = models.FloatField()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["line", "rank"], name="a_rank_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"candidate {self.rank} of line {self.line_id}"


class Decision(models.Model):
    """One reviewer's outcome for a line. Never changed: it is undone, which stays to be seen, and made anew."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    voter = models.BinaryField(max_length=16, default=b"")
    same_as = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "round", "reviewer"],
                name="a_reviewer_decides_on_a_line_once",
                condition=Q(undone_at__isnull=True),
            ),
            models.CheckConstraint(
                name="who_decides_valid_names_the_voter",
                condition=~Q(outcome="valid") | ~Q(voter=b""),
            ),
            models.CheckConstraint(
                name="who_decides_duplicate_names_the_line",
                condition=Q(outcome="duplicate", same_as__isnull=False)
                | ~Q(outcome="duplicate") & Q(same_as__isnull=True),
            ),
            models.CheckConstraint(
                name="an_undone_decision_says_by_whom",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for line {self.line_id}"


class Cure(models.Model):
    """A signer whose line does not count was written to, and may say more; what they said goes back to reviewers.

    `sealed` is what they said, to the holders of `signatures.key`; `ref` and the token stand in the letter's link.
    """

    line = models.OneToOneField(Line, on_delete=models.CASCADE, related_name="+")
    ref = models.BinaryField(max_length=16, unique=True)
    token_hash = models.BinaryField(max_length=32)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)  # that the letter tells
    until = models.DateField()  # the last day
    sealed = models.BinaryField(default=b"")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_answered_cure_says_when",
                condition=Q(sealed=b"") | Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"cure of line {self.line_id}"
