"""The operator rotates keys: planned, lost, stolen."""

from pathlib import Path

import pytest
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers
from tests.proof.log.conftest import Said

from undersigned.config import cli, upgrade
from undersigned.journal import keys
from undersigned.proof.actions.sequence import sequence
from undersigned.proof.files import Differs
from undersigned.proof.models import Leaf
from undersigned.proof.promising import promise_of
from undersigned.proof.vkeys import all_vkeys, log_vkey, promise_vkey
from undersigned.pure.tlog.documents import check_document
from undersigned.pure.tlog.leaves import Note
from undersigned.pure.tlog.notes import VKey, parse_note, parse_vkey, verified
from undersigned.pure.tlog.promises import check_promise

pytestmark = pytest.mark.django_db

SIGNERS = ["log.key", "log.pub", "promise.key", "promise.pub"]


def rotated(own_keys: Path, *words: str) -> tuple[VKey, VKey]:
    """A key before and after `undersigned log rotate`."""
    name = "promise" if "promise" in words else "log"
    current = {"log": log_vkey, "promise": promise_vkey}[name]
    before = current()
    assert cli.main(["log", "rotate", *words]) == 0
    return before, current()


def cross_seal(log: Path, name: str, old: VKey) -> list[VKey]:
    """Whose seals the note beside a retired key holds."""
    path = log / "keys" / f"{name}-{old.id.hex()}"
    assert path.with_suffix(".vkey").read_text() == f"{old.text}\n"
    note = parse_note(path.with_suffix(".note").read_bytes())
    assert f"\nold {old.text}\n" in note.text
    return verified(note, all_vkeys(name))


def test_a_planned_rotation_is_sealed_by_both_keys_and_on_record(log: Path, own_keys: Path) -> None:
    petition = open_petition()
    signers(petition, 3)
    publish()
    old, new = rotated(own_keys)
    assert old != new
    assert cross_seal(log, "log", old) == [new, old]
    assert parse_vkey((log / "vkey").read_text().strip()) == new
    assert verified(parse_note((log / "checkpoint").read_bytes()), [old, new]) == [new]
    last = published_leaves()[-1]
    assert isinstance(last, Note)
    file, salt = (log / f"record/{last.name}.{ending}" for ending in ("json", "salt"))
    check_document(last.doc, salt.read_bytes(), file.read_bytes())
    assert old.text in file.read_text()
    signers(petition, 1)
    publish()
    assert recounted().figures(petition.public_ref).net == 4


def test_a_lost_key_is_replaced_under_the_new_seal_alone(
    log: Path, own_keys: Path, said: Said
) -> None:
    publish()
    (own_keys / "log.key").unlink()
    assert cli.main(["log", "rotate"]) == 1
    assert "say --lost" in said()
    old, new = rotated(own_keys, "--lost")
    assert cross_seal(log, "log", old) == [new]
    assert "\nreason lost\n" in (log / f"keys/log-{old.id.hex()}.note").read_text()
    publish()


def test_a_stolen_key_signs_nothing_after_its_last_word(log: Path, own_keys: Path) -> None:
    publish()
    old, new = rotated(own_keys, "--stolen")
    assert cross_seal(log, "log", old) == [new, old]
    assert "\nreason stolen\n" in (log / f"keys/log-{old.id.hex()}.note").read_text()
    assert verified(parse_note((log / "checkpoint").read_bytes()), [old, new]) == [new]


def test_promises_of_a_retired_key_still_verify(log: Path, own_keys: Path) -> None:
    petition = open_petition()
    signers(petition, 1)
    publish()
    old, new = rotated(own_keys, "promise")
    signers(petition, 1)
    publish()
    first, second = Leaf.objects.filter(kind="sign").order_by("id")
    check_promise(promise_of(first), old)
    check_promise(promise_of(second), new)


def test_a_key_that_was_changed_by_hand_signs_nothing(log: Path, own_keys: Path) -> None:
    publish()
    for name in ("log.key", "log.pub"):
        (own_keys / name).unlink()
    keys.make(own_keys)
    signers(open_petition(), 1)
    with pytest.raises(Differs, match="undersigned log rotate log"):
        sequence(at=timezone.now())
    assert cli.main(["log", "rotate", "--lost"]) == 0
    publish()
    assert len(published_leaves()) == 4


def test_an_upgrade_makes_the_keys_of_a_log_that_has_none_and_never_others(
    log: Path, own_keys: Path
) -> None:
    for path in [*own_keys.glob("log.*"), *own_keys.glob("promise.*")]:
        path.unlink()
    made = [f"Keys: made {own_keys / name}." for name in SIGNERS]
    assert list(upgrade._log(timezone.now())) == made
    publish()
    (own_keys / "log.pub").unlink()
    assert list(upgrade._log(timezone.now())) == []
