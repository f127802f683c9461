from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.sources import SourceFactory, StatementFactory

from undersigned.journal.models import Change, Entry
from undersigned.sources.actions import (
    Said,
    SourceRefused,
    StatementRefused,
    add_source,
    reply,
    state,
)
from undersigned.sources.models import Source, Statement
from undersigned.sources.queries import statements_about
from undersigned.sources.states import Kind, Relation

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 5, 12, tzinfo=UTC)
SAID = Said(
    speaker="Sample Mayor",
    role="Mayor of Exampleton",
    words="The bridge is on the list for next year.",
    dated="2026-02-04",
    quoted=True,
)


def test_a_source_keeps_what_is_known_and_leaves_the_rest_empty() -> None:
    source = add_source(
        publisher="City of Exampleton",
        relation=Relation.OFFICIAL,
        title="Answer of the mayor's office",
        dated="2026-02",
        at=AT,
        by="user:1",
    )

    row = Source.objects.get()
    assert row == source
    assert (row.address, row.archived_sha256, row.dated) == ("", "", "2026-02")
    assert Entry.objects.get().name == "source.added"


def test_what_is_not_known_of_a_source_stays_empty() -> None:
    facts = {"publisher": "The Exampleton Ledger", "relation": Relation.PRESS, "title": "A bridge"}

    source = add_source(**facts, at=AT, by="user:1")

    assert (source.address, source.dated, source.archived_sha256) == ("", "", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"publisher": " "},
        {"title": ""},
        {"address": "javascript:alert(1)"},
        {"address": "https://example.org/a b"},
        {"archived_sha256": "ABC"},
        {"dated": "last week"},
    ],
)
def test_a_source_that_cannot_be_cited_is_refused(wrong: dict[str, str]) -> None:
    facts = {"publisher": "The Exampleton Ledger", "title": "A bridge"} | wrong

    with pytest.raises(SourceRefused):
        add_source(relation=Relation.PRESS, at=AT, by="user:1", **facts)

    assert not Source.objects.exists()


def test_a_statement_stands_with_its_source_and_freshens_the_page_it_is_about() -> None:
    source = SourceFactory()

    made = state(about="petition:7", said=SAID, source=source, at=AT, by="user:1")

    assert list(statements_about("petition:7")) == [made]
    assert (made.kind, made.source) == (Kind.STATEMENT, source)
    assert Change.objects.get().scope == "petition:7"
    assert Entry.objects.get().facts == {"statement": made.pk, "about": "petition:7"}


def test_an_official_replies_to_a_petition_or_to_one_statement_about_it() -> None:
    statement = StatementFactory(about="petition:7")
    source = SourceFactory()

    whole = reply(about="petition:7", said=SAID, source=source, at=AT, by="user:1")
    one = reply(about="petition:7", said=SAID, source=source, answers=statement, at=AT, by="user:1")

    assert (whole.kind, whole.answers) == (Kind.REPLY, None)
    assert (one.kind, one.answers) == (Kind.REPLY, statement)
    assert [entry.facts["answers"] for entry in Entry.objects.order_by("id")] == [
        None,
        statement.pk,
    ]


def test_a_reply_to_a_statement_about_something_else_is_refused() -> None:
    statement = StatementFactory(about="petition:8")

    with pytest.raises(StatementRefused):
        reply(
            about="petition:7",
            said=SAID,
            source=statement.source,
            answers=statement,
            at=AT,
            by="user:1",
        )

    assert list(Statement.objects.all()) == [statement]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("petition 7", SAID),
        ("petition:7", replace(SAID, speaker="")),
        ("petition:7", replace(SAID, words="\n")),
        ("petition:7", replace(SAID, dated="soon")),
    ],
)
def test_a_statement_without_who_what_when_or_about_what_is_refused(about: str, said: Said) -> None:
    with pytest.raises(StatementRefused):
        state(about=about, said=said, source=SourceFactory(), at=AT, by="user:1")

    assert not Statement.objects.exists()


def test_statements_stand_by_date_alone_whatever_their_side() -> None:
    late = StatementFactory(dated="2026-03-01", position="for")
    vague = StatementFactory(dated="2026", position="against")
    early = StatementFactory(dated="2026-01-15", position="neither")

    assert list(statements_about("petition:1")) == [vague, early, late]


@pytest.mark.parametrize("count", [1, 3])
def test_statements_with_their_sources_take_one_query(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    StatementFactory.create_batch(count)

    with django_assert_num_queries(1):
        publishers = [made.source.publisher for made in statements_about("petition:1")]

    assert len(publishers) == count
