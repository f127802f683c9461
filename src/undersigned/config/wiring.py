"""The switchboard: everything the system does by itself, on one page.

FOLLOWS: event → what follows it `now` (in its transaction; takes the list of events of that kind and `at`)
and `later` (in the worker; takes one event and `at`).
LETTERS: kind of letter → the function that writes it (takes the sealed facts, opened, and returns a Letter).
ROLES: role → the predicate that says whether a signed-in user has it.
All are dotted names, so that reading this page imports nothing.
"""

from typing import TypedDict


class Follows(TypedDict, total=False):
    now: list[str]
    later: list[str]


FOLLOWS: dict[str, Follows] = {}

# Events that nothing follows, on purpose: they stand in the journal alone.
SILENT: set[str] = {
    "reply.made",
    "source.added",
    "statement.made",
}

LETTERS: dict[str, str] = {}

ROLES: dict[str, str] = {}
