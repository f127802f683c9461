"""What the logs tell of a fault: its kind and its place, and nothing that might name a person."""

import io
import json
import logging

import structlog

from undersigned.config.logs import configure

ADDRESS = "ana@example.org"


def logged(write: object) -> dict[str, object]:
    """The one line that `write` leaves in the log."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        configure({"level": "INFO"})
        out = io.StringIO()
        root.handlers[0].setStream(out)  # type: ignore[attr-defined]
        write()  # type: ignore[operator]
    finally:
        root.handlers, root.level = handlers, level
    line: dict[str, object] = json.loads(out.getvalue())
    return line


def fail() -> None:
    address = ADDRESS
    raise ValueError(f"no letter to {address}")


def by_structlog() -> None:
    try:
        fail()
    except ValueError:
        structlog.get_logger("a").exception("job failed", job="letters")


def by_the_standard_library() -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("b").exception("job failed")


def test_an_exception_is_told_without_its_words_and_variables() -> None:
    for write in (by_structlog, by_the_standard_library):
        line = logged(write)
        assert line["event"] == "job failed"
        told = line["exception"]
        assert isinstance(told, dict)
        assert told["kind"] == "ValueError"
        assert told["places"][-1].startswith("test_logs.py:")
        assert ADDRESS not in json.dumps(line)
