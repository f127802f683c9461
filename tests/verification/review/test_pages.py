"""What reviewers see and press; nothing on these pages needs a script."""

import re

import pytest
from django.test import Client
from tests.factories.accounts import UserFactory, signed_in
from tests.petitions.pages import page
from tests.verification.checking import NOW, laid_out, line_of, outcomes, reviewer_of, say

from undersigned.journal.models import Entry
from undersigned.verification.models import Check, Decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


@pytest.fixture
def check(place: object) -> Check:
    return laid_out()


@pytest.fixture
def rae(office: Client, check: Check) -> Client:
    return signed_in(office, reviewer_of(check.petition.council, "Rae Sample"))


@pytest.fixture
def sol(check: Check) -> Client:
    client = Client(headers={"host": "localhost"})
    return signed_in(client, reviewer_of(check.petition.council, "Sol Sample"))


def next_line(client: Client, check: Check) -> str:
    """Press "Review the next line"; where it leads."""
    return client.post(f"/checks/{check.pk}/next/").headers["Location"]


def decide(client: Client, path: str, outcome: str, **facts: object) -> str:
    """Press a button of the line's page; where it leads."""
    told = {outcome: "", "round": 1, **facts}
    return client.post(f"{path}decide/", told).headers["Location"]


def test_signer_and_candidates_stand_side_by_side_with_differences_and_reasons(
    rae: Client, check: Check
) -> None:
    path = next_line(rae, check)
    assert path == f"/checks/{check.pk}/lines/3/"
    html = rae.get(path).content.decode()
    shown = page(rae.get(path))
    assert "Line 3 of 5" in shown
    assert "Cora Plover" in shown
    assert "lives here" in shown
    assert "<mark>Harbour</mark>" in html
    assert "<mark>Oldfield</mark>" in html
    assert "<mark>Plover</mark>" not in html.split("Eli")[0]
    assert "Address another street of the same town -3.3" in shown
    assert html.count("<rect") == 6
    assert "onclick" not in html


def test_a_press_decides_and_leads_to_the_next_line_which_offers_to_undo(
    rae: Client, check: Check
) -> None:
    path = next_line(rae, check)
    after = decide(rae, path, "valid", rank=1)
    assert after == f"/checks/{check.pk}/lines/4/"
    shown = page(rae.get(after))
    assert "Line 3 : you decided Valid" in shown
    assert "Nobody there is like this signer." in shown
    decision = Decision.objects.get()
    back = rae.post(f"/checks/{check.pk}/undo/", {"decision": decision.pk}).headers["Location"]
    assert back == path
    assert outcomes(check)[2] == "(waiting)"
    assert "Undone. What you had decided stays to be seen." in page(rae.get(path))


def test_a_second_reviewer_sees_nothing_of_the_first(
    rae: Client, sol: Client, check: Check
) -> None:
    path = next_line(rae, check)
    before = page(rae.get(path))
    decide(rae, path, "mismatch")
    assert next_line(sol, check) == path
    after = page(sol.get(path))
    assert "Rae Sample" not in after
    assert strip(after) == strip(before)


def strip(shown: str) -> str:
    """A page's words without who reads it."""
    return re.sub(r"(Rae|Sol) Sample", "", shown)


def test_who_decided_what_is_shown_once_the_check_is_finished(
    rae: Client, sol: Client, check: Check
) -> None:
    path = next_line(rae, check)
    decide(rae, path, "mismatch")
    assert "Who decided what" not in page(rae.get(path))
    decide(sol, next_line(sol, check), "mismatch")
    settled = page(rae.get(path))
    assert "What you decided" in settled
    assert "· Rae Sample" in settled
    assert "Sol Sample" not in settled
    Check.objects.update(state="closed", closed_at=NOW)
    shown = page(rae.get(path))
    assert "Who decided what" in shown
    assert "Does not match the roll · Rae Sample" in shown
    assert "Does not match the roll · Sol Sample" in shown
    assert "Cora Plover" not in shown
    assert "Cora Plover" in page(rae.post(f"{path}look/"))


def test_whoever_looks_at_a_line_stands_in_the_journal(rae: Client, check: Check) -> None:
    rae.get(next_line(rae, check))
    opened = Entry.objects.filter(name="sealed.opened").order_by("pk")
    reason = f"line 3 of check {check.pk}"
    facts = [(entry.facts["what"], entry.facts["rows"], entry.facts["reason"]) for entry in opened]
    assert facts == [("signatures", 1, reason), ("rolls", 2, reason)]


