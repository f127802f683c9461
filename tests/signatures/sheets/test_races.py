"""Several type, count and strike out the same sheet at once: no line stands twice, and every figure fits."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.racing import race, shared_database
from tests.signatures.sheets.paper import line, received, typed

from undersigned.petitions.rules import Refused
from undersigned.proof.models import Leaf
from undersigned.signatures import actions
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import count_of
from undersigned.signatures.rowcheck import check_sum
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.sheets.states import StrikeReason

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture(autouse=True)
def _shared(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.ERASURE_LEDGER = tmp_path / "ledger"
    with shared_database(tmp_path):
        yield


@pytest.fixture
def sheet(_shared: None) -> Sheet:
    return received()


def done(outcomes: list[object]) -> int:
    """How many were done; the others were refused, and none failed otherwise."""
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [error for error in refused if not isinstance(error, Refused)] == []
    return len(outcomes) - len(refused)


def test_of_eight_who_type_one_line_one_does(sheet: Sheet) -> None:
    outcomes = race(*[partial(typed, sheet, line(1))] * 8)
    assert done(outcomes) == 1
    assert SheetLine.objects.count() == Signature.objects.count() == 1


def test_a_sheet_that_eight_count_counts_once(sheet: Sheet) -> None:
    typed(sheet, *map(line, range(1, 7)))
    count = partial(actions.count_sheet, sheet=sheet, at=timezone.now(), user=sheet.received_by)
    assert done(race(*[count] * 8)) == 1
    assert Leaf.objects.filter(kind="sign").count() == 6


def test_lines_that_are_struck_out_while_they_are_counted_count_or_are_gone(sheet: Sheet) -> None:
    lines = typed(sheet, *map(line, range(1, 7)))
    facts = {"at": timezone.now(), "user": sheet.received_by}
    strikes = [
        partial(actions.strike_line, line=each, reason=StrikeReason.TYPING, **facts)
        for each in lines[:3] * 2
    ]
    counting = partial(actions.count_sheet, sheet=sheet, **facts)

    outcomes = race(*strikes, counting, counting)

    assert done(outcomes[:6]) == 3
    assert done(outcomes[6:]) == 1
    while actions.count(at=timezone.now()):
        pass
    assert count_of(sheet.petition_id).paper == count_of(sheet.petition_id).confirmed == 3
    rows = list(Signature.objects.all())
    assert [bytes(row.check_sum) == check_sum(row) for row in rows] == [True] * len(rows)
    assert actions.check_counts(at=timezone.now()) == []
