"""Check all rules, over one unchanging view of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from undersigned.config.fsck import (
    database,
    erasures,
    letters,
    log,
    logged,
    marks,
    moderation,
    petitions,
    rolls,
    sheets,
    signatures,
    vouched,
)
from undersigned.config.fsck.faults import Fault, Rule

PARTS = (
    *(database, marks, signatures, sheets, moderation, petitions),
    *(letters, erasures, log, logged, vouched, rolls),
)
RULES: list[Rule] = [rule for part in PARTS for rule in part.RULES]


def fsck() -> Iterator[tuple[Rule, list[Fault]]]:
    """Each rule with the faults it found."""
    with one_view():
        for rule in RULES:
            yield rule, list(rule.find())


@contextmanager
def one_view() -> Iterator[None]:
    """A read transaction: the site goes on writing, and none of it is seen half."""
    if connection.in_atomic_block:  # somebody else's view already
        yield
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
        else:
            cursor.execute("BEGIN DEFERRED")  # not IMMEDIATE: signers keep the writer
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
