"""receipt: included, mine, still counting; and the promise that came before it."""

import json
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.factories.logs import (
    DAY,
    Log,
    fields,
    opened,
    opening,
    signature,
    signed,
    vkey,
    ward,
)
from tests.proof.verifier.conftest import Ask

from undersigned.pure.tlog.leaves import Restore, Withdraw
from undersigned.pure.tlog.receipts import Receipt, parse_receipt

pytestmark = pytest.mark.long

SIGNER = 6  # whose signature is entry 7


@pytest.fixture
def receipt(site: Log, tmp_path: Path) -> Path:
    file = tmp_path / "p1.tlog-proof"
    file.write_bytes(site.receipt(SIGNER + 1))
    return file


@pytest.fixture
def policy(site: Log, tmp_path: Path) -> Path:
    file = tmp_path / "policy"
    file.write_text(site.policy(), encoding="utf-8")
    return file


def opens(number: int) -> str:
    return urlsafe_b64encode(opening(number)).decode().rstrip("=")


def entered(tmp_path: Path, **changed: str) -> Path:
    file = tmp_path / "entered.json"
    file.write_text(json.dumps(fields(SIGNER) | {"ward": ward(SIGNER)} | changed), encoding="utf-8")
    return file


def test_a_receipt_is_checked_without_the_log(receipt: Path, policy: Path, ask: Ask) -> None:
    answer = ask("receipt", receipt, "--policy", policy)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "Entry 7 of petitions.example.org/log is a signature for petition p1,",
        "of 2026-11-21. The log's key signed it with 16 entries.",
        "That state is vouched for by library.example.org, newspaper.example.org.",
        "Whoever is shown this receipt together with its opening knows that you signed.",
        "OK: the receipt is good.",
    ]


def test_a_receipt_of_any_entry_can_be_checked(site: Log, policy: Path, ask: Ask) -> None:
    file = policy.with_name("r")
    site.witnesses = ()
    file.write_bytes(site.receipt(0))
    answer = ask("receipt", file, "--log", site.path, "--policy", policy)
    assert answer.code == 1  # the policy asks for witnesses
    policy.write_text(f"log {vkey(site.origin).text}\nquorum none\n", encoding="utf-8")
    answer = ask("receipt", file, "--log", site.path, "--policy", policy)
    assert answer.code == 0
    assert answer.out.startswith("Entry 0 of petitions.example.org/log is an entry for petition p1")
    assert ask("receipt", file, "--policy", policy, "--opening", opens(1)).code == 1


def test_the_log_says_whether_it_still_counts(site: Log, receipt: Path, ask: Ask) -> None:
    site.add(*signed("p1", 4, first=30)).publish()
    answer = ask("receipt", receipt, "--log", site.path)
    assert "The log has 20 entries now, and this is one of them.\nIt still counts.\n" in answer.out
    site.add(Withdraw("p1", DAY, SIGNER + 1)).publish()
    answer = ask("receipt", receipt, "--log", site.path)
    assert answer.code == 0
    assert "It was withdrawn since, and does not count any more.\n" in answer.out


def test_a_void_signature_and_a_restored_one_are_told(site: Log, tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "r").write_bytes(site.receipt(4))
    assert "It was declared void since" in ask("receipt", tmp_path / "r", "--log", site.path).out
    site.add(Restore("p1", DAY, 4)).publish()
    assert "It still counts." in ask("receipt", tmp_path / "r", "--log", site.path).out


def test_my_opening_and_what_i_entered_show_that_it_is_mine(
    receipt: Path, policy: Path, tmp_path: Path, ask: Ask
) -> None:
    words = ("receipt", receipt, "--policy", policy, "--opening", opens(SIGNER), "--fields")
    answer = ask(*words, entered(tmp_path))
    assert answer.code == 0
    assert "with your opening: it is yours.\n" in answer.out
    partly = tmp_path / "partly.json"
    partly.write_text(json.dumps(fields(SIGNER)))
    assert ask(*words, partly).code == 0  # without the ward
    for changed in ({"name": "Somebody Else"}, {"ward": "9"}):
        answer = ask(*words, entered(tmp_path, **changed))
        assert (answer.code, "it is yours" in answer.out) == (1, False)
    assert ask(*words[:5], opens(SIGNER + 1), "--fields", entered(tmp_path)).code == 1


NOT_CANONICAL = opens(1)[:-1] + chr(ord(opens(1)[-1]) + 1)


@pytest.mark.parametrize(
    "bad", ["", "x", "+" * 43, opens(1)[:-1], opens(1) + "=", NOT_CANONICAL, "é"]
)
def test_what_is_no_opening_is_told(
    bad: str, receipt: Path, policy: Path, tmp_path: Path, ask: Ask
) -> None:
    words = ("receipt", receipt, "--policy", policy, "--fields", entered(tmp_path))
    answer = ask(*words, f"--opening={bad}")
    assert answer.code == 4
    assert answer.err.startswith("This is not an opening")


