"""Two people of a clerk's office review the same list at the same time, by keyboard; no line is decided on twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.verification.checking import laid_out, outcomes, reviewer_of

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.verification.models import Check, Decision

pytestmark = pytest.mark.main

# Six lines: of three the roll has a likely voter, of three nobody.
FOUND = (
    (["V3", "V4"], False),
    ([], False),
    (["V2"], False),
    ([], False),
    (["V1"], False),
    ([], False),
)
DEAF = 450  # milliseconds in which the page takes no key


@pytest.fixture
def petition() -> Petition:
    return open_petition(title="Light the underpass")


def test_two_reviewers_work_at_once(desk_of: Callable[[User], Page], petition: Petition) -> None:
    check = laid_out(FOUND, petition=petition)
    rae, sol = (desk_of(reviewer_of(petition.council, f"{name} Sample")) for name in ("Rae", "Sol"))
    for desk in (rae, sol):
        open_check(desk, petition)
    expect(rae.get_by_role("heading", name="Line 1 of 6")).to_be_visible()
    expect(sol.get_by_role("heading", name="Line 2 of 6")).to_be_visible()
    expect(rae.locator(".candidate")).to_have_count(2)
    expect(sol.locator("main")).to_contain_text("Nobody there is like this signer.")

    rae_decides_wrong_and_takes_it_back(rae)
    sol_rejects_and_learns_that_it_takes_two(sol)
    both_go_on_until_nothing_waits(rae, sol)

    assert outcomes(check) == ["valid", "not_registered"] * 3
    two_rejected_each_and_nobody_twice(check)
    expect(rae.locator("main")).to_contain_text("No line waits for anybody.")


def open_check(desk: Page, petition: Petition) -> None:
    desk.get_by_role("link", name="Checks", exact=True).click()
    row = desk.get_by_role("row").filter(has_text=petition.title)
    row.get_by_role("link").click()
    desk.get_by_role("button", name="Review the next line").click()


def key(desk: Page, name: str) -> None:
    """Press a key, once the page takes it."""
    desk.wait_for_timeout(DEAF)
    desk.keyboard.press(name)


def rae_decides_wrong_and_takes_it_back(rae: Page) -> None:
    key(rae, "2")
    expect(rae.get_by_role("heading", name="Line 3 of 6")).to_be_visible()
    expect(rae.locator(".review-last")).to_contain_text("you decided Valid")
    key(rae, "u")
    expect(rae.get_by_role("heading", name="Line 1 of 6")).to_be_visible()
    expect(rae.locator("main")).to_contain_text("undone")
    key(rae, "1")
    expect(rae.get_by_role("heading", name="Line 3 of 6")).to_be_visible()


def sol_rejects_and_learns_that_it_takes_two(sol: Page) -> None:
    expect(sol.locator(".review-none")).to_contain_text("goes to a second reviewer")
    sol.get_by_label("Words of the name or the address").fill("nowhere")
    sol.get_by_role("button", name="Search", exact=True).click()
    expect(sol.locator("main")).to_contain_text("The roll has no entry with these words.")
    sol.locator("[data-review]").focus()
    key(sol, "n")
    expect(sol.get_by_role("heading", name="Line 4 of 6")).to_be_visible()


def both_go_on_until_nothing_waits(rae: Page, sol: Page) -> None:
    """Line about, each as it is: the first candidate where there is one."""
    desks = [rae, sol]
    for turn in range(20):
        desk = desks[turn % 2]
        if desk.locator("[data-review]").count() == 0:
            desk.reload()
            again = desk.get_by_role("button", name="Review the next line")
            if again.count() == 0:
                continue
            again.click()
        before = desk.url
        key(desk, "1" if desk.locator(".candidate").count() else "n")
        expect(desk).not_to_have_url(before)
        if not Decision.objects.filter(line__state__in=["waiting", "second"]).exists() and done():
            break
    for desk in desks:
        desk.reload()


def done() -> bool:
    return not Check.objects.filter(
        state="reviewing", lines__state__in=["waiting", "second", "disputed"]
    ).exists()


def two_rejected_each_and_nobody_twice(check: Check) -> None:
    standing = Decision.objects.filter(line__of=check, undone_at=None)
    said = sorted(standing.values_list("line__number", "reviewer__name", "outcome"))
    rejected = [(number, name) for number, name, outcome in said if outcome == "not_registered"]
    both = [(number, f"{name} Sample") for number in (2, 4, 6) for name in ("Rae", "Sol")]
    assert rejected == both
    valid = [number for number, _, outcome in said if outcome == "valid"]
    assert valid == [1, 3, 5]
    assert Decision.objects.filter(line__of=check).exclude(undone_at=None).count() == 1
