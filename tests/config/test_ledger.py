import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from tests.populated import populate

from undersigned.config import cli, ledger
from undersigned.config.terminal import Stop
from undersigned.journal.models import Entry
from undersigned.mail.models import Letter
from undersigned.signatures.actions import count, erase, remind
from undersigned.signatures.models import PetitionCount, PublicName, Signature

pytestmark = pytest.mark.long  # for `make test`

AT = datetime(2026, 3, 2, 9, 0, 0, 5, tzinfo=UTC)
REFS = [bytes([number]) * 16 for number in range(1, 5)]


@pytest.fixture(autouse=True)
def path(settings: Settings, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    return settings.ERASURE_LEDGER


def test_what_is_recorded_is_read_in_order(path: Path) -> None:
    ledger.record("signature", REFS[:2], AT)
    ledger.record("signature", REFS[2:3], AT + timedelta(days=1))
    lines = list(ledger.read())
    assert [(line.at, line.kind, line.ref) for line in lines] == [
        (AT, "signature", REFS[0]),
        (AT, "signature", REFS[1]),
        (AT + timedelta(days=1), "signature", REFS[2]),
    ]
    assert ledger.head() == ledger.Head(3, lines[-1].chain)


def test_no_ledger_is_an_empty_one() -> None:
    assert list(ledger.read()) == []
    assert ledger.head() == ledger.Head(0, ledger.START)


def test_it_holds_refs_and_moments_and_is_not_for_strangers(path: Path) -> None:
    ledger.record("signature", REFS[:1], AT)
    words = path.read_text().split()
    assert words[:3] == [AT.isoformat(), "signature", REFS[0].hex()]
    assert len(words) == 4
    assert path.stat().st_mode & 0o007 == 0


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_line_taken_out_is_seen_where_it_is_missed(path: Path, line: int) -> None:
    ledger.record("signature", REFS, AT)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:line] + lines[line + 1 :]))
    with pytest.raises(Stop) as refusal:
        list(ledger.read())
    assert str(refusal.value) == (
        f"{path}, line {line + 1}: this line or one before it was changed or removed."
    )


def test_a_changed_line_is_seen(path: Path) -> None:
    ledger.record("signature", REFS, AT)
    path.write_text(path.read_text().replace(REFS[1].hex(), "ab" * 16))
    with pytest.raises(Stop):
        list(ledger.read())


def test_a_line_torn_by_a_crash_is_ignored_and_then_written_over(path: Path) -> None:
    ledger.record("signature", REFS[:2], AT)
    whole = path.read_bytes()
    ledger.record("signature", REFS[2:3], AT)
    path.write_bytes(path.read_bytes()[:-7])
    assert [line.ref for line in ledger.read()] == REFS[:2]
    ledger.record("signature", REFS[3:], AT)
    assert path.read_bytes().startswith(whole)
    assert [line.ref for line in ledger.read()] == [*REFS[:2], REFS[3]]


def test_many_who_write_at_once_make_one_chain(path: Path) -> None:
    def work(number: int) -> None:
        for turn in range(20):
            ledger.record("signature", [bytes([number, turn]) * 8], AT)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.head().lines == 80


def test_a_kind_that_this_version_does_not_know_stops_a_replay(db: None) -> None:
    ledger.record("testimony", REFS[:1], AT)
    with pytest.raises(Stop) as refusal:
        ledger.replay(at=AT)
    assert str(refusal.value) == (
        "The ledger names rows of kind 'testimony', which this version cannot erase."
    )


@pytest.fixture
def row(db: None) -> Signature:
    """A confirmed signature whose name is shown."""
    populate(signers=9)
    return Signature.objects.filter(name_shown=True).earliest("id")


def test_an_erased_signature_holds_nothing_of_its_person_and_leaves_the_count(
    row: Signature,
) -> None:
    counted = PetitionCount.objects.get().confirmed
    assert erase([bytes(row.ref)], at=AT) == 1
    now = Signature.objects.get(pk=row.pk)
    assert bytes(now.sealed) == b""
    assert now.sealed_address is None
    for column in ("email_index", "name_index", "token_hash", "code_hash"):
        assert len(getattr(now, column)) == len(getattr(row, column))
        assert bytes(getattr(now, column)) != bytes(getattr(row, column))
    assert not PublicName.objects.filter(signature=row).exists()
    assert (now.state, now.confirmed_at, now.slot) == ("withdrawn", row.confirmed_at, None)
    assert count(at=timezone.now()) == 1
    assert PetitionCount.objects.get().confirmed == counted - 1


