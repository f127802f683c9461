"""A reader recounts a log with the page: on plain http, from a saved file, from a folder without a network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect
from tests.factories.logs import DAY, Log, opened, signed, vkey
from tests.proof.browser.verifier import Verifier

from undersigned.pure.tlog.leaves import (
    Close,
    Count,
    Purge,
    Restore,
    Void,
    Withdraw,
    Withheld,
)

Visit = Callable[..., Verifier]


def lively(log: Log) -> Log:
    """Two petitions of which signatures leave and return, a document that is withheld, a kind of the future."""
    log.add(opened("p1"), *signed("p1", 300), opened("p2"), *signed("p2", 40, first=300))
    note = log.document("p1", "p1-opened", b'{"a":1}')
    log.document("p2", "p2-opened", b'{"a":2}')
    log.add(Withdraw("p1", DAY, 5), Void("p1", DAY, 6, "dup"), Void("p1", DAY, 7, "roll"))
    log.add(Restore("p1", DAY, 7), Count("p1", DAY, 300, 1, 1, 298))
    log.add(Withheld("p1", DAY, note, "person"))
    log.leaves.append(f"undersigned/v1 wave\npetition p1\nday {DAY}\nheight 3\n".encode())
    return log.add(Close("p2", DAY), Purge("p2", DAY)).publish()


FIGURES = {
    "p1": ["298", "300", "1", "1", "open"],
    "p2": ["40", "40", "0", "0", "closed, signers’ data destroyed"],
}


def test_the_figures_are_those_that_the_entries_give(log: Log, at_site: Visit) -> None:
    lively(log)
    page = at_site()
    assert page.recount() == "recounted"
    assert page.figures() == FIGURES
    assert page.steps("recount") == {"sealed": "good", "whole": "good"}
    facts = page.outcome("recount")
    assert facts.locator("[data-fact=documents]").all_inner_texts() == [
        "2 (what they say was not compared here; undersigned-verify.pyz does)"
    ]
    assert facts.locator("[data-fact=withheld]").all_inner_texts() == [
        "entry 342, since November 21, 2026: for a person’s sake"
    ]
    assert facts.locator("[data-fact=unknown]").all_inner_texts() == [
        "1 × wave: newer than this page, and in no figure here"
    ]


def test_a_saved_page_recounts_a_log_at_an_address(log: Log, from_file: Visit) -> None:
    lively(log)
    page = from_file().choose_address()
    assert page.recount() == "recounted"
    assert page.figures() == FIGURES


def test_a_saved_page_recounts_a_folder_and_asks_nobody(log: Log, from_file: Visit) -> None:
    lively(log)
    page = from_file().choose_folder(log.path)
    assert page.recount() == "recounted"
    assert page.figures() == FIGURES
    assert page.asked == []


def test_a_log_can_be_called_by_its_name(log: Log, from_file: Visit) -> None:
    """An origin is an address without its scheme, which is then the safe one."""
    lively(log)
    page = from_file()
    page.page.get_by_label("Address of the log").fill(f"localhost:{page.server.server_port}/log")
    page.page.route("https://localhost:*/**", as_over_http)
    assert page.recount() == "recounted"


def as_over_http(route: Route) -> None:
    route.fulfill(response=route.fetch(url=route.request.url.replace("https://", "http://")))


def test_a_folder_above_the_log_will_do(log: Log, from_file: Visit) -> None:
    lively(log)
    assert from_file().choose_folder(log.path.parent).recount() == "recounted"


def test_it_needs_no_cryptography_of_the_browser(log: Log, at_site: Visit) -> None:
    lively(log)
    page = at_site()
    assert page.page.evaluate("[isSecureContext, crypto.subtle]") == [False, None]
    assert page.recount() == "recounted"


def test_it_needs_no_worker(log: Log, at_site: Visit, context: Callable[..., object]) -> None:
    lively(log)
    made = context()
    made.add_init_script("delete window.Worker")  # type: ignore[attr-defined]
    assert at_site(into=made.new_page()).recount() == "recounted"  # type: ignore[attr-defined]


def test_only_files_of_the_log_are_asked_for_whole(log: Log, at_site: Visit) -> None:
    lively(log)
    page = at_site()
    page.asked.clear()
    page.recount()
    assert sorted(line.removeprefix("/log/") for line in page.asked) == [
        "checkpoint",
        "policy",
        "tile/0/000",
        "tile/0/001.p/97",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/97",
    ]


def test_one_petition_is_shown_by_its_figure(log: Log, at_site: Visit) -> None:
    lively(log)
    page = at_site(fragment="#petition=p1")
    expect(page.page.locator("#recount-petition")).to_have_value("p1")
    expect(page.page.get_by_role("button", name="Recount everything")).to_be_focused()
    assert page.recount("p1") == "recounted"
    figure = page.outcome("recount").locator("[data-petition=p1] data")
    assert (figure.get_attribute("value"), figure.inner_text()) == ("298", "298")
    assert page.recount("p9") == "recounted"
    assert page.figures() == FIGURES


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 513])
def test_logs_of_any_size_are_read(size: int, log: Log, at_site: Visit) -> None:
    log.add(*[opened("p1"), *signed("p1", size)][:size]).publish()
    page = at_site()
    assert page.recount() == "recounted"
    signatures = str(max(0, size - 1))
    assert page.figures() == ({"p1": [signatures, signatures, "0", "0", "open"]} if size else {})


def test_files_that_agree_with_each_other_but_not_with_the_seal_are_refused(
    log: Log, at_site: Visit
) -> None:
    sealed = log.add(opened("p1"), *signed("p1", 300)).note()
    Log(log.path).add(opened("p1"), *signed("p1", 300, first=1)).publish()
    log.write("checkpoint", sealed)
    page = at_site()
    assert page.recount() == "broken"
    assert page.codes("recount") == ["root"]
    assert page.outcome("recount").locator("table, .figure").count() == 0  # no figure is shown


def test_a_leaf_that_may_not_stand_where_it_stands_is_named(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 300), Count("p1", DAY, 300, 0, 0, 301)).publish()
    page = at_site()
    assert page.recount() == "broken"
    expect(page.outcome("recount")).to_contain_text("Entry 301 (count) may not stand")
    Log(log.path, leaves=[*log.leaves[:301], b"undersigned/v1 sign\n"]).publish()
    assert page.recount() == "broken"
    assert page.codes("recount") == ["leaf"]


def test_a_log_without_one_of_its_tiles_is_not_sound(log: Log, at_site: Visit) -> None:
    lively(log)
    (log.path / "tile" / "entries" / "000").unlink()
    page = at_site()
    assert page.recount() == "broken"
    assert page.codes("recount") == ["gone"]


def test_a_log_that_grew_in_steps_keeps_its_full_tiles_alone(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 99)).publish()
    log.add(*signed("p1", 300, first=100)).publish()
    for partial in log.path.glob("tile/*/000.p/*"):
        if partial.parts[-3] != "1":
            partial.unlink()
    assert at_site().recount() == "recounted"


def test_a_key_from_the_log_itself_proves_less_and_the_page_says_so(
    log: Log, at_site: Visit
) -> None:
    lively(log)
    page = at_site()
    page.recount()
    assert page.notices("recount") == ["fetched", "first"]


def test_a_pasted_key_and_a_pasted_policy_are_used(log: Log, at_site: Visit) -> None:
    lively(log)
    page = at_site().give_key(vkey(log.origin).text)
    page.asked.clear()
    page.recount()
    assert page.notices("recount") == ["typed", "alone", "first"]
    page.give_key(log.policy()).recount()
    assert page.notices("recount") == ["typed", "grown"]
    assert "/log/policy" not in page.asked
    page.give_key(vkey("somebody.example.org/log").text)
    assert page.recount() == "broken"
    assert page.codes("recount") == ["another-log"]


def test_a_fingerprint_is_compared(log: Log, at_site: Visit) -> None:
    lively(log)
    page = at_site()
    page.recount()
    short = page.outcome("recount").locator("[data-fact=fingerprint]").inner_text()
    page.give_key("")
    field = page.page.locator("#log-fingerprint")
    field.fill(short.upper().replace(" ", ""))
    assert page.recount() == "recounted"
    assert page.notices("recount") == ["compared", "grown"]
    for wrong in (short[:-1] + "x", short[:9], "x"):
        field.fill(wrong)
        assert page.recount() == "broken"
        assert page.codes("recount") == ["fingerprint"]


def test_missing_and_old_witnesses_are_said_plainly(log: Log, at_site: Visit) -> None:
    log.witnesses = ()
    log.add(opened("p1")).publish()
    page = at_site()
    page.recount()
    assert page.notices("recount") == ["fetched", "alone", "first"]
    log.witnesses = ("library.example.org",)
    policy = log.policy()
    log.publish(at=1_700_000_000)
    page.recount()
    assert page.notices("recount") == ["fetched", "stale", "grown"]
    log.witnesses = ()
    log.publish()
    log.write("policy", policy.encode())
    assert page.recount() == "unvouched"
    assert page.notices("recount") == ["fetched", "alone", "grown"]


def test_a_recount_can_be_cancelled(log: Log, at_site: Visit) -> None:
    lively(log)
    page = at_site()
    page.page.route("**/tile/**", lambda _: None)  # an answer that never comes
    page.page.locator("#recount button.button").click()
    page.outcome("recount").get_by_role("button", name="Cancel").click()
    page.outcome("recount").locator("[data-cancelled]").wait_for()
    page.page.unroute("**/tile/**")
    assert page.recount() == "recounted"
