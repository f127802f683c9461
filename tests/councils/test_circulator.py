"""Rules may hold the statement of who carries a paper sheet: in every language, or not at all."""

import pytest
from tests.factories.councils import CouncilFactory

from undersigned.councils.documents import BadDocument, check_rules, default_rules
from undersigned.councils.forms import RulesForm
from undersigned.councils.queries import rules_words

STATEMENT = {"en": "I saw each person sign.", "es": "Vi firmar a cada persona."}
RULES = default_rules("Exampleton")


def typed(**facts: str) -> RulesForm:
    """The form as it is sent, begun from the default rules."""
    words = {f"words_{code}": text for code, text in RULES["words"].items()}
    data = {"after": 1, "bases": ["live"], "fields_asked": [], **words, **facts}
    return RulesForm(data, council=CouncilFactory())


def test_rules_with_and_without_a_statement_are_rules() -> None:
    check_rules(RULES)
    check_rules(RULES | {"circulator": STATEMENT})
    for wrong in ({"en": "I saw each."}, {**STATEMENT, "es": " "}, "I saw each."):
        with pytest.raises(BadDocument, match="circulator"):
            check_rules(RULES | {"circulator": wrong})


@pytest.mark.django_db
def test_a_clerk_gives_it_in_each_language_or_in_none() -> None:
    both = typed(circulator_en=STATEMENT["en"], circulator_es=STATEMENT["es"])
    assert both.is_valid()
    assert both.document()["circulator"] == STATEMENT
    none = typed()
    assert none.is_valid()
    assert "circulator" not in none.document()
    half = typed(circulator_en=STATEMENT["en"])
    assert not half.is_valid()
    assert half.errors == {"circulator_es": ["Give it in each language, or in none."]}


def test_a_new_version_begins_with_it_and_readers_see_it() -> None:
    rules = RULES | {"circulator": STATEMENT}
    assert RulesForm.initial_of(rules)["circulator_es"] == STATEMENT["es"]
    assert rules_words(rules).circulator == STATEMENT["en"]
    assert rules_words(RULES).circulator == ""
