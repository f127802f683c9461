"""Letters in the queue, sealed for real; to invented people."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from undersigned.mail.actions import write
from undersigned.mail.models import Letter

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class LetterFactory(DjangoModelFactory[Letter]):
    """A queued letter: `LetterFactory(to="ana@example.org", link="…")`; facts may be given whole."""

    class Meta:
        model = Letter
        exclude = ["to", "link", "facts", "draft"]

    class Params:
        pass

    to: Any = factory.Sequence(lambda n: f"person-{n}@example.org")
    link: Any = "https://example.org/1"
    facts: Any = factory.LazyAttribute(lambda made: {"to": made.to, "link": made.link})
    kind = "sample.hello"
    language = "en"
    draft: Any = factory.LazyAttribute(lambda made: write(made.kind, made.language, made.facts))
    ref = factory.LazyAttribute(lambda made: made.draft.ref)
    sealed = factory.LazyAttribute(lambda made: made.draft.sealed)
    created_at = NOON
    due_at = factory.SelfAttribute("created_at")


def states() -> list[str]:
    """The state of every letter, oldest first."""
    return list(Letter.objects.order_by("id").values_list("state", flat=True))
