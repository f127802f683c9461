"""What vouches for lines on paper: the self-check, a restored backup's log, moderators' conditions."""

from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.factories.proof import publish
from tests.proof.log.restored import adopted, forgotten
from tests.signatures.moderating import after_work, signers
from tests.signatures.sheets.paper import counted, line, received, typed

from undersigned.accounts.models import User
from undersigned.config.fsck.run import fsck
from undersigned.signatures import actions
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.conditions import Condition
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.sheets.states import StrikeReason

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_log(settings: Settings, tmp_path: Path) -> None:
    settings.VAR, settings.LOG = tmp_path, tmp_path / "log"
    settings.LOG_FLUSH_AT, settings.LOG_FLUSH_SECONDS = 1, 0


@pytest.fixture
def sheet(db: None) -> Sheet:
    sheet = received()
    typed(sheet, line(1), line(2, email="zoe@example.org"), line(3))
    return sheet


def faults(*rules: str) -> list[str]:
    """What the rules with these names find; without names, what those about signatures and the log do."""
    found = {rule.name: [str(fault) for fault in faults] for rule, faults in fsck()}
    wanted = rules or [name for name in found if name.startswith(("signatures", "log.sig"))]
    return [fault for name in wanted for fault in found[name]]


def test_lines_that_wait_count_or_are_struck_out_have_no_fault(sheet: Sheet) -> None:
    assert faults() == []
    counted(sheet)
    struck = {"line": sheet.lines.get(number=1), "reason": StrikeReason.TYPING}
    actions.strike_line(**struck, at=timezone.now(), user=sheet.received_by)
    actions.count(at=timezone.now())
    publish()
    assert faults() == []
    marks = faults("journal.rows")
    assert [fault for fault in marks if "sheet" in fault] == []


def test_rows_changed_behind_the_sites_back_are_found(sheet: Sheet) -> None:
    one, two, three = counted(sheet)
    Signature.objects.filter(pk=one.pk).update(via="web")
    SheetLine.objects.filter(signature=two).update(
        struck_at=timezone.now(), struck_by=sheet.received_by, struck_reason="typing"
    )
    SheetLine.objects.filter(signature=three).delete()
    Sheet.objects.update(sealed=b"x")
    lines = {row.number: row.pk for row in SheetLine.objects.all()}

    assert faults("signatures.lines", "signatures.sheets") == [
        f"signatures.signature:{three.pk}.via: is paper, and no line of a sheet is this signature",
        f"signatures.sheetline:{lines[1]}.signature: is not one from paper, of the sheet's petition",
        f"signatures.sheetline:{lines[2]}.struck_at: is set, and the signature goes on",
        f"signatures.sheet:{sheet.pk}.sealed: has 1 bytes, which no sealed row has",
    ]
    assert f"signatures.petitioncount:{sheet.petition_id}.paper: says 3, the rows are 2" in faults()
    changed = [fault for fault in faults("journal.rows") if "sheet" in fault]
    assert len(changed) == 3


def test_a_sheet_counted_after_the_backup_counts_again_once_the_log_is_read_back(
    sheet: Sheet,
) -> None:
    publish()
    with forgotten():
        counted(sheet)
        publish()
    assert set(Signature.objects.values_list("state", flat=True)) == {"pending"}

    adopted()
    actions.count(at=timezone.now())

    assert set(Signature.objects.values_list("state", flat=True)) == {"confirmed"}
    assert faults("signatures.rows", "signatures.lines", "log.signatures") == []


def test_moderators_find_what_came_on_paper(sheet: Sheet, moe: User) -> None:
    signers(sheet.petition, 2)
    counted(sheet)
    facts = {"petition": sheet.petition, "at": timezone.now(), "user": moe}

    paper = actions.count_matching(condition=Condition(via="paper"), **facts)

    assert after_work(paper).found == 3
    actions.look_closer(examination=paper, reason="burst", at=timezone.now(), user=moe)
    assert after_work(paper).state == "counted"
    assert list(Condition(via="paper").words()) == ["On paper"]
