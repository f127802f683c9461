"""A signer checks a receipt: included, mine, still counted, or withdrawn or void since."""

import pytest
from playwright.sync_api import expect
from tests.factories.logs import DAY, Log, fields, opened, opening, signed, ward
from tests.proof.browser.verifier import ALL_GOOD, MINE, Visit, opening_of

from undersigned.pure.tlog.commitment import commit, commit_ward
from undersigned.pure.tlog.leaves import Close, Leaf, Note, Purge, Restore, Sign, Void, Withdraw


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


def test_my_signature_on_paper_is_shown_to_be_mine(log: Log, at_site: Visit) -> None:
    commitment = commit(opening(7), "p1", {**fields(7), "via": "paper"})
    log.add(opened("p1"), Sign("p1", DAY, commitment, commit_ward(opening(7), "p1", ward(7))))
    log.publish()
    page = at_site().open_receipt(log.receipt(1)).say_whose(7)
    assert page.check_receipt() == "mine"


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


def test_a_receipt_for_anything_but_a_signature_is_none(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 3)).publish()
    page = at_site().open_receipt(log.receipt(0))
    assert page.check_receipt() == "false"
    assert page.codes("receipt") == ["not-a-signature"]
