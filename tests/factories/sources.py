"""Synthetic sources and statements."""

from datetime import UTC, datetime

import factory

from undersigned.sources.models import Source, Statement
from undersigned.sources.states import Relation


class SourceFactory(factory.django.DjangoModelFactory[Source]):
    class Meta:
        model = Source

    publisher = factory.Sequence(lambda n: f"The Exampleton Ledger {n}")
    relation = Relation.PRESS
    title = "Council hears of a bridge"
    dated = "2026-02-03"
    added_at = datetime(2026, 2, 4, 9, tzinfo=UTC)


class StatementFactory(factory.django.DjangoModelFactory[Statement]):
    class Meta:
        model = Statement

    about = "petition:1"
    speaker = factory.Sequence(lambda n: f"Sample Speaker {n}")
    words = "Sample words about a bridge."
    quoted = True
    source = factory.SubFactory(SourceFactory)
    dated = "2026-02-03"
    recorded_at = datetime(2026, 2, 4, 9, tzinfo=UTC)
