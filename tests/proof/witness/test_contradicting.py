"""A witness that saw more of the log, or another log, than the site has: nothing more is signed."""

import shutil
import threading
from datetime import datetime
from pathlib import Path

import pytest
from tests.factories.proof import signers
from tests.proof.witness.logs import SampleLog
from tests.proof.witness.site import NAMES, Running, grow, row_of, set_policy, witnesses

from undersigned.journal.keys import signing_seed
from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.proof.actions.cosign import cosign, look_at_witnesses
from undersigned.proof.actions.sequence import sequence
from undersigned.proof.guard import Behind
from undersigned.proof.models import Checkpoint, Cosignature, Leaf, Tally, Witness
from undersigned.proof.states import Trouble
from undersigned.proof.vkeys import log_vkey

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def go_back(petition: Petition, *, size: int) -> None:
    """Bring the database and the folder back to when the log had this size, as a restored backup does."""
    Cosignature.objects.filter(checkpoint__size__gt=size).delete()
    Checkpoint.objects.filter(size__gt=size).delete()
    Tally.objects.filter(size__gt=size).delete()
    Leaf.objects.filter(index__gte=size).delete()
    Witness.objects.all().delete()


@pytest.fixture
def restored(petition: Petition, tmp_path: Path, now: datetime, log: Path) -> "list[Running]":
    """A log that was longer when a witness last vouched for it, and lost its folder too."""
    with witnesses(tmp_path, 1) as running:
        grow(petition)
        size = Checkpoint.objects.get().size
        shutil.copytree(log, tmp_path / "backup")
        grow(petition)
        cosign(at=now)
        shutil.rmtree(log)
        shutil.copytree(tmp_path / "backup", log)
        go_back(petition, size=size)
        yield running


def test_a_restored_site_that_looks_first_signs_nothing(
    restored: list[Running], petition: Petition, now: datetime
) -> None:
    look_at_witnesses(at=now)
    before = Checkpoint.objects.count()
    signers(petition, 1)
    with pytest.raises(Behind, match="A witness holds a checkpoint"):
        sequence(at=now)
    assert Checkpoint.objects.count() == before
    event = Entry.objects.get(name="log.contradicted")
    assert event.facts == {"witness": NAMES[0], "contradicted": True}


def test_a_process_looks_before_it_signs_for_the_first_time(
    restored: list[Running], petition: Petition, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("undersigned.proof.actions.cosign._looked", threading.Event())
    signers(petition, 1)
    with pytest.raises(Behind):
        sequence(at=now)
    assert Leaf.objects.filter(index__isnull=True).exists()


def test_a_process_that_cannot_look_goes_on(
    petition: Petition, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with witnesses(tmp_path, 1) as (one,):
        set_policy(one.line.rpartition(":")[0] + ":1", needed=1)
    for policy in (None, "no policy\n"):
        if policy:
            (tmp_path / "policy").write_text(policy)
        monkeypatch.setattr("undersigned.proof.actions.cosign._looked", threading.Event())
        grow(petition)
    assert Checkpoint.objects.count() == 2


def test_a_witness_that_is_ahead_stops_the_signing(
    restored: list[Running], petition: Petition, now: datetime
) -> None:
    cosign(at=now)
    assert row_of(restored[0]).trouble == Trouble.AHEAD
    with pytest.raises(Behind):
        sequence(at=now)


def test_a_fork_is_kept_as_evidence_and_stops_the_signing(
    restored: list[Running], petition: Petition, now: datetime
) -> None:
    grow(petition, 7)  # signed before anybody looked: another history
    cosign(at=now)
    assert row_of(restored[0]).trouble == Trouble.DIFFERS
    assert b"petitions.example.org/log" in bytes(row_of(restored[0]).evidence)
    with pytest.raises(Behind):
        sequence(at=now)


def test_what_contradicts_the_log_is_told_once_however_often_it_is_found(
    restored: list[Running], now: datetime
) -> None:
    for _ in range(2):
        look_at_witnesses(at=now)
        assert bytes(row_of(restored[0]).evidence)
    assert Entry.objects.filter(name="log.contradicted").count() == 1


def test_signing_goes_on_once_the_log_holds_again_what_the_witness_saw(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1) as (one,):
        grow(petition)
        cosign(at=now)
        raw = one.asked.latest().text.encode()
        Witness.objects.update(evidence=raw)  # as if it had been missing, and was read back since
        cosign(at=now)
        assert bytes(row_of(one).evidence) == b""
        grow(petition)
        assert Checkpoint.objects.count() == 2


def test_a_witness_that_only_says_that_it_is_ahead_is_not_believed(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    """An opposing group could stop a petition's log by a lie otherwise."""
    with witnesses(tmp_path, 1) as (one,):
        forged = SampleLog(seed=signing_seed("promise"))  # not the log's own key
        one.store.log(forged.origin).folder.joinpath("keys").unlink()
        one.store.add_log(forged.vkey)
        assert one.asked.post(forged.request(0, 900)).status == 200
        one.store.log(forged.origin).folder.joinpath("keys").unlink()
        grow(petition)
        one.store.add_log(log_vkey())
        cosign(at=now)
        assert row_of(one).trouble == Trouble.AHEAD
        assert bytes(row_of(one).evidence) == b""
        grow(petition)
        assert Checkpoint.objects.count() == 2


def test_a_witness_that_the_policy_names_no_more_holds_nothing_against_the_log(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 2) as (one, other):
        grow(petition)
        cosign(at=now)
        Witness.objects.filter(vkey=other.store.vkey.text).update(evidence=other_history())
        cosign(at=now)
        with pytest.raises(Behind):
            sequence(at=now)
        set_policy(one.line, needed=1)
        cosign(at=now)
        assert sequence(at=now)
    assert list(Witness.objects.values_list("vkey", flat=True)) == [one.store.vkey.text]
    assert Cosignature.objects.filter(witness=other.store.name).exists()


def other_history() -> bytes:
    """A checkpoint that the log's own key sealed over what is no state of it."""
    return SampleLog(seed=signing_seed("log")).note(500)
