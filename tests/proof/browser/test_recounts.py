"""A reader recounts a log with the page: on plain http, from a saved file, from a folder without a network."""

from collections.abc import Callable

from tests.factories.logs import DAY, Log, opened, signed
from tests.proof.browser.verifier import Verifier

from undersigned.pure.tlog.leaves import Close, Count, Purge, Restore, Void, Withdraw, Withheld

Visit = Callable[..., Verifier]


def lively(log: Log) -> Log:
    """Two petitions of which signatures leave and return, a document that is withheld, a kind from the future."""
    log.add(opened("p1"), *signed("p1", 300), opened("p2"), *signed("p2", 40, first=300))
    note = log.document("p1", "p1-opened", b'{"a":1}')
    log.document("p2", "p2-opened", b'{"a":2}')
    log.add(Withdraw("p1", DAY, 5), Void("p1", DAY, 6, "dup"), Void("p1", DAY, 7, "roll"))
    log.add(
        Restore("p1", DAY, 7), Count("p1", DAY, 300, 1, 1, 298), Withheld("p1", DAY, note, "person")
    )
    log.leaves.append(f"undersigned/v1 wave\npetition p1\nday {DAY}\nheight 3\n".encode())
    log.add(Close("p2", DAY), Purge("p2", DAY))
    return log


def test_the_figures_are_those_that_the_entries_give(log: Log, at_site: Visit) -> None:
    lively(log).publish()
    page = at_site()
    assert page.recount() == "recounted"
    assert page.figures() == {
        "p1": ["300", "1", "1", "298", "open"],
        "p2": ["40", "0", "0", "40", "closed, signers’ data destroyed"],
    }
    facts = page.outcome("recount")
    assert facts.locator("[data-fact=documents]").all_inner_texts() == ["2"]
    assert facts.locator("[data-fact=withheld]").all_inner_texts() == [
        "entry 342, since November 21, 2026: for a person’s sake"
    ]
    assert facts.locator("[data-fact=unknown]").all_inner_texts() == [
        "1 × wave: newer than this page, and in no figure here"
    ]
