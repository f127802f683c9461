"""Every event is documented, and wired or silent on purpose; the wiring names only what is there."""

import dataclasses
import inspect
import re

from django.utils.module_loading import import_string
from tests.contracts.support import PACKAGE, modules, under

from undersigned.config import wiring
from undersigned.journal.events import Event


def events() -> list[type[Event]]:
    """Every event of every stage; a nameless class with subclasses is their common part."""
    return [
        thing
        for module in modules("events")
        for thing in vars(module).values()
        if inspect.isclass(thing)
        and issubclass(thing, Event)
        and thing is not Event
        and (hasattr(thing, "name") or not thing.__subclasses__())
        and thing.__module__ == module.__name__
    ]


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
    assert sorted([*wiring.FOLLOWS, *wiring.SILENT]) == sorted(event.name for event in events())


def test_every_event_is_announced_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in under(PACKAGE, ".py"))
    unused = [e.__name__ for e in events() if not re.search(rf"(?<!class )\b{e.__name__}\(", code)]
    assert unused == []


def test_every_dotted_name_in_the_wiring_is_there() -> None:
    followers = [
        dotted
        for follows in wiring.FOLLOWS.values()
        for kind in follows.values()
        for dotted in kind
    ]
    for dotted in [*followers, *wiring.LETTERS.values(), *wiring.ROLES.values()]:
        assert callable(import_string(dotted)), dotted


def test_an_event_that_lacks_something_is_found() -> None:
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Opened(Event):
        name = "Opened"

    class Closed(Event):
        """A petition was closed."""

        name = "petition.closed"

    assert faults(Opened) == ["words of its own", "a dotted name"]
    assert faults(Closed) == ["@dataclass(frozen=True)"]
