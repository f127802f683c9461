"""The site's side: witnesses are asked and checked; none holds anything up, none is believed without proof."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.factories.proof import publish
from tests.proof.witness.logs import SampleLog
from tests.proof.witness.site import grow, row_of, set_policy, vouchers, witnesses

from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.proof.actions.cosign import cosign, look_at_witnesses
from undersigned.proof.models import Checkpoint, Cosignature, Document, Witness
from undersigned.proof.states import Freshness, Trouble
from undersigned.pure.tlog.faults import Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def test_every_witness_vouches_and_readers_see_it(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 3) as three:
        cosign(at=now)  # the policy gets its leaf
        for _ in range(3):
            grow(petition)
            cosign(at=now)
            publish()
            assert vouchers() == [one.store.vkey for one in three]
        assert {row_of(one).freshness for one in three} == {Freshness.FRESH}
    sizes = Checkpoint.objects.order_by("size").values_list("size", flat=True)
    assert Cosignature.objects.filter(checkpoint__size__in=sizes).count() == 9


def test_a_witness_is_not_asked_again_about_what_it_vouched_for(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1) as (one,):
        grow(petition)
        cosign(at=now)
        line = Cosignature.objects.get().line
        one.store.log("petitions.example.org/log").folder.joinpath("keys").unlink()
        cosign(at=now + 11 * HOUR)
        assert row_of(one).trouble == ""
        assert Cosignature.objects.get().line == line
        cosign(at=now + 13 * HOUR)  # it is asked anew about a log that did not grow
        assert row_of(one).trouble == Trouble.UNKNOWN


def test_a_silent_witness_holds_up_nobody_and_is_asked_later_and_later(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 2) as (one, other):
        gone = other.line.rpartition(":")[0] + ":1"  # nobody answers at port 1
        set_policy(gone, one.line, needed=1)
        grow(petition)
        cosign(at=now)
        assert vouched_by() == {one.store.name}
        waits = []
        for _ in range(12):
            due = row_of(other).due_at
            cosign(at=due - SECOND)
            assert row_of(other).due_at == due  # not before its turn
            cosign(at=due)
            waits.append(row_of(other).due_at - due)
        assert waits[:3] == [timedelta(seconds=20), timedelta(seconds=40), timedelta(seconds=80)]
        assert max(waits) == waits[-1] == HOUR
        assert row_of(other).trouble == Trouble.SILENT


def vouched_by() -> set[str]:
    return set(Cosignature.objects.values_list("witness", flat=True))


def test_a_witness_that_comes_back_goes_on_from_where_it_was(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1) as (one,):
        grow(petition)
        cosign(at=now)
        policy = one.line
        set_policy(policy.rpartition(":")[0] + ":1", needed=1)
        grow(petition)
        cosign(at=now)
        assert row_of(one).trouble == Trouble.SILENT
        set_policy(policy, needed=1)
        grow(petition)
        cosign(at=row_of(one).due_at)
        assert row_of(one).trouble == ""
        assert Cosignature.objects.count() == 2


def test_a_witness_that_saw_less_than_we_think_is_asked_from_there(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1) as (one,):
        for step in range(2):
            grow(petition)
            cosign(at=now)
            folder = one.store.folder
            if step == 0:
                shutil.copytree(folder / "logs", folder / "old")
        shutil.rmtree(folder / "logs")
        (folder / "old").rename(folder / "logs")  # its operator did what nobody should
        grow(petition)
        cosign(at=now)
        assert Cosignature.objects.count() == 3


def test_a_witness_that_does_not_know_the_log_is_named_so(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1, knowing=False) as (one,):
        grow(petition)
        cosign(at=now)
        assert row_of(one).trouble == Trouble.UNKNOWN
        one.store.add_log(SampleLog(seed=bytes(32)).vkey)
        cosign(at=row_of(one).due_at)
        assert row_of(one).trouble == Trouble.KEY


def test_another_key_than_the_policys_is_not_believed(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 2) as (one, other):
        address = other.line.rsplit(" ", 1)[1]
        set_policy(one.line.rsplit(" ", 1)[0] + f" {address}", needed=1)
        grow(petition)
        cosign(at=now)
        assert row_of(one).trouble == Trouble.ANSWER
        assert not Cosignature.objects.exists()


def test_a_witness_whose_clock_is_wrong_is_not_believed(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1) as (one,):
        grow(petition)
        for wrong in (now - HOUR, now + 25 * HOUR):
            Witness.objects.all().delete()
            cosign(at=wrong)
            assert row_of(one).trouble == Trouble.CLOCK
        assert not Cosignature.objects.exists()


def test_a_witness_without_an_address_is_known_and_not_asked(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1) as (one,):
        set_policy(one.line.rsplit(" ", 1)[0], needed=1)
        grow(petition)
        cosign(at=now)
        assert row_of(one).trouble == Trouble.NO_ADDRESS


def test_a_process_does_not_look_at_a_witness_without_an_address(
    petition: Petition, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 2) as (one, other):
        set_policy(one.line.rsplit(" ", 1)[0], other.line, needed=1)
        look_at_witnesses(at=now)
    assert list(Witness.objects.values_list("vkey", flat=True)) == [other.store.vkey.text]


def test_who_falls_silent_is_said_once(petition: Petition, tmp_path: Path, now: datetime) -> None:
    with witnesses(tmp_path, 1) as (one,):
        grow(petition)
        cosign(at=now)
        one.store.log("petitions.example.org/log").folder.joinpath("keys").unlink()
        for hours in (47, 49, 50):
            cosign(at=now + hours * HOUR)
        moves = Entry.objects.filter(name="witness.moved").order_by("pk")
        assert [move.facts["freshness"] for move in moves] == ["fresh", "stale"]


def test_the_policy_is_published_and_on_the_record(
    log: Path, tmp_path: Path, now: datetime
) -> None:
    cosign(at=now)
    assert (log / "policy").read_text().splitlines()[1:] == ["quorum none"]
    with witnesses(tmp_path, 2) as two:
        for _ in range(2):
            cosign(at=now)
        text = (log / "policy").read_text()
        assert text.startswith("log petitions.example.org/log+")
        assert [one.line in text for one in two] == [True, True]
    assert Document.objects.filter(name__contains="policy-published").count() == 2


@pytest.mark.parametrize("text", ["", "quorum enough\n", "witness x y\nquorum none\n", "\0\n"])
def test_a_file_that_is_no_policy_is_refused_and_the_published_one_stays(
    log: Path, now: datetime, tmp_path: Path, text: str
) -> None:
    cosign(at=now)
    before = (log / "policy").read_bytes()
    (tmp_path / "policy").write_text(text)
    with pytest.raises(Invalid):
        cosign(at=now)
    assert (log / "policy").read_bytes() == before
