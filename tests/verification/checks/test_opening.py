"""A check fixes the list of signatures at a checkpoint of the log, and compares each with the roll."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.factories.petitions import draft_petition
from tests.factories.proof import publish, published_leaves
from tests.factories.rolls import voter
from tests.signatures.moderating import confirm, sign
from tests.signatures.signing import declare_void, put_back
from tests.verification.checking import (
    NOW,
    SIGNERS,
    THEN,
    VOTERS,
    add_signers,
    begun,
    checked,
    clerk_of,
    line_of,
    outcomes,
    roll_of,
    signed_petition,
)

from undersigned.journal.models import Entry
from undersigned.petitions.actions import close
from undersigned.pure.tlog.leaves import Sign
from undersigned.signatures.facts import Entry as Signer
from undersigned.signatures.models import Signature
from undersigned.verification.actions.open_check import NotLogged, NotPublic, NotReady, UnderWay
from undersigned.verification.actions.run_checks import run_checks
from undersigned.verification.models import Check, Line
from undersigned.verification.queries.checks import usable_rolls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


def test_lines_have_the_order_of_the_public_log() -> None:
    petition = signed_petition()
    check = checked(petition)
    leaves = published_leaves()
    signed = [
        index
        for index, leaf in enumerate(leaves[: check.size])
        if isinstance(leaf, Sign) and leaf.petition == petition.public_ref
    ]
    rows = Line.objects.filter(of=check).order_by("number").values_list("number", "leaf")
    assert list(rows) == list(enumerate(signed, 1))
    assert check.lines_found == len(SIGNERS)


def test_what_no_rule_matches_goes_to_people_and_nobody_is_rejected() -> None:
    check = checked(signed_petition())
    assert outcomes(check) == ["valid", "valid", "(waiting)", "(waiting)", "(waiting)"]
    bands = check.lines.order_by("number").values_list("band", flat=True)
    assert list(bands) == ["accept", "accept", "review", "review", "review"]
    assert check.state == "reviewing"


def test_the_second_line_of_a_voter_goes_to_a_person() -> None:
    check = checked(signed_petition())
    first, again = line_of(check, 1), line_of(check, 5)
    assert bytes(again.candidates.get(rank=1).voter) == bytes(first.voter)
    assert (again.state, again.wanted, bytes(again.voter)) == ("waiting", True, b"")


def test_the_public_record_says_when_and_against_which_roll() -> None:
    petition = signed_petition()
    check = checked(petition)
    frozen = Entry.objects.get(name="check.frozen")
    assert frozen.public
    assert frozen.facts == {
        "petition_id": petition.pk,
        "check_id": check.pk,
        "size": check.size,
        "root": bytes(check.root).hex(),
        "lines": 5,
        "roll_as_of": "2026-03-01",
        "roll_sha256": check.roll.snapshot_sha256,
    }


def test_what_left_before_the_checkpoint_is_no_line_and_what_came_back_is() -> None:
    petition = signed_petition()
    gone, back, *_ = Signature.objects.order_by("pk")
    declare_void(gone, at=NOW)
    declare_void(back, at=NOW)
    publish(at=NOW)
    put_back(back, at=NOW)
    publish(at=NOW)
    check = checked(petition)
    kept = check.lines.order_by("number").values_list("signature_id", flat=True)
    assert list(kept) == [
        back.pk,
        *Signature.objects.order_by("pk").values_list("pk", flat=True)[2:],
    ]


def test_what_left_after_the_checkpoint_is_settled_without_being_opened() -> None:
    petition = signed_petition()
    check = begun(petition, roll_of(petition), clerk_of(petition.council))
    declare_void(Signature.objects.order_by("pk")[0], at=NOW)
    publish(at=NOW)
    run_checks(at=NOW)
    line = line_of(check, 1)
    assert (line.band, line.outcome, line.state) == ("left", "withdrawn", "settled")
    opened = Entry.objects.get(name="sealed.opened", facts__what="signatures")
    assert opened.facts["rows"] == 4


def test_many_lines_are_fixed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("undersigned.verification.actions.run_checks.BATCH", 2)
    monkeypatch.setattr("undersigned.verification.actions.link_lines.BATCH", 2)
    check = checked(signed_petition())
    assert outcomes(check) == ["valid", "valid", "(waiting)", "(waiting)", "(waiting)"]


def test_a_signature_after_the_checkpoint_is_on_no_list() -> None:
    petition = signed_petition()
    check = begun(petition, roll_of(petition), clerk_of(petition.council))
    add_signers(petition, [("Gil Late", "5 Elm Street, 12345")])
    run_checks(at=NOW)
    assert check.lines.count() == 5


def test_a_rule_accepts_nobody_who_registered_after_signing_or_was_removed() -> None:
    petition = signed_petition(SIGNERS[:2])
    late, removed = (
        {**row, **change}
        for row, change in zip(
            _voters(), ({"registered": "2099-01-01"}, {"status": "removed"}), strict=True
        )
    )
    check = checked(petition, roll=roll_of(petition, [late, removed]))
    assert outcomes(check) == ["(waiting)", "(waiting)"]


def _voters() -> list[dict[str, object]]:
    return list(VOTERS[:2])


def test_a_confidential_voter_counts_and_nothing_of_the_row_is_kept() -> None:
    petition = signed_petition([("Fay Hidden", "2 Quay, 12345")])
    check = checked(petition)
    assert outcomes(check) == ["valid"]
    from undersigned.verification.candidates import candidates_of  # noqa: PLC0415

    (likely,) = candidates_of(line_of(check, 1))
    assert (likely.row, likely.confidential) == ({}, True)


def test_a_voter_who_shares_a_surname_alone_is_not_put_before_reviewers() -> None:
    others = [
        voter(f"W{place}", f"Pat{place} Kestrel", f"{place} Pine Road, Sampleton 12345")
        for place in range(1, 60)
    ]
    petition = signed_petition(
        [("Grace Kestrel", "1 Bridge Street, 12345"), ("Ben Kestrel", "9 Willow Rd, 12345")]
    )
    check = checked(petition, roll=roll_of(petition, [*VOTERS, *others]))
    assert [line_of(check, number).candidates.count() for number in (1, 2)] == [0, 1]
    assert outcomes(check) == ["(waiting)", "(waiting)"]


def test_one_check_of_a_petition_at_a_time() -> None:
    petition = signed_petition()
    roll, clerk = roll_of(petition), clerk_of(petition.council)
    begun(petition, roll, clerk)
    with pytest.raises(UnderWay):
        begun(petition, roll, clerk)
    assert Check.objects.count() == 1


def test_a_draft_is_not_checked_nor_any_petition_on_another_councils_roll() -> None:
    petition = signed_petition()
    clerk = clerk_of(petition.council)
    with pytest.raises(NotPublic):
        begun(draft_petition(council=petition.council), roll_of(petition), clerk)
    with pytest.raises(NotReady):
        begun(petition, roll_of(signed_petition([])), clerk)


def test_no_check_begins_on_a_roll_that_is_destroyed_today() -> None:
    petition = signed_petition(SIGNERS[:1])
    clerk, today = clerk_of(petition.council), timezone.localdate(NOW)
    due = roll_of(petition, purge_on=today)
    assert list(usable_rolls(clerk)) == []
    with pytest.raises(NotReady):
        begun(petition, due, clerk)
    held = roll_of(petition, purge_on=today + timedelta(days=1))
    assert list(usable_rolls(clerk)) == [held]
    begun(petition, held, clerk)


def test_a_closed_petition_is_checked_once_all_its_signatures_are_logged(place: Path) -> None:
    petition = signed_petition(SIGNERS[:1])
    entry = Signer(name="Gil Late", email="late@example.org", address="5 Elm Street, 12345")
    confirm(sign(petition, [entry], at=THEN), at=THEN)
    close(petition=petition, at=NOW + timedelta(seconds=1), by="operator")
    petition.refresh_from_db()
    roll, clerk = roll_of(petition), clerk_of(petition.council)
    with pytest.raises(NotLogged):
        begun(petition, roll, clerk)
    publish(at=NOW)
    begun(petition, roll, clerk)
    run_checks(at=NOW)
    assert Line.objects.count() == 2
