"""All statements, in the order in which things depend on each other."""

from collections.abc import Iterator
from datetime import datetime

from undersigned.config.doctor import database, log, machine, queues, witnesses
from undersigned.config.doctor.statement import Statement


def examine(at: datetime) -> Iterator[Statement]:
    """Look at everything; what needs a database that is not there is left out."""
    yield from machine.statements(at)
    of_database = list(database.statements(at))
    yield from of_database
    if all(
        statement.well for statement in of_database if statement.about in {"database", "tables"}
    ):
        yield from queues.statements(at)
        yield from log.statements(at)
        yield from witnesses.statements(at)
