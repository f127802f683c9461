"""How a receipt comes to the page, with a network and without; nothing that is secret leaves it."""

from playwright.sync_api import expect
from tests.factories.logs import Log, vkey
from tests.proof.browser.verifier import MINE, Visit, opening_of


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
