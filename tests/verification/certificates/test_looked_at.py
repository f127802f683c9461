"""What the blind look says of the rule: a duplicate of another voter is a fault, and who left tells nothing."""

from collections.abc import Mapping

import pytest
from tests.verification.made import AT, voter

from undersigned.signatures.models import Signature
from undersigned.verification.auditing import audit
from undersigned.verification.models import Check, Draw, Line

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def told(sampled: Draw) -> tuple[int, int]:
    """How many lines were looked at, and how many of them a rule had matched wrongly."""
    found = audit(sampled, 14)
    return found.looked, found.wrong


@pytest.fixture
def line(check: Check) -> Line:
    """One that was looked at."""
    return check.lines.filter(audited=True)[0]


def decided(line: Line, **facts: object) -> None:
    Line.objects.filter(pk=line.pk).update(**facts)


def test_a_duplicate_is_right_only_if_it_is_of_the_voter_whom_the_rule_found(
    check: Check, sampled: Draw, line: Line
) -> None:
    assert told(sampled) == (5, 0)
    other = check.lines.get(number=20)
    decided(line, outcome="duplicate", voter=b"", same_as=other)
    assert told(sampled) == (5, 1)
    decided(other, voter=voter(line.number))
    assert told(sampled) == (5, 0)


@pytest.mark.parametrize("outcome", ["not_registered", "mismatch", "elsewhere"])
def test_whoever_is_not_that_voter_was_matched_wrongly(
    sampled: Draw, line: Line, outcome: str
) -> None:
    decided(line, outcome=outcome, voter=b"")
    assert told(sampled) == (5, 1)


@pytest.mark.parametrize(
    "facts", [{"sealed": b""}, {"state": "withdrawn", "slot": None, "left_at": AT}]
)
def test_who_left_or_was_erased_was_not_looked_at(
    sampled: Draw, line: Line, facts: Mapping[str, object]
) -> None:
    Signature.objects.filter(pk=line.signature_id).update(**facts)
    assert told(sampled) == (4, 0)


def test_a_line_settled_as_withdrawn_was_not_looked_at(sampled: Draw, line: Line) -> None:
    decided(line, outcome="withdrawn", voter=b"")
    assert told(sampled) == (4, 0)
