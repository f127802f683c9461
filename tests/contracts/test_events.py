"""Every event is documented, and wired or silent on purpose; the wiring names only what is there."""

import dataclasses
import inspect
import re
from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import import_string
from tests.contracts.support import PACKAGE, SRC, under

from undersigned.config import wiring
from undersigned.journal.events import Event


def events() -> list[type[Event]]:
    """Every event there is; a nameless class with subclasses is their common part."""
    for path in under(PACKAGE, ".py"):
        named = "events" in {path.stem, path.parent.name}
        if named or "import Event" in path.read_text(encoding="utf-8"):
            import_module(".".join(path.relative_to(SRC).with_suffix("").parts))
    found = [event for event in below(Event) if event.__module__.startswith("undersigned.")]
    return [event for event in found if hasattr(event, "name") or not event.__subclasses__()]


def below(kind: type[Event]) -> Iterator[type[Event]]:
    """All subclasses, and theirs."""
    for inner in kind.__subclasses__():
        yield inner
        yield from below(inner)


def faults(event: type[Event]) -> list[str]:
    """What an event lacks."""
    own_words = inspect.cleandoc(event.__doc__ or "")
    frozen = event.__dataclass_params__.frozen and "__dataclass_fields__" in vars(event)
    return [
        *(
            ["words of its own"]
            if own_words.startswith(f"{event.__name__}(") or not own_words
            else []
        ),
        *(
            []
            if re.fullmatch(r"[a-z_]+\.[a-z_]+", getattr(event, "name", ""))
            else ["a dotted name"]
        ),
        *([] if frozen else ["@dataclass(frozen=True)"]),
    ]


def test_every_event_is_documented_named_and_frozen() -> None:
    lacking = {event.__name__: faults(event) for event in events()}
    assert {name: lacks for name, lacks in lacking.items() if lacks} == {}


def test_no_two_events_share_a_name() -> None:
    names = sorted(event.name for event in events())
    assert names == sorted(set(names))


def test_every_event_is_wired_or_silent_and_nothing_else_is() -> None:
    names = {event.name for event in events()}
    assert names - set(wiring.FOLLOWS) - wiring.SILENT == set(), "neither wired nor silent"
    assert set(wiring.FOLLOWS) - names == set(), "no such event"
    assert wiring.SILENT - names == set(), "no such event"
    assert wiring.SILENT & set(wiring.FOLLOWS) == set(), "both"


def test_every_event_is_announced_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in under(PACKAGE, ".py"))
    unused = [e.__name__ for e in events() if not re.search(rf"(?<!class )\b{e.__name__}\(", code)]
    assert unused == []


def test_every_dotted_name_in_the_wiring_is_there() -> None:
    tables = [table for name, table in vars(wiring).items() if name.isupper()]
    dotted = [text for text in leaves(tables) if text.startswith("undersigned.")]
    assert [text for text in dotted if not callable(import_string(text))] == []
    assert set(wiring.ROLES.values()) <= set(dotted)


def leaves(table: object) -> Iterator[str]:
    """Every string of a nested table."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict | list | set):
        inner = table.values() if isinstance(table, dict) else table
        yield from (text for value in inner for text in leaves(value))


def test_every_row_with_a_fingerprint_is_there() -> None:
    for row in leaves(wiring.FINGERPRINTS):
        label, _, path = row.partition(":")
        field = path.partition("__")[0] or "pk"
        assert field == "pk" or apps.get_model(label)._meta.get_field(field).is_relation, row


def test_an_event_that_lacks_something_is_found() -> None:
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Opened(Event):
        name = "Opened"

    class Closed(Event):
        """A petition was closed."""

        name = "petition.closed"

    assert list(leaves([{"a": ["b", {"c"}]}, "d"])) == ["b", "c", "d"]
    assert faults(Opened) == ["words of its own", "a dotted name"]
    assert faults(Closed) == ["@dataclass(frozen=True)"]
