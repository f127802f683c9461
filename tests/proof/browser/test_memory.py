"""The log only grew since the receipt, and since the last time that this browser looked."""

import os
from collections.abc import Callable

from tests.factories.logs import Log, opened, signature, signed
from tests.proof.browser.verifier import Visit


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
