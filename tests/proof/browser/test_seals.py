"""Whose seal a receipt needs: this log's, under its key of now or one that led to it."""

from dataclasses import replace

import pytest
from tests.factories.logs import DAY, Log, opened, seed, signed, vkey
from tests.proof.browser.verifier import ALL_GOOD, Visit

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.keys import LOG, VKey
from undersigned.pure.tlog.notes import sign_note
from undersigned.pure.tlog.receipts import parse_receipt


def changed_key(log: Log, old: str, new: str, *, sealed_by: str) -> None:
    """The files of a log whose key was changed; keys are called by the names of their seeds."""
    was, now = (VKey(log.origin, LOG, ed25519.public_of(seed(name))) for name in (old, new))
    text = (
        f"undersigned/v1 key\n{log.origin}\nold {was.text}\nnew {now.text}\n"
        f"reason planned\nday {DAY}\n"
    )
    log.write(f"keys/log-{was.id.hex()}.vkey", f"{was.text}\n".encode())
    log.write(f"keys/log-{was.id.hex()}.note", sign_note(text, log.origin, seed(sealed_by)))
    log.write("policy", f"log {now.text}\nquorum none\n".encode())
    log.write("checkpoint", sign_note(log.checkpoint().body, log.origin, seed(new)))


def test_a_receipt_outlives_the_key_that_sealed_it(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    changed_key(log, log.origin, "second", sealed_by="second")
    changed_key(log, "second", "third", sealed_by="third")
    page = at_site().open_receipt(receipt)
    assert page.check_receipt() == "counts"
    assert page.steps("receipt") == ALL_GOOD


@pytest.mark.parametrize("liar", ["petitions.example.org/log", "somebody"])
def test_a_change_of_key_that_the_new_key_did_not_seal_is_none(
    liar: str, receipt: bytes, log: Log, at_site: Visit
) -> None:
    changed_key(log, log.origin, "second", sealed_by=liar)
    page = at_site().open_receipt(receipt)
    assert page.check_receipt() == "false"
    assert page.codes("receipt") == ["rotation"]


def test_a_receipt_of_a_key_that_the_log_does_not_know_is_false(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 3)).publish()
    proof = parse_receipt(log.receipt(2))
    note = sign_note(log.checkpoint().body, log.origin, seed("somebody"))
    page = at_site().open_receipt(replace(proof, checkpoint_note=note).bytes)
    assert page.check_receipt() == "false"
    assert page.codes("receipt") == ["unsealed"]


def test_a_receipt_is_not_held_against_another_log(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    """Under a policy that knows both logs."""
    both = f"log {vkey(log.origin).text}\nlog {vkey('b.example.org/log').text}\nquorum none\n"
    Log(log.path, origin="b.example.org/log").add(opened("p1"), *signed("p1", 700)).publish()
    page = at_site().open_receipt(receipt).give_key(both)
    assert page.check_receipt() == "broken"
    assert page.codes("receipt") == ["another-log"]
