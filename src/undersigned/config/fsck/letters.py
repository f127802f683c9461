"""Letters: their state, what they still hold, and the journal of those given up."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from undersigned.config.fsck.blobs import fault_of_blob
from undersigned.config.fsck.faults import Fault, Rule, each, label
from undersigned.journal.models import Entry
from undersigned.mail.models import Letter
from undersigned.mail.states import State

KEPT = timedelta(days=29)  # a settled letter is purged after 30
WAITING = {State.QUEUED, State.SENDING}
LANGUAGES = {code for code, _ in settings.LANGUAGES}


def letter(row: Letter) -> Iterator[tuple[str, str]]:
    """A letter is waiting and sealed, or settled and blank."""
    if row.kind not in import_string(settings.LETTER_WIRING):
        yield "kind", f"is {row.kind!r}, a letter that this version does not know"
    if row.language not in LANGUAGES:
        yield "language", f"is {row.language!r}"
    if row.due_at and (fault := fault_of_blob(row.sealed, of="letters")):
        yield "sealed", fault
    if row.state in WAITING and not row.due_at:
        yield "state", f"is {row.state}, and nothing is due"
    if row.state in {State.SENT, State.FAILED} and row.due_at:
        yield "state", f"is {row.state}, and something is due"
    if row.settled_at and row.settled_at < row.created_at:
        yield "settled_at", "is before it was written"


def failed() -> Iterator[Fault]:
    """What the journal says was given up was, and nothing else."""
    since = timezone.now() - KEPT
    told = Entry.objects.filter(name="letter.failed", at__gt=since).values_list("facts", flat=True)
    given_up = {facts["letter"] for facts in told}
    for row in Letter.objects.filter(state=State.FAILED, settled_at__gt=since).only("ref", "state"):
        if bytes(row.ref).hex() not in given_up:
            yield Fault(label(row), "state", "is failed; no event says so")
        given_up.discard(bytes(row.ref).hex())
    for ref in sorted(given_up):
        yield Fault(f"letter {ref}", "state", "was given up, and its row is gone or says otherwise")


RULES = [
    Rule(
        "mail.letters",
        "every letter is waiting and sealed, or settled and blank",
        "Compare with a backup; whoever waits for the letter can ask for it again.",
        each(Letter.objects.all, letter),
    ),
    Rule(
        "mail.failed",
        "the letters given up are those of which the journal says so",
        "Compare with a backup.",
        failed,
    ),
]