def test_the_roll_is_searched_without_the_words_in_any_address(rae: Client, check: Check) -> None:
    path = next_line(rae, check)
    answer = rae.post(f"{path}search/", {"words": "sand quay"})
    shown = page(answer)
    assert "Eli Sandpiper" in shown
    assert "Ben Kestrel" not in shown
    chosen = rae.post(f"{path}choose/", {"voter": "V2"}, follow=True)
    assert "Ben Kestrel" in page(chosen)
    assert "found by" not in page(chosen)
    decide(rae, path, "valid", rank=3)
    assert outcomes(check)[2] == "(second)"  # that voter counts already, as line 2


def test_a_confidential_row_is_never_shown_nor_found(rae: Client, place: object) -> None:
    check = laid_out([(["V5"], False)])
    client = signed_in(rae, reviewer_of(check.petition.council, "Rae Sample"))
    path = next_line(client, check)
    shown = page(client.get(path))
    assert "A voter whose entry is confidential" in shown
    assert "Fay" not in shown
    assert "The roll has no entry with these words." in page(
        client.post(f"{path}search/", {"words": "hidden"})
    )
    client.post(f"{path}choose/", {"voter": "V5"})
    assert line_of(check, 1).candidates.count() == 1
    decide(client, path, "valid", rank=1)
    assert outcomes(check) == ["valid"]


def test_a_voter_that_counts_already_is_told_with_its_line(rae: Client, check: Check) -> None:
    path = f"/checks/{check.pk}/lines/5/"
    rae.post(f"{path}take/")
    html = rae.get(path).content.decode()
    assert "Counted already as line 1" in page(rae.get(path))
    assert re.search(r'name="other"[^>]*value="1"', html)


def test_a_line_that_somebody_else_has_cannot_be_opened(
    rae: Client, sol: Client, check: Check
) -> None:
    path = next_line(rae, check)
    shown = page(sol.get(path))
    assert "Another reviewer has this line now." in shown
    assert "Cora" not in shown
    decide(sol, path, "mismatch")
    assert Decision.objects.count() == 0


def test_who_works_for_another_council_finds_nothing(office: Client, check: Check) -> None:
    other = signed_in(office, reviewer_of(laid_out([]).petition.council, "Una Sample"))
    for path in ("", "lines/", "lines/3/", "duplicates/", "decisions/", "progress.json"):
        assert other.get(f"/checks/{check.pk}/{path}").status_code == 404
    assert signed_in(office, UserFactory()).get("/checks/").status_code == 403


def test_staff_review_and_only_a_clerk_finishes(rae: Client, check: Check) -> None:
    shown = page(rae.get(f"/checks/{check.pk}/"))
    assert "3 lines wait for you." in shown
    assert "Finish the check" not in shown
    assert rae.post(f"/checks/{check.pk}/close/").status_code in {302, 404}
    assert Check.objects.get(pk=check.pk).state == "reviewing"


def test_ones_own_decisions_are_listed_and_can_be_undone(rae: Client, check: Check) -> None:
    user = reviewer_of(check.petition.council, "Ria Sample")
    mine = signed_in(rae, user)
    decision = say(check, 3, "mismatch", user)
    listed = page(mine.get(f"/checks/{check.pk}/decisions/"))
    assert "3 Does not match the roll" in listed
    mine.post(f"/checks/{check.pk}/undo/", {"decision": decision.pk})
    assert "Undone" in page(mine.get(f"/checks/{check.pk}/decisions/"))


def test_nobody_undoes_what_another_reviewer_decided(
    rae: Client, sol: Client, check: Check
) -> None:
    decide(rae, next_line(rae, check), "mismatch")
    decision = Decision.objects.get()
    answer = sol.post(f"/checks/{check.pk}/undo/", {"decision": decision.pk})
    assert answer.status_code == 404
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_fsck_finds_a_decision_that_was_changed_behind_the_sites_back(
    rae: Client, check: Check
) -> None:
    decide(rae, next_line(rae, check), "mismatch")
    Decision.objects.update(outcome="valid", voter=b"v" * 16)
    from undersigned.journal.fingerprints import take  # noqa: PLC0415
    from undersigned.journal.models import Fingerprint  # noqa: PLC0415

    subject = f"line:{line_of(check, 3).pk}"
    assert take(subject) != Fingerprint.objects.get(subject=subject).marks
