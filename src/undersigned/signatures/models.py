from django.db import models
from django.db.models import F, Q

from undersigned.petitions.models import Petition
from undersigned.signatures.moderation.models import Examination, Finding  # noqa: F401 - Django finds them here
from undersigned.signatures.sheets.models import Sheet, SheetLine  # noqa: F401 - as above
from undersigned.signatures.states import COUNTED, LEFT, SLOTS, State, Via, VoidReason


class Signature(models.Model):
    """A person's signature. Who signed is in `sealed` alone, which this site's web process cannot open.

    `ref` is random and stands in the signer's addresses; `email_index` and `name_index` are keyed hashes that
    hold for one petition only; `commit_c` and `commit_w` are what the public log will carry; `check` is a keyed
    hash over the row, so that `undersigned fsck` finds a change made behind the site's back.

    One that came on paper (`via`) has a random `email_index`, so that it neither takes a place at an address nor tells
    anybody that the address signed; its `name_index` is that of an e-mail address on the sheet, or random, too.
    """

    ref = models.BinaryField(max_length=16, unique=True)
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    via = models.CharField(max_length=8, choices=Via.choices, default=Via.WEB)
    email_index = models.BinaryField(max_length=16)
    name_index = models.BinaryField(max_length=16)
    slot = models.PositiveSmallIntegerField(null=True)
    commit_c = models.BinaryField(max_length=32)
    commit_w = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    language = models.CharField(max_length=8)
    show_name = models.BooleanField(default=False)
    name_shown = models.BooleanField(default=False)
    for_groups = models.BooleanField(default=False)  # at least one group may write to the signer
    token_hash = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=32)
    code_tries = models.PositiveSmallIntegerField(default=0)
    asked = models.CharField(
        max_length=8, default="", blank=True
    )  # a letter "again", to be "moved", its "receipt", or the one to who signed on "paper"
    asks = models.PositiveSmallIntegerField(default=0)
    sealed_address = models.BinaryField(
        null=True
    )  # the corrected address, until the worker moves it in
    reminders = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)  # withdrawn or void since
    held = models.BooleanField(default=False)  # a moderator looks into it; the signer is not told
    void_reason = models.CharField(max_length=8, blank=True, choices=VoidReason.choices)
    counted_as = models.CharField(
        max_length=12, default="", blank=True
    )  # what the counts have it as
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # a corrected one: withdrawn in the moment in which this one is confirmed
    check_sum = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            # Also the look-up for duplicates: rows without a slot are all distinct to both databases.
            models.UniqueConstraint(
                fields=["petition", "email_index", "slot"], name="an_address_has_two_slots"
            ),
            models.CheckConstraint(
                name="a_confirmed_signature_has_a_time_and_a_slot",
                condition=Q(state="confirmed", confirmed_at__isnull=False, slot__in=SLOTS)
                | Q(state="void", confirmed_at__isnull=False, slot__in=SLOTS)
                | Q(state="withdrawn", confirmed_at__isnull=False, slot__isnull=True)
                | ~Q(state__in=COUNTED) & Q(slot__isnull=True, confirmed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="only_what_was_confirmed_is_counted",
                condition=Q(counted_as="") | Q(state__in=COUNTED),
            ),
            models.CheckConstraint(
                name="who_left_says_when",
                condition=Q(state__in=LEFT, left_at__isnull=False)
                | ~Q(state__in=LEFT) & Q(left_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_void_has_a_reason",
                condition=Q(state="void") & ~Q(void_reason="")
                | ~Q(state="void") & Q(void_reason=""),
            ),
        ]
        indexes = [
            # What the counter has yet to add, to take out or to put back: empty most of the time.
            models.Index(
                fields=["id"],
                name="not_yet_counted",
                condition=Q(state__in=COUNTED) & ~Q(counted_as=F("state")),
            ),
            # What left a petition's count, for its history when some of it is put back.
            models.Index(
                fields=["petition"], name="left_signatures", condition=Q(counted_as__in=LEFT)
            ),
            # So that dropping a row need not look through all for one that replaces it.
            models.Index(
                fields=["replaces"], name="corrections", condition=Q(replaces__isnull=False)
            ),
            models.Index(fields=["petition"], name="held_signatures", condition=Q(held=True)),
            models.Index(fields=["petition"], name="paper_signatures", condition=Q(via=Via.PAPER)),
            # What the worker does by date: reminders and dropping; confirmed rows leave it.
            models.Index(
                fields=["made_at"],
                name="unconfirmed_by_age",
                condition=~Q(state__in=COUNTED),
            ),
            models.Index(fields=["id"], name="letters_asked_for", condition=~Q(asked="")),
            # An organiser's file of those who may be written to, without opening anybody else.
            models.Index(
                fields=["petition"],
                name="signers_for_groups",
                condition=Q(state="confirmed", for_groups=True),
            ),
            models.Index(
                fields=["id"],
                name="names_to_be_shown",
                condition=Q(state="confirmed", show_name=True, name_shown=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} signature {bytes(self.ref).hex()[:8]}"

    @property
    def address_index(self) -> bytes:
        """The blind index of the e-mail address that letters about it go to."""
        return bytes(self.name_index if self.via == Via.PAPER else self.email_index)


class Allowance(models.Model):
    """How much of a limit is used: letters to an address a day, signatures from a network an hour.

    `key` is a keyed hash that changes with the day or hour, so that rows of different days do not tell of one person.
    """

    key = models.BinaryField(max_length=16, primary_key=True)
    used = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.used} until {self.until:%Y-%m-%d %H:%M}"


class Silence(models.Model):
    """An address whose owner said "this was not me": it gets no more letters about that petition.

    `key` is a keyed hash of address and petition, and stands for no signature. It goes when what is held of the
    petition's signers goes.
    """

    key = models.BinaryField(max_length=16, primary_key=True)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"an address that wants no letters about petition {self.petition_id}"


class Inquiry(models.Model):
    """Somebody asks to be sent the link to their signature. The worker alone can read the address, and answers it.

    `held` is an inquiry over the limits: stored like any other, and never answered.
    """

    ref = models.BinaryField(max_length=16, unique=True)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    language = models.CharField(max_length=8)
    held = models.BooleanField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"an inquiry about petition {self.petition_id}"


class PetitionCount(models.Model):
    """The running count of a petition, moved by the worker alone; always the number of its rows counted as such."""

    petition = models.OneToOneField(
        Petition, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed = models.PositiveIntegerField(default=0)  # net: without those that left
    withdrawn = models.PositiveIntegerField(default=0)
    void = models.PositiveIntegerField(default=0)
    paper = models.PositiveIntegerField(default=0)  # of `confirmed`: those that came on paper
    as_of = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)  # nothing of its signers is held any more

    def __str__(self) -> str:
        return f"{self.confirmed} for petition {self.petition_id}"


class HourlyCount(models.Model):
    """How many signatures were confirmed in one hour (UTC), and how many left the count in it and are still out."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField()
    confirmed = models.PositiveIntegerField()
    left = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "hour"], name="an_hour_is_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}: {self.confirmed}"


class PublicName(models.Model):
    """The name of a signer who asked for it to be shown. Nobody else's name stands outside `sealed`."""

    signature = models.OneToOneField(
        Signature, on_delete=models.CASCADE, related_name="public_name"
    )
    name = models.CharField(max_length=200)
    check_sum = models.BinaryField(max_length=16)

    def __str__(self) -> str:
        return f"a public name of petition {self.signature.petition_id}"
