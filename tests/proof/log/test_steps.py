"""Every step of the sequencer fails, once before it did anything and once after: the next run makes the same log."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers
from tests.racing import race, shared_database

from undersigned.proof.actions.extend import store_checkpoint
from undersigned.proof.actions.sequence import STEPS, sequence
from undersigned.proof.alone import alone
from undersigned.proof.files import Differs
from undersigned.proof.models import Checkpoint, Leaf

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NAMES = [step.__name__ for step in STEPS]


class Broken(Exception):
    """A fault that a test makes."""


def breaking(name: str, *, after: bool) -> Iterator[Callable[..., object]]:
    """The steps; that of this name fails, before or after it did its work."""
    for step in STEPS:
        if step.__name__ != name:
            yield step
            continue

        def broken(*, at: datetime, whole: Callable[..., object] = step) -> None:
            if after:
                whole(at=at)
            raise Broken

        yield broken


@pytest.mark.parametrize("after", [False, True], ids=["not_persisted", "persisted"])
@pytest.mark.parametrize("name", NAMES)
def test_a_step_that_fails_is_made_good_by_the_next_run(
    log: Path, name: str, *, after: bool
) -> None:
    petition = open_petition()
    signers(petition, 5)
    publish()
    before = (log / "checkpoint").read_bytes()
    signers(petition, 300)

    with pytest.raises(Broken):
        sequence(at=timezone.now(), steps=list(breaking(name, after=after)))
    published_early = (log / "checkpoint").read_bytes() != before
    places = dict(Leaf.objects.exclude(index=None).values_list("pk", "index"))
    assert published_early == (name == "publish" and after)

    assert sequence(at=timezone.now())
    after_all = dict(Leaf.objects.exclude(index=None).values_list("pk", "index"))
    assert {key: after_all[key] for key in places} == places
    assert recounted().figures(petition.public_ref).net == 305
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [7, 307]
    assert not Checkpoint.objects.filter(published_at=None).exists()


def test_the_same_size_is_signed_with_the_same_bytes(log: Path) -> None:
    signers(open_petition(), 3)
    publish()
    stored = bytes(Checkpoint.objects.get().note)
    Checkpoint.objects.all().delete()
    store_checkpoint(at=timezone.now())
    assert bytes(Checkpoint.objects.get().note) == stored
    with pytest.raises(IntegrityError), transaction.atomic():
        Checkpoint.objects.create(size=5, root=b"other", note=b"other", made_at=timezone.now())


def test_a_run_with_nothing_to_do_touches_nothing(log: Path) -> None:
    signers(open_petition(), 3)
    publish()
    before = {path: path.stat().st_mtime_ns for path in log.rglob("*")}
    publish()
    assert {path: path.stat().st_mtime_ns for path in log.rglob("*")} == before


def test_a_file_that_never_changes_is_not_overwritten(log: Path) -> None:
    signers(open_petition(), 3)
    publish()
    signers(open_petition(), 1)
    (log / "tile/0/000.p").mkdir(exist_ok=True)
    (log / "tile/0/000.p/8").write_bytes(b"somebody else's")
    with pytest.raises(Differs, match=r"tile/0/000\.p/8 holds other bytes"):
        publish()
    assert (log / "tile/0/000.p/8").read_bytes() == b"somebody else's"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
def test_a_full_disk_stops_the_log_and_room_lets_it_go_on(log: Path) -> None:
    log.mkdir()
    small_disk(log, "16k")
    try:
        petition = open_petition()
        signers(petition, 200)
        with pytest.raises(OSError, match="No space left"):
            publish()
        assert not (log / "checkpoint").exists()
        small_disk(log, "1m", again=True)
        publish()
        assert recounted().figures(petition.public_ref).net == 200
    finally:
        os.system(f"umount {log}")  # noqa: S605


def small_disk(folder: Path, size: str, *, again: bool = False) -> None:
    options = f"size={size}" + (",remount" if again else "")
    if os.system(f"mount -t tmpfs -o {options} tmpfs {folder}"):  # noqa: S605
        pytest.skip("no disk can be mounted here")


@pytest.mark.django_db(transaction=True)
def test_of_two_sequencers_one_writes(log: Path, tmp_path: Path) -> None:
    petition = open_petition()
    signers(petition, 20)
    with shared_database(tmp_path):
        outcomes = race(*[lambda: sequence(at=timezone.now())] * 4)
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
        assert True in outcomes
        assert [leaf.kind for leaf in published_leaves()].count("sign") == 20
        assert Checkpoint.objects.count() == 1
    recounted()


def test_who_holds_the_log_keeps_others_out(log: Path, tmp_path: Path) -> None:
    with alone() as mine:
        assert mine
        assert race(lambda: sequence(at=timezone.now())) == [False]
        assert not (log / "checkpoint").exists()
    assert sequence(at=timezone.now())
