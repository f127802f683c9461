"""The example of Durham 2018: complete, exact, and on no side."""

import json
from pathlib import Path

import pytest
from tests.factories.record import BY, MONDAY

from undersigned.record.actions import import_dossier
from undersigned.record.document import Document, parse

FILE = Path(__file__).parents[2] / "examples" / "durham-2018.json"
SENTENCE = (
    "opposes international exchanges with any country in which Durham officers receive "
    "military-style training since such exchanges do not support the kind of policing we want "
    "here in the City of Durham"
)


@pytest.fixture(scope="module")
def durham() -> Document:
    return parse(FILE.read_bytes())


@pytest.mark.django_db
def test_it_imports_without_a_fault() -> None:
    made = import_dossier(content=FILE.read_bytes(), at=MONDAY, by=BY)

    assert (made.version.number, made.already) == (1, False)


def test_three_counts_stand_each_with_who_reported_it(durham: Document) -> None:
    found = [(count.value, count.qualifier, count.sources) for count in durham.counts]

    assert found == [(736, "", ("S1",)), (1200, "more_than", ("S2",)), (1394, "", ("S4",))]


def test_relations_to_the_matter_are_as_known(durham: Document) -> None:
    assert {source.id: source.relation for source in durham.sources} == {
        **dict.fromkeys(("S1", "S2", "S3", "S4", "S6", "S7", "S8"), "press"),
        **dict.fromkeys(("S5", "S11", "S12"), "party_for"),
        "S9": "party_against",
        "S10": "scholar",
    }


def test_no_address_is_made_up(durham: Document) -> None:
    assert [source.id for source in durham.sources if not source.address] == ["S1", "S6"]
    assert {source.copy for source in durham.sources} == {"not held"}
    assert durham.petition.text == "not held"


def test_the_outcome_is_unanimous_and_nobody_has_a_vote(durham: Document) -> None:
    (decision,) = durham.facts.decisions

    assert (decision.outcome, decision.tally, decision.roll_call) == (
        "unanimous",
        "unknown",
        "not recorded",
    )
    assert decision.sources == ("S4", "S5", "S6")
    assert len(durham.council.members) == 7
    assert (durham.council.date, durham.council.sources) == ("2018-11", ("S7",))


def test_the_operative_sentence_is_quoted_exactly_beside_each_question(durham: Document) -> None:
    (decision,) = durham.facts.decisions

    assert decision.operative_text is not None
    assert (decision.operative_text.text, decision.operative_text.sources) == (
        SENTENCE,
        ("S2", "S3", "S5"),
    )
    assert [
        (question.beside, [answer.sources for answer in question.answers])
        for question in durham.questions
    ] == [
        ("decision", [("S2", "S3", "S7", "S8"), ("S4", "S6"), ("S5",)]),
        ("decision", [("S2", "S3", "S5", "S6"), ("S4",)]),
    ]


def test_the_register_shows_both_wordings_of_both_entries(durham: Document) -> None:
    assert [
        (entry.person, [wording.sources for wording in entry.wordings])
        for entry in durham.facts.register
    ] == [("Jose Lopez", [("S1",), ("S4", "S11")]), ("C. J. Davis", [("S1",), ("S4", "S11")])]


def test_the_hearing_is_as_long_as_an_organiser_posted(durham: Document) -> None:
    (hearing,) = durham.facts.hearings

    for figure, value in ((hearing.minutes, 210), (hearing.testimonies, 50)):
        assert figure is not None
        assert (figure.value, figure.qualifier, figure.sources) == (value, "about", ("S4",))
        assert figure.quoting is not None


def test_every_text_that_is_not_a_name_is_there_in_spanish() -> None:
    document = json.loads(FILE.read_text())

    names = {
        *("Anti-Defamation League", "Jillian Johnson", "Jewish Voice for Peace", "Indy Week"),
        *("C. J. Davis", "BDS Movement", "IMEU", "Palestine Chronicle"),
    }
    assert {words["en"] for words in texts_of(document) if "es" not in words} == names


def texts_of(value: object) -> list[dict[str, str]]:
    if isinstance(value, list):
        return [words for inside in value for words in texts_of(inside)]
    if not isinstance(value, dict):
        return []
    own = [value] if "en" in value else []
    return own + [words for inside in value.values() for words in texts_of(inside)]