def test_an_erasure_is_in_the_ledger_before_it_is_in_the_database(row: Signature) -> None:
    with transaction.atomic():
        erase([bytes(row.ref)], at=AT)
        transaction.set_rollback(True)  # as a crash would
    assert Signature.objects.get(pk=row.pk).sealed != b""
    assert [line.ref for line in ledger.read()] == [bytes(row.ref)]
    assert ledger.replay(at=AT) == {"signature": 1}
    assert bytes(Signature.objects.get(pk=row.pk).sealed) == b""


def test_where_the_ledger_cannot_be_written_nothing_is_erased(
    row: Signature, path: Path, settings: Settings
) -> None:
    settings.ERASURE_LEDGER = path.parent / "not-there" / "erasures.ledger"
    with pytest.raises(FileNotFoundError):
        erase([bytes(row.ref)], at=AT)
    assert bytes(Signature.objects.get(pk=row.pk).sealed) == bytes(row.sealed)


def test_erasing_twice_is_erasing_once(row: Signature) -> None:
    assert erase([bytes(row.ref)], at=AT) == 1
    assert erase([bytes(row.ref)], at=AT) == 0
    assert ledger.head().lines == 1


def test_a_replay_erases_again_and_writes_no_line_of_its_own(row: Signature) -> None:
    ledger.record("signature", [bytes(row.ref), REFS[0]], AT)
    assert ledger.replay(at=AT) == {"signature": 1}
    assert ledger.replay(at=AT) == {"signature": 0}
    assert ledger.head().lines == 2
    assert Entry.objects.filter(name="signatures.erased").count() == 1


def test_a_replay_withdraws_again_as_of_the_moment_that_the_ledger_names(row: Signature) -> None:
    ledger.record("signature", [bytes(row.ref)], AT)
    ledger.replay(at=timezone.now())
    now = Signature.objects.get(pk=row.pk)
    assert (now.state, now.left_at) == ("withdrawn", AT)


def test_an_unconfirmed_signature_that_was_erased_gets_no_reminder(row: Signature) -> None:
    pending = Signature.objects.filter(state="pending").earliest("id")
    erase([bytes(pending.ref)], at=AT)
    remind(at=timezone.now())
    assert Signature.objects.get(pk=pending.pk).reminders == 2


def test_after_a_restore_letters_that_waited_at_the_newest_erasure_are_given_up(
    row: Signature,
) -> None:
    waiting = Letter.objects.filter(due_at__isnull=False)
    before = waiting.count()
    newest = waiting.latest("created_at").created_at
    assert before > 0
    ledger.record("signature", REFS[:1], waiting.earliest("created_at").created_at)
    assert ledger.give_up_letters(at=timezone.now()) == 0
    ledger.record("signature", REFS[:1], newest + timedelta(seconds=1))
    assert ledger.give_up_letters(at=timezone.now()) == before
    assert list(waiting) == []


def test_show_prints_every_erasure(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger.record("signature", REFS[:1], AT)
    assert cli.main(["erasures", "show"]) == 0
    assert capsys.readouterr().out == f"2026-03-02 09:00:00 signature {REFS[0].hex()}\n"


def test_verify_compares_with_the_database(
    row: Signature, capsys: pytest.CaptureFixture[str]
) -> None:
    erase([bytes(row.ref)], at=AT)
    assert cli.main(["erasures", "verify"]) == 0
    assert capsys.readouterr().out == f"Lines: 1, chain {ledger.head().chain}. No fault found.\n"
    other = Signature.objects.exclude(sealed=b"").earliest("id")
    ledger.record("signature", [bytes(other.ref)], AT)
    assert cli.main(["erasures", "verify"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"signatures.signature:{other.pk}.sealed: was erased, and is back",
        f"Lines: 2, chain {ledger.head().chain}. Faults: 1.",
    ]


def test_an_operator_erases_by_ref(row: Signature, capsys: pytest.CaptureFixture[str]) -> None:
    ref = bytes(row.ref).hex()
    assert cli.main(["erasures", "erase", ref]) == 0
    assert capsys.readouterr().out == (
        "Erased. The ledger has the ref, so that no backup brings it back.\n"
    )
    assert cli.main(["erasures", "erase", ref]) == 1
    assert capsys.readouterr().err == (
        "undersigned: No signature with this ref holds anything of a person.\n"
    )


@pytest.mark.parametrize("ref", ["", "ab", "x" * 32, "ab" * 17])
def test_what_is_no_ref_is_refused(ref: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["erasures", "erase", ref]) == 1
    assert capsys.readouterr().err == ("undersigned: A ref is 32 digits 0-9 and letters a-f.\n")


def test_the_lines_are_on_the_disk_before_the_call_returns(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        synced.append(os.fstat(descriptor).st_size)

    monkeypatch.setattr(os, "fsync", fsync)
    ledger.record("signature", REFS, AT)
    assert synced[0] == path.stat().st_size
    assert len(synced) == 2  # the file, and the folder that has its new name
