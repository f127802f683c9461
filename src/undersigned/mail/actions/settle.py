"""What the sender does to a letter that is due: claim it, and then settle it, put it off or let it go.

Each is one conditional UPDATE on the state and the time that were read: of two workers one wins,
and one whose lease ran out changes nothing any more. `due_at` of a claimed letter is its lease's end.
"""

from datetime import datetime, timedelta

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.mail.events import LetterFailed
from undersigned.mail.models import Letter
from undersigned.mail.rules import next_try
from undersigned.mail.states import State


def claim(*, letter: Letter, until: datetime) -> bool:
    """Take a due letter for oneself; False if another worker did. By the worker.

    A letter that is taken out of SENDING is one whose worker died: that is counted.
    """
    crashes = letter.crashes + (letter.state == State.SENDING)
    return _change(letter, state=State.SENDING, due_at=until, crashes=crashes)


def release(*, letter: Letter, due_at: datetime | None) -> bool:
    """Put a claimed letter back as it was, since the server could not be reached. By the worker."""
    return _change(letter, state=State.QUEUED, due_at=due_at)


def settle(*, letter: Letter, state: State, at: datetime) -> bool:
    """Blank a letter that was sent, or is withheld; False if its lease was lost. By the worker."""
    return _change(letter, state=state, sealed=b"", due_at=None, settled_at=at)


@transaction.atomic
def fail(*, letter: Letter, reason: str, at: datetime, code: int = 0) -> bool:
    """Give a letter up: blank it and say so in the journal (LetterFailed). By the worker."""
    failed = settle(letter=letter, state=State.FAILED, at=at)
    if failed:
        ref = bytes(letter.ref).hex()
        event = LetterFailed(letter=ref, kind=letter.kind, reason=reason, code=code)
        announce(event, at=at, by="worker")
    return failed


def put_off(*, letter: Letter, at: datetime) -> timedelta | None:
    """Queue a claimed letter again, after a wait that grows with its tries; None if it has had them all.

    By the worker. The letter's ref spreads the waits.
    """
    tries = letter.tries + 1
    wait = next_try(tries, spread=bytes(letter.ref)[0] / 256)
    if wait is not None:
        _change(letter, state=State.QUEUED, due_at=at + wait, tries=tries)
    return wait


def _change(letter: Letter, **values: object) -> bool:
    still = Letter.objects.filter(pk=letter.pk, state=letter.state, due_at=letter.due_at)
    if not still.update(**values):
        return False
    for name, value in values.items():
        setattr(letter, name, value)
    return True
