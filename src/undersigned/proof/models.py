from django.db import models
from django.db.models import Q

from undersigned.petitions.models import Petition
from undersigned.proof.states import Freshness, Kind, Trouble
from undersigned.signatures.models import Signature


class Document(models.Model):
    """A public canonical JSON file that a `note` leaf binds together with a random salt.

    `name` is its file name under /log/record/, without ending. Withheld for a person's sake, it goes with its
    salt: what the leaf holds then tells nothing.
    """

    name = models.SlugField(max_length=80, unique=True)
    petition = models.ForeignKey(
        Petition, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # None: of the site
    content = models.BinaryField()
    salt = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    withheld_at = models.DateTimeField(null=True, blank=True)
    withheld_reason = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_withheld_document_is_gone",
                condition=Q(withheld_at__isnull=True, withheld_reason="")
                | Q(withheld_at__isnull=False, content=b"", salt=b"") & ~Q(withheld_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Leaf(models.Model):
    """One entry of the public log: waiting for its place (`index` is null), or in it for good.

    `body` is the exact bytes of the leaf; those of a leaf that names another by its index (withdraw, void, restore,
    a withheld note) or sums up (count) are written when it gets its place, and are empty until then. `document` is
    what a note is about, and of an opening, which fixes four, the text.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    petition = models.ForeignKey(
        Petition, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # None: of the site
    signature = models.ForeignKey(Signature, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16, blank=True)
    day = models.DateField()
    body = models.BinaryField(blank=True)
    made_at = models.DateTimeField()
    include_by = models.DateTimeField()
    promise = models.BinaryField(blank=True)  # the seal over the promise, 64 bytes, once made
    refused_at = models.DateTimeField(null=True)  # it came up, and the log's rules did not allow it
    index = models.PositiveBigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signature"],
                name="a_signature_is_signed_once",
                condition=Q(kind="sign"),
            ),
            models.UniqueConstraint(
                fields=["petition"], name="a_petition_opens_once", condition=Q(kind="open")
            ),
            models.CheckConstraint(
                name="a_leaf_in_its_place_has_a_body",
                condition=Q(index__isnull=True) | ~Q(body=b""),
            ),
        ]
        indexes = [
            # What the sequencer takes next: empty most of the time.
            models.Index(fields=["id"], name="waiting_leaves", condition=Q(index__isnull=True)),
            # What happened to a petition beside being signed, for its pages.
            models.Index(
                fields=["petition", "index"], name="leaves_but_signing", condition=~Q(kind="sign")
            ),
            # What the worker has yet to promise.
            models.Index(
                fields=["id"], name="unpromised_leaves", condition=Q(kind="sign", promise=b"")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} leaf {'' if self.index is None else self.index}"


class Tally(models.Model):
    """A petition's figures at a size of the log, written when a batch changed them: no page counts leaves."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()
    signed = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    void = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "size"], name="a_tally_holds_at_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.signed - self.withdrawn - self.void} at {self.size}"


class Checkpoint(models.Model):
    """A signed state of the log. Stored before it is published: one size never gets two roots."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.BinaryField()  # body and the log's own seal, exactly as published
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"


class Cosignature(models.Model):
    """A witness saw the log grow to this checkpoint and nothing in it change."""

    checkpoint = models.ForeignKey(
        Checkpoint, on_delete=models.PROTECT, related_name="cosignatures"
    )
    witness = models.CharField(max_length=200)
    line = models.TextField()  # the note's signature line
    at = models.DateTimeField()  # as the witness says

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="a_witness_cosigns_a_checkpoint_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.witness} on {self.checkpoint_id}"


class Witness(models.Model):
    """Where it stands with one witness of the policy: when it vouched last, and when it is asked again.

    `evidence` is a checkpoint that the witness holds, under this log's own seal, and that this database contradicts:
    while there is any, nothing is signed.
    """

    vkey = models.CharField(max_length=400, primary_key=True)  # as the policy has it
    freshness = models.CharField(max_length=8, choices=Freshness.choices, default=Freshness.NEVER)
    vouched_at = models.DateTimeField(null=True)  # as the witness says
    vouched_size = models.PositiveBigIntegerField(default=0)
    trouble = models.CharField(max_length=8, blank=True, choices=Trouble.choices)
    tries = models.PositiveSmallIntegerField(default=0)  # in vain, since it last answered
    due_at = models.DateTimeField()
    evidence = models.BinaryField(blank=True)

    def __str__(self) -> str:
        return f"{self.vkey.partition('+')[0]}: {self.freshness}"


class WardCount(models.Model):
    """When a petition's signatures were last counted by ward, and at which size of the log."""

    petition = models.OneToOneField(
        Petition, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"counted by ward at {self.size}"


class WardEntry(models.Model):
    """The ward under which an entry was published, and the salt that shows it; or that its signer gave none.

    Of entries that are not published nothing stands here: their wards are sealed. Goes when the signer's data does.
    """

    index = models.PositiveBigIntegerField(primary_key=True)  # the entry's number in the log
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    ward = models.CharField(max_length=120, blank=True)
    salt = models.BinaryField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"the ward of entry {self.index}"
