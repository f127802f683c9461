"""A signer checks a receipt: included, mine, still counted, and the log only grew since the last time."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from tests.factories.logs import DAY, Log, opened, seed, signature, signed, vkey
from tests.proof.browser.verifier import Verifier, opening_of

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.keys import LOG, VKey
from undersigned.pure.tlog.leaves import Close, Leaf, Note, Purge, Restore, Void, Withdraw
from undersigned.pure.tlog.notes import sign_note
from undersigned.pure.tlog.receipts import parse_receipt

Visit = Callable[..., Verifier]
MINE = 269  # my number among the signers; my entry comes one later
ALL_GOOD = {
    "read": "good",
    "sealed": "good",
    "included": "good",
    "today": "good",
    "counts": "good",
}


@pytest.fixture
def receipt(log: Log) -> bytes:
    """My receipt, from when the log had 301 entries; later it has 601."""
    log.add(opened("p1"), *signed("p1", 300)).publish()
    mine = log.receipt(MINE + 1)
    log.add(*signed("p1", 300, first=300)).publish()
    return mine


def test_a_signature_that_counts(receipt: bytes, at_site: Visit) -> None:
    page = at_site().open_receipt(receipt)
    page.asked.clear()
    assert page.check_receipt() == "counts"
    assert page.steps("receipt") == ALL_GOOD
    outcome = page.outcome("receipt")
    assert outcome.locator("[data-fact=petition]").inner_text() == "p1"
    assert outcome.locator("[data-fact=day]").inner_text() == "November 21, 2026"
    assert outcome.locator("[data-fact=index]").inner_text() == "entry 270, counted from 0"
    assert outcome.locator("[data-fact=size]").inner_text() == "601"
    # Whole files from mine on, and the tiles that stand for those before: nothing names my entry.
    assert sorted(line.removeprefix("/log/") for line in page.asked) == [
        "checkpoint",
        "policy",
        "tile/1/000.p/2",
        "tile/entries/001",
        "tile/entries/002.p/89",
    ]


def test_my_signature_is_shown_to_be_mine(receipt: bytes, at_site: Visit) -> None:
    page = at_site().open_receipt(receipt).say_whose(MINE)
    assert page.check_receipt() == "mine"
    assert page.steps("receipt") == ALL_GOOD | {"mine": "good"}
    assert page.say_whose(MINE, ward=str(MINE % 4)).check_receipt() == "mine"
    link = f"https://petitions.example.org/receipts/abc/#opening={opening_of(MINE)}"
    email = f"signer{MINE}@EXAMPLE.org"
    assert page.say_whose(MINE, opening=link, email=email).check_receipt() == "mine"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"opening": opening_of(7)}, "not-mine"),
        ({"opening": opening_of(MINE)[:-1]}, "opening"),
        ({"opening": opening_of(MINE)[:-1] + "_"}, "base64"),
        ({"name": "Sample Signer"}, "not-mine"),
        ({"email": "signer@example.org"}, "not-mine"),
        ({"ward": "9"}, "not-my-ward"),
    ],
)
def test_what_does_not_open_it_is_not_mine(
    typed: dict[str, str], code: str, receipt: bytes, at_site: Visit
) -> None:
    page = at_site().open_receipt(receipt).say_whose(MINE, **typed)
    assert page.check_receipt() == "not-mine"
    assert page.steps("receipt") == ALL_GOOD | {"mine": "bad"}
    assert page.codes("receipt") == [code]


def test_an_opening_without_the_name_leaves_it_open(receipt: bytes, at_site: Visit) -> None:
    page = at_site().open_receipt(receipt).say_whose(MINE, name="")
    assert page.check_receipt() == "counts"
    assert page.steps("receipt") == ALL_GOOD | {"mine": "open"}


def test_a_withdrawn_signature_is_said_to_be(receipt: bytes, log: Log, at_site: Visit) -> None:
    log.add(Withdraw("p1", "2026-11-25", MINE + 1)).publish()
    page = at_site().open_receipt(receipt).say_whose(MINE)
    assert page.check_receipt() == "withdrawn"
    assert page.steps("receipt") == ALL_GOOD | {"mine": "good"}
    expect(page.outcome("receipt")).to_contain_text("an entry of November 25, 2026 takes it back")


def test_a_void_signature_is_said_to_be_and_why_until_it_is_restored(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    log.add(Void("p1", "2026-11-25", MINE + 1, "dup")).publish()
    page = at_site().open_receipt(receipt)
    assert page.check_receipt() == "void"
    expect(page.outcome("receipt")).to_contain_text("the same person signed more than once")
    log.add(Restore("p1", "2026-11-26", MINE + 1)).publish()
    assert page.check_receipt() == "counts"


def test_what_happens_to_others_is_not_said_of_mine(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    log.add(Withdraw("p1", DAY, MINE), Void("p1", DAY, MINE + 2, "roll"), opened("p2"))
    log.add(Note("p1", DAY, bytes(32), "a-note"), Close("p2", DAY), Purge("p2", DAY)).publish()
    page = at_site().open_receipt(receipt)
    assert page.check_receipt() == "counts"
    assert page.notices("receipt") == ["fetched", "first"]


@pytest.mark.parametrize(
    "leaves",
    [
        [Withdraw("p2", DAY, MINE + 1)],
        [Restore("p1", DAY, MINE + 1)],
        [Withdraw("p1", DAY, MINE + 1), Restore("p1", DAY, MINE + 1)],
        [Void("p1", DAY, MINE + 1, "dup"), Void("p1", DAY, MINE + 1, "dup")],
    ],
)
def test_what_may_not_be_done_to_my_signature_is_no_good_log(
    leaves: list[Leaf], receipt: bytes, log: Log, at_site: Visit
) -> None:
    log.add(*leaves).publish()
    page = at_site().open_receipt(receipt)
    assert page.check_receipt() == "broken"
    assert page.codes("receipt") == ["rule"]


def test_the_receipt_of_an_erased_signer_still_proves_the_entry(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    """Nobody but the signer holds the opening any more: the receipt does not need it."""
    log.add(Close("p1", DAY), Purge("p1", "2027-11-21")).publish()
    page = at_site().open_receipt(receipt)
    assert page.check_receipt() == "counts"
    assert page.notices("receipt") == ["fetched", "purged", "first"]
    assert page.say_whose(MINE).check_receipt() == "mine"


def test_without_a_network_it_proves_what_it_proves(
    receipt: bytes, log: Log, from_file: Visit
) -> None:
    page = from_file().open_receipt(receipt).give_key(vkey(log.origin).text)
    assert page.check_receipt() == "genuine"
    assert page.steps("receipt") == {
        "read": "good",
        "sealed": "good",
        "included": "good",
        "today": "open",
    }
    assert page.codes("receipt") == ["no-log"]
    assert page.choose_folder(log.path).check_receipt() == "counts"
    assert page.asked == []


def test_without_a_key_nothing_is_said(receipt: bytes, from_file: Visit) -> None:
    page = from_file().open_receipt(receipt)
    assert page.check_receipt() == "unread"
    assert page.codes("receipt") == ["no-log"]


def test_a_server_that_does_not_answer_is_no_proof_of_anything(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    page = at_site().open_receipt(receipt).give_key(log.policy())
    (log.path / "checkpoint").unlink()
    assert page.check_receipt() == "genuine"
    assert page.codes("receipt") == ["missing"]
    page.page.locator("#log-address").fill("http://petitions.example.org:1/log/")
    assert page.check_receipt() == "genuine"
    assert page.codes("receipt") == ["unreachable"]


def test_the_letters_link_brings_opening_receipt_and_language(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    log.write("mine.tlog-proof", receipt)
    fragment = f"#receipt=/log/mine.tlog-proof&opening={opening_of(MINE)}&lang=es"
    page = at_site(fragment=fragment)
    expect(page.page.locator("#receipt-text")).to_have_value(receipt.decode())
    expect(page.page.locator("html")).to_have_attribute("lang", "es")
    assert "#" not in page.page.url  # what is secret stays in no history
    assert page.verdict("receipt") == "counts"  # checked at once
    assert page.codes("receipt") == ["no-data"]
    assert page.say_whose(MINE).check_receipt() == "mine"


def test_a_link_fetches_nothing_from_anybody_else(receipt: bytes, at_site: Visit) -> None:
    page = at_site(fragment="#receipt=https://somebody.example.net/x.tlog-proof")
    expect(page.page.locator("#receipt-text")).to_have_value("")
    assert (
        page.page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
        == []
    )


def test_a_receipt_can_be_pasted_or_dropped(receipt: bytes, at_site: Visit) -> None:
    page = at_site()
    page.page.locator("#receipt-text").fill(receipt.decode().rstrip("\n"))
    assert page.check_receipt() == "counts"
    page.page.locator("#receipt-text").fill("")
    page.page.evaluate(
        """(text) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], "mine.tlog-proof"));
          dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
        }""",
        receipt.decode(),
    )
    expect(page.page.locator("#receipt-text")).to_have_value(receipt.decode())
    assert page.check_receipt() == "counts"


def test_nothing_that_is_typed_leaves_the_page(receipt: bytes, at_site: Visit) -> None:
    page = at_site().open_receipt(receipt).say_whose(MINE)
    sent: list[str] = []
    page.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    assert page.check_receipt() == "mine"
    assert [line for line in sent if not line.endswith(" None")] == []
    assert [line for line in sent if "Signer" in line or opening_of(MINE) in line] == []
    kept = page.page.evaluate("JSON.stringify(localStorage)")
    assert [
        secret for secret in ("Signer", f"signer{MINE}", opening_of(MINE)) if secret in kept
    ] == []


def another_history(log: Log) -> Log:
    """A log with the same keys, in which somebody else signed first."""
    fork = Log(log.path)
    return fork.add(opened("p1"), signature("p1", 5000), *signed("p1", 700, first=1)).publish()


def test_a_log_with_another_history_than_the_receipts_is_a_fork(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    another_history(log)
    page = at_site().open_receipt(receipt)
    assert page.check_receipt() == "fork"
    with page.page.expect_download() as saved:
        page.outcome("receipt").get_by_role("link", name="Save the evidence (1)").click()
    assert saved.value.path().read_bytes() == receipt.partition(b"\n\n")[2]


def test_a_log_that_was_rewritten_since_the_last_check_is_a_fork(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 300)).publish()
    for tile in log.path.glob("tile/**/*"):
        os.utime(tile, (0, 0))  # what is so old, a browser keeps, unless told to ask again
    page = at_site()
    assert page.recount() == "recounted"
    another_history(log)
    assert page.recount() == "fork"
    page.page.reload()
    assert page.recount() == "fork"
    assert page.steps("recount") == {"sealed": "good", "whole": "bad"}
    page._open("#log-details")
    page.page.get_by_role("button", name="Forget").click()
    assert page.recount() == "recounted"


def test_a_log_that_lost_entries_is_older_than_the_receipt(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    Log(log.path).add(opened("p1"), *signed("p1", 280)).publish()
    page = at_site().open_receipt(receipt)
    assert page.check_receipt() == "shrunk"
    page.page.locator("#receipt-text").fill("")
    assert page.recount() == "recounted"  # without the receipt nobody could tell


def test_memory_before_my_entry_is_read_from_there_on(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    """The browser saw the log long before the signer signed: what was then must still be there."""
    grown = log.leaves
    Log(log.path).add(opened("p1"), *signed("p1", 9)).publish()
    page = at_site()
    assert page.recount() == "recounted"
    Log(log.path, leaves=grown).publish()
    assert page.open_receipt(receipt).check_receipt() == "counts"
    assert page.notices("receipt") == ["fetched", "grown"]


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


def test_a_receipt_for_anything_but_a_signature_is_none(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 3)).publish()
    page = at_site().open_receipt(log.receipt(0))
    assert page.check_receipt() == "false"
    assert page.codes("receipt") == ["not-a-signature"]


def test_a_receipt_is_not_held_against_another_log(
    receipt: bytes, log: Log, at_site: Visit
) -> None:
    """Under a policy that knows both logs."""
    both = f"log {vkey(log.origin).text}\nlog {vkey('b.example.org/log').text}\nquorum none\n"
    Log(log.path, origin="b.example.org/log").add(opened("p1"), *signed("p1", 700)).publish()
    page = at_site().open_receipt(receipt).give_key(both)
    assert page.check_receipt() == "broken"
    assert page.codes("receipt") == ["another-log"]


def test_a_new_key_is_pointed_out(log: Log, at_site: Visit) -> None:
    log.add(opened("p1")).publish()
    page = at_site()
    page.recount()
    memory = "JSON.stringify({ ...JSON.parse(localStorage[key]), fingerprint: '0' })"
    page.page.evaluate(f"(key = Object.keys(localStorage)[0], localStorage[key] = {memory})")
    page.recount()
    assert page.notices("recount") == ["fetched", "grown", "key-changed"]


def test_a_browser_that_remembers_nothing_says_so(
    log: Log, at_site: Visit, context: Callable[..., object]
) -> None:
    log.add(opened("p1")).publish()
    made = context()
    made.add_init_script(  # type: ignore[attr-defined]
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page = at_site(into=made.new_page())  # type: ignore[attr-defined]
    assert page.recount() == "recounted"
    assert page.notices("recount") == ["fetched", "forgets"]
