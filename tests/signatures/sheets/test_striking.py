"""A line is struck out visibly: before it counts it goes, afterwards it is withdrawn in the public log."""

import pytest
from django.utils import timezone
from tests.signatures.sheets.paper import counted, line, received, typed
from tests.signatures.signing import declare_void

from undersigned.config import ledger
from undersigned.journal.models import Entry
from undersigned.proof.models import Document, Leaf
from undersigned.signatures import actions
from undersigned.signatures.actions.strike_line import _strike
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import count_of
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.sheets.refusals import NotToStrike
from undersigned.signatures.sheets.states import StrikeReason

pytestmark = pytest.mark.django_db
TYPING, SIGNER, ERASE = StrikeReason.TYPING, StrikeReason.SIGNER, StrikeReason.ERASE


@pytest.fixture
def sheet(db: None) -> Sheet:
    sheet = received()
    typed(sheet, line(1), line(2))
    return sheet


def strike(sheet: Sheet, number: int, reason: StrikeReason = TYPING) -> SheetLine:
    struck = sheet.lines.get(number=number, signature__isnull=False)
    at, user = timezone.now(), sheet.received_by
    actions.strike_line(line=struck, reason=reason, at=at, user=user)
    while actions.count(at=at):
        pass
    struck.refresh_from_db()
    return struck


def kinds() -> list[str]:
    """What the log says about signatures, in its order."""
    return list(Leaf.objects.filter(signature__isnull=False).values_list("kind", flat=True))


def test_before_it_counts_a_line_goes_and_can_be_typed_again(sheet: Sheet) -> None:
    struck = strike(sheet, 1)

    assert (struck.struck_reason, struck.struck_by, struck.signature) == (
        *(TYPING, sheet.received_by),
        None,
    )
    assert Signature.objects.count() == 1
    assert not Document.objects.filter(name__contains="line-taken-back").exists()
    assert Entry.objects.get(name="sheet.line_struck").facts["line"] == 1
    typed(sheet, line(1))
    assert len(counted(sheet)) == 2
    assert sheet.lines.count() == 3


def test_what_is_restored_of_a_struck_line_is_erased_again(sheet: Sheet) -> None:
    ref = bytes(sheet.lines.get(number=1).signature.ref)
    strike(sheet, 1, ERASE)
    assert ref in {erasure.ref for erasure in ledger.read()}


@pytest.mark.parametrize("reason", [TYPING, ERASE])
def test_a_counted_line_is_withdrawn_in_public_and_destroyed(
    sheet: Sheet, reason: StrikeReason
) -> None:
    counted(sheet)
    struck = strike(sheet, 1, reason)

    assert (struck.signature.state, bytes(struck.signature.sealed)) == ("withdrawn", b"")
    count = count_of(sheet.petition_id)
    assert (count.confirmed, count.withdrawn, count.paper) == (1, 1, 1)
    assert kinds() == ["sign", "sign", "withdraw"]
    document = Document.objects.get(name__contains="sheet-line-taken-back")
    assert f'"reason":"{reason.value}"'.encode() in bytes(document.content)
    assert b'"sheet":3' in bytes(document.content)


def test_a_signer_takes_the_signature_back_and_is_erased_later(sheet: Sheet) -> None:
    counted(sheet)
    struck = strike(sheet, 2, SIGNER)
    assert (struck.signature.state, bool(struck.signature.sealed)) == ("withdrawn", True)

    strike(sheet, 2, ERASE)

    struck.refresh_from_db()
    struck.signature.refresh_from_db()
    assert (struck.struck_reason, bytes(struck.signature.sealed)) == (ERASE, b"")
    assert kinds() == ["sign", "sign", "withdraw"]


@pytest.mark.parametrize(("first", "then"), [(TYPING, TYPING), (ERASE, SIGNER), (SIGNER, SIGNER)])
def test_a_line_is_struck_out_once(sheet: Sheet, first: StrikeReason, then: StrikeReason) -> None:
    counted(sheet)
    strike(sheet, 1, first)
    with pytest.raises(NotToStrike):
        strike(sheet, 1, then)


def test_a_line_that_went_cannot_be_struck_again(sheet: Sheet) -> None:
    stale = sheet.lines.get(number=1)
    strike(sheet, 1)
    with pytest.raises(NotToStrike):
        actions.strike_line(line=stale, reason=TYPING, at=timezone.now(), user=sheet.received_by)


def test_a_line_that_was_declared_void_can_be_struck_out(sheet: Sheet) -> None:
    row = counted(sheet)[0]
    declare_void(row, at=timezone.now())
    actions.count(at=timezone.now())
    assert count_of(sheet.petition_id).paper == 1
    strike(sheet, 1, SIGNER)
    count = count_of(sheet.petition_id)
    assert (count.confirmed, count.withdrawn, count.void, count.paper) == (1, 1, 0, 1)
    assert actions.check_counts(at=timezone.now()) == []


def test_of_two_at_once_one_strikes_a_line_out(sheet: Sheet) -> None:
    line = sheet.lines.get(number=1)
    at, user = timezone.now(), sheet.received_by
    _strike(line, TYPING, at=at, user=user)
    with pytest.raises(NotToStrike):
        _strike(line, TYPING, at=at, user=user)
