"""Several at once: threads that start together, each with a connection of its own to one real database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """A copy of the test's database that threads share, where it is in memory; PostgreSQL's is shared as it is."""
    if connection.vendor == "postgresql":
        yield
        return
    file = folder / "shared.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    in_memory, name = connections["default"], connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = str(file)
    connections["default"] = connections.create_connection("default")
    connections["default"].ensure_connection()  # the file has its log before anybody races for it
    yield
    connections["default"].close()
    connections["default"] = in_memory
    connections.settings["default"]["NAME"] = name


def race(*calls: Callable[[], object]) -> list[object]:
    """What each call came to, its exception if it raised one; all start at the same moment."""
    together = threading.Barrier(len(calls))
    outcomes: list[object] = [None] * len(calls)

    def run(index: int, call: Callable[[], object]) -> None:
        together.wait()
        try:
            outcomes[index] = call()
        except Exception as error:  # noqa: BLE001 - the exception is the outcome
            outcomes[index] = error
        connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
