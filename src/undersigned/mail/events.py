from dataclasses import dataclass

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class LetterFailed(Event):
    """A letter was given up. Its words are gone; the journal keeps its kind and why, never to whom.

    `reason` is ``kind`` (no such letter is wired), ``sealed`` (it did not open), ``address`` (no
    server could take it), ``words`` (it could not be written), ``refused`` (the server said no),
    ``tries`` (the server said "not now" for days) or ``unknown`` (the worker died twice while
    sending it). `code` is the server's last answer, or 0.
    """

    name = "letter.failed"
    letter: str
    kind: str
    reason: str
    code: int = 0