@pytest.mark.parametrize("text", [None, "no json", "[]", '{"name":1}', '{"phone":"1"}'])
def test_what_was_entered_is_an_object_of_known_texts(
    text: str | None, receipt: Path, policy: Path, tmp_path: Path, ask: Ask
) -> None:
    file = tmp_path / "mine.json"
    if text is not None:
        file.write_text(text)
    words = ("receipt", receipt, "--policy", policy, "--opening", opens(SIGNER))
    assert ask(*words, "--fields", file).code == 4
    assert ask(*words).code == 4


def test_a_receipt_from_another_past_proves_a_fork(receipt: Path, tmp_path: Path, ask: Ask) -> None:
    other = Log(tmp_path / "other").add(opened("p1"), *signed("p1", 30, first=1)).publish()
    answer = ask("receipt", receipt, "--log", other.path)
    assert answer.code == 2
    assert answer.err.startswith("The log has another past than the one of this receipt")


def test_a_log_older_than_the_receipt_is_stale(receipt: Path, tmp_path: Path, ask: Ask) -> None:
    older = Log(tmp_path / "older").add(opened("p1"), *signed("p1", 3)).publish()
    assert ask("receipt", receipt, "--log", older.path).code == 3


def test_an_erased_signers_receipt_is_good_and_shows_nothing_of_them(
    site: Log, receipt: Path, policy: Path, ask: Ask
) -> None:
    text = receipt.read_bytes() + parse_receipt(receipt.read_bytes()).extra
    for told in (*fields(SIGNER).values(), opens(SIGNER), opening(SIGNER).hex()):
        assert told == "web" or told.encode() not in text
    assert ask("receipt", receipt, "--policy", policy).code == 0


@pytest.mark.long
def test_no_bit_of_a_receipt_can_change(receipt: Path, policy: Path, ask: Ask) -> None:
    good = receipt.read_bytes()
    for at in range(len(good)):
        bad = bytearray(good)
        bad[at] ^= 1 << at % 8
        receipt.write_bytes(bad)
        answer = ask("receipt", receipt, "--policy", policy)
        assert (at, answer.code) in {(at, 1), (at, 4)}
        assert "OK" not in answer.out


def test_what_cannot_be_checked_ends_with_4(
    site: Log, receipt: Path, policy: Path, tmp_path: Path, ask: Ask
) -> None:
    assert ask("receipt", receipt).code == 4  # whose key?
    assert ask("receipt", tmp_path / "none", "--policy", policy).code == 4
    held = parse_receipt(receipt.read_bytes())
    bare = Receipt(held.index, held.proof, held.checkpoint_note)
    (tmp_path / "bare").write_bytes(bare.bytes)
    assert ask("receipt", tmp_path / "bare", "--policy", policy).code == 4
    promise = site.promise(signature("p1", 1), datetime.now(UTC))
    (tmp_path / "promise").write_bytes(promise)
    assert ask("receipt", tmp_path / "promise").code == 4


@pytest.mark.parametrize(
    ("signer", "hours", "code", "word"),
    [
        (SIGNER, -1, 0, "The promise was kept: it is entry 7 of the log."),
        (SIGNER, 24, 0, "The promise was kept: it is entry 7 of the log."),
        (50, 24, 0, "The entry is not in the log yet; it was promised by 2"),
        (50, -1, 1, "NOT VALID: The promise is broken: by 2"),
    ],
)
def test_a_promise_is_kept_or_not_yet_due_or_broken(
    signer: int, hours: int, code: int, word: str, site: Log, tmp_path: Path, ask: Ask
) -> None:
    due = datetime.now(UTC) + timedelta(hours=hours)
    (tmp_path / "promise").write_bytes(site.promise(signature("p1", signer), due))
    answer = ask("receipt", tmp_path / "promise", "--log", site.path)
    assert answer.code == code
    assert (answer.out + answer.err).startswith(word)


def test_a_witness_from_after_the_time_breaks_a_promise_whatever_my_clock_says(
    site: Log, tmp_path: Path, ask: Ask
) -> None:
    due = datetime.now(UTC) + timedelta(hours=2)
    (tmp_path / "promise").write_bytes(site.promise(signature("p1", 50), due))
    site.publish(at=int(time.time()) + 3 * 3600)
    assert ask("receipt", tmp_path / "promise", "--log", site.path).code == 1


def test_a_promise_of_another_log_is_not_looked_up(site: Log, tmp_path: Path, ask: Ask) -> None:
    other = Log(tmp_path / "other", origin="other.example.org/log").add(opened("p1")).publish()
    promise = other.promise(signature("p1", 1), datetime.now(UTC))
    (tmp_path / "promise").write_bytes(promise)
    site.write("promise.vkey", (other.path / "promise.vkey").read_bytes())
    assert ask("receipt", tmp_path / "promise", "--log", site.path).code == 4
