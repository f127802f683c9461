"""The sequencer: what waits gets its place, the files and the checkpoint follow, and anyone recounts the same."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers

from undersigned.petitions import actions as petitions
from undersigned.petitions.models import Petition
from undersigned.proof.actions.append import append_end
from undersigned.proof.actions.place import BATCH, _keep
from undersigned.proof.models import Checkpoint, Leaf, Tally
from undersigned.proof.states import Kind
from undersigned.proof.vkeys import log_vkey
from undersigned.pure.tlog.checkpoints import parse_checkpoint
from undersigned.pure.tlog.leaves import Close, Purge
from undersigned.pure.tlog.machine import Figures
from undersigned.pure.tlog.notes import parse_note, verified
from undersigned.pure.tlog.tree import leaf_hash, root_of
from undersigned.signatures import actions as signatures

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def kinds() -> list[str]:
    return [leaf.kind for leaf in published_leaves()]


def test_before_anybody_signed_the_log_is_published_empty(log: Path) -> None:
    publish()
    note = parse_note((log / "checkpoint").read_bytes())
    assert parse_checkpoint(note.text).size == 0
    assert verified(note, [log_vkey()]) == [log_vkey()]
    assert sorted(path.name for path in log.iterdir()) == ["checkpoint", "promise.vkey", "vkey"]


def test_signatures_are_published_under_their_petition_and_counted(log: Path) -> None:
    petition = open_petition()
    signers(petition, 3)
    publish()
    assert kinds() == ["open", "sign", "sign", "sign", "count"]
    assert recounted().figures(petition.public_ref) == Figures(3, 0, 0, 3, "open")
    tally = Tally.objects.get()
    assert (tally.size, tally.signed, tally.withdrawn, tally.void) == (5, 3, 0, 0)


def test_the_root_is_that_of_all_leaves_and_sealed_by_the_logs_key(log: Path) -> None:
    petition = open_petition()
    for _ in range(3):
        signers(petition, 100)
        publish()
    note = parse_note((log / "checkpoint").read_bytes())
    leaves = published_leaves()
    assert parse_checkpoint(note.text).size == len(leaves) == 302
    assert parse_checkpoint(note.text).root == root_of(leaf_hash(leaf.bytes) for leaf in leaves)
    assert verified(note, [log_vkey()]) == [log_vkey()]
    stored = Checkpoint.objects.order_by("size").values_list("size", flat=True)
    assert list(stored) == [102, 202, 302]


def test_nothing_happens_until_enough_wait_or_the_first_has_waited_long(
    log: Path, settings: Settings
) -> None:
    settings.LOG_FLUSH_AT, settings.LOG_FLUSH_SECONDS = 3, 3600
    petition = open_petition()
    signers(petition, 2, at=NOW)
    publish(at=NOW + timedelta(minutes=59))
    assert kinds() == []
    publish(at=NOW + timedelta(minutes=60))
    assert kinds() == ["open", "sign", "sign", "count"]
    signers(petition, 3, at=NOW + timedelta(minutes=61))
    publish(at=NOW + timedelta(minutes=61))
    assert kinds() == ["open", "sign", "sign", "count", "sign", "sign", "sign"]


def test_a_day_has_one_count_and_the_end_has_the_last(log: Path) -> None:
    petition = open_petition()
    for hour in (0, 1, 30):
        at = NOW + timedelta(hours=hour)
        signers(petition, 1, at=at)
        publish(at=at)
    petitions.close(petition=petition, at=NOW + timedelta(hours=31), by="operator")
    publish(at=NOW + timedelta(hours=32))
    assert kinds() == ["open", "sign", "count", "sign", "sign", "count", "close", "count"]
    assert recounted().figures(petition.public_ref) == Figures(3, 0, 0, 3, "closed")


def test_the_order_within_a_batch_tells_nothing_of_when_who_confirmed(log: Path) -> None:
    signed = signers(open_petition(), 40)
    publish()
    placed = Leaf.objects.filter(kind="sign").order_by("index").values_list("signature", flat=True)
    assert list(placed) != [row.pk for row in signed]
    assert sorted(placed) == [row.pk for row in signed]


def test_a_closing_waits_for_confirmations_that_may_be_under_way(log: Path) -> None:
    petition = open_petition()
    signers(petition, 1, at=NOW)
    petitions.close(petition=petition, at=NOW, by="operator")
    publish(at=NOW + timedelta(seconds=29))
    begun_before = connection.vendor == "postgresql"  # SQLite has one writer: nothing is under way
    assert ("close" in kinds()) != begun_before
    publish(at=NOW + timedelta(seconds=30))
    assert kinds() == ["open", "sign", *(["count"] if begun_before else []), "close", "count"]
    recounted()


def test_a_petition_that_is_down_for_good_is_closed_before_its_signers_are_forgotten(
    log: Path, settings: Settings
) -> None:
    settings.ERASURE_LEDGER = log.parent / "ledger"
    petition = open_petition()
    signers(petition, 2, at=NOW)
    signatures.count(at=NOW)
    facts = {"petition": petition, "at": NOW, "by": "user:9"}
    petitions.warn_of_takedown(reason="court", words="A court ordered it.", **facts)
    petitions.take_down(urgency="It may not stay until tomorrow.", **facts)
    publish(at=NOW)
    later = NOW + timedelta(days=400)
    assert signatures.expire(at=later) == 2
    publish(at=later + timedelta(minutes=1))
    told = [kind for kind in kinds() if kind != "note"]
    assert told == ["open", "sign", "sign", "count", "close", "purge", "count"]
    assert recounted().figures(petition.public_ref) == Figures(2, 0, 0, 2, "purged")


def test_a_leaf_that_the_rules_do_not_allow_waits_and_holds_up_nobody(log: Path) -> None:
    petition = open_petition()
    (signed,) = signers(petition, 1)
    publish()
    for kind in ("restore", "purge"):
        facts = {"kind": kind, "day": "2026-11-21", "made_at": NOW, "include_by": NOW}
        about = {"signature": signed} if kind == "restore" else {}
        Leaf.objects.create(petition=petition, body=b"", **facts, **about)
    signers(petition, 2)
    publish()
    assert kinds() == ["open", "sign", "count", "sign", "sign"]
    assert Leaf.objects.filter(index=None).count() == 2
    recounted()


def never_to_follow(petition: Petition, number: int = 1) -> None:
    facts = {"day": "2026-11-21", "made_at": NOW - timedelta(days=9), "include_by": NOW}
    leaf = {"petition": petition, "kind": "restore", **facts}
    Leaf.objects.bulk_create(Leaf(**leaf) for _ in range(number))


def test_a_leaf_that_may_never_follow_makes_no_run_due(log: Path, settings: Settings) -> None:
    settings.LOG_FLUSH_AT, settings.LOG_FLUSH_SECONDS = 3, 3600
    petition = open_petition()
    never_to_follow(petition, 4)
    publish(at=NOW)
    signers(petition, 2, at=NOW + timedelta(hours=5))
    publish(at=NOW + timedelta(hours=5))
    assert kinds() == []
    signers(petition, 1, at=NOW + timedelta(hours=5))
    publish(at=NOW + timedelta(hours=5))
    assert kinds() == ["open", "sign", "sign", "sign", "count"]


def test_however_many_may_never_follow_keep_nobody_waiting(log: Path) -> None:
    petition = open_petition()
    never_to_follow(petition, BATCH)
    signers(petition, 1, at=NOW)
    for _ in range(2):
        publish(at=NOW)
    assert kinds() == ["open", "sign", "count"]


def test_a_leaf_that_was_refused_comes_up_again_and_follows_what_was_missing(log: Path) -> None:
    petition = open_petition()
    signers(petition, 1, at=NOW)
    append_end(Kind.PURGE, petition.pk, at=NOW)
    publish(at=NOW + timedelta(minutes=1))
    append_end(Kind.CLOSE, petition.pk, at=NOW)
    publish(at=NOW + timedelta(minutes=2))
    assert kinds() == ["open", "sign", "count", "close", "count"]
    signers(open_petition(), 1, at=NOW + timedelta(hours=2))
    publish(at=NOW + timedelta(hours=2))
    assert kinds()[5:] == ["open", "sign", "purge", "count"]
    assert not Leaf.objects.exclude(refused_at=None).exists()
    recounted()


def test_a_petition_from_before_the_log_that_nobody_signed_opens_there_when_it_closes(
    log: Path,
) -> None:
    petition = open_petition(closes_on=NOW.date())
    later = NOW + timedelta(days=2)
    assert petitions.close_due(at=later) == 1
    publish(at=later + timedelta(minutes=1))
    assert [kind for kind in kinds() if kind != "note"] == ["open", "close", "count"]
    assert recounted().figures(petition.public_ref) == Figures(state="closed")


def test_a_leaf_that_got_its_place_from_somebody_else_takes_the_whole_batch_back(log: Path) -> None:
    petition = open_petition()
    signers(petition, 1)
    publish()
    signers(petition, 1)
    placed, waiting = Leaf.objects.filter(kind="sign").order_by("id")
    before = bytes(placed.body)
    placed.index, waiting.index = 4, 3
    with pytest.raises(RuntimeError, match="from somebody else"), transaction.atomic():
        _keep([(waiting, b"one"), (placed, b"other")])
    for leaf in (placed, waiting):
        leaf.refresh_from_db()
    assert (placed.index, bytes(placed.body), waiting.index) == (1, before, None)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_leaves_wait_the_published_log_breaks_no_rule(log: Path, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - not a secret
    petition = open_petition()
    signed = signers(petition, 4)
    for _ in range(12):
        for _ in range(draw.randrange(1, 8)):
            kind = draw.choice(["withdraw", "void", "void", "restore", "close", "purge"])
            ends = kind in {"close", "purge"}
            if ends and draw.random() < 0.8:
                continue
            end = {"close": Close, "purge": Purge}.get(kind)
            body = end(petition.public_ref, "2026-11-21").bytes if end else b""
            Leaf.objects.create(
                kind=kind,
                petition=petition,
                signature=None if ends else draw.choice(signed),
                reason="dup" if kind == "void" else "",
                day="2026-11-21",
                made_at=NOW,
                include_by=NOW,
                body=body,
            )
        publish(at=NOW + timedelta(minutes=1))
        figures = recounted().figures(petition.public_ref)
        tally = Tally.objects.order_by("-size").first()
        assert tally
        assert (figures.signed, figures.withdrawn, figures.void) == (
            tally.signed,
            tally.withdrawn,
            tally.void,
        )
