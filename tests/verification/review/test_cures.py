"""A signer whose line does not count is written to once, and what they say brings the line to reviewers again."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import signed_in
from tests.petitions.pages import page
from tests.signatures.signing import letters
from tests.verification.checking import NOW, laid_out, line_of, outcomes, reviewer_of, say

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.journal.sealed import seal, unseal
from undersigned.pure.addresses import canonical_address
from undersigned.signatures.allowances import letter_limits, use
from undersigned.signatures.blind import silence_key
from undersigned.signatures.models import Signature, Silence
from undersigned.verification.actions.cure import (
    LONGEST,
    InThePast,
    TooFar,
    answer,
    ask_to_cure,
    offer_cure,
)
from undersigned.verification.actions.steer import Promised, close
from undersigned.verification.models import Check, Cure, Decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]

UNTIL = timezone.localdate(NOW) + timedelta(days=10)
CORRECT = {"name": "Dov Sandpiper", "address": "1 Quay, 12345"}


@pytest.fixture
def check(place: object) -> Check:
    """A check in which two reviewers did not find the signer of line 4."""
    check = laid_out()
    for user in people(check):
        say(check, 4, "not_registered", user)
    return check


def people(check: Check) -> list[User]:
    return [reviewer_of(check.petition.council, name) for name in ("Rae Sample", "Sol Sample")]


def ask(check: Check) -> dict[str, str]:
    """Write to those who may put it right; the letter."""
    offer_cure(check=check, until=UNTIL, at=NOW, user=check.began_by)
    assert ask_to_cure(at=NOW) == 1
    (letter,) = [letter for letter in letters() if letter["kind"] == "verification.cure"]
    return letter


def path_of(letter: dict[str, str]) -> str:
    return f"/cures/{letter['ref']}/{letter['token']}/"


def test_who_may_put_it_right_gets_one_letter(check: Check) -> None:
    letter = ask(check)
    assert letter["outcome"] == "not_registered"
    assert letter["until"] == UNTIL.isoformat()
    assert letter["to"] == f"signer.{check.petition_id}.3@example.org"
    assert ask_to_cure(at=NOW) == 0
    asked = Entry.objects.get(name="line.cure_asked")
    assert asked.facts == {**line_of(check, 4).ids, "outcome": "not_registered"}


def test_who_was_not_the_signer_gets_no_letter(check: Check) -> None:
    signature = line_of(check, 4).signature
    key = silence_key(check.petition_id, signature.address_index)
    Silence.objects.create(key=key, petition=check.petition)
    assert ask(check)["state"] == "withheld"


def test_an_address_gets_one_letter_about_a_check(check: Check) -> None:
    for user in people(check):
        say(check, 3, "mismatch", user)
    Signature.objects.filter(pk=line_of(check, 3).signature_id).update(
        sealed=sealed_like(check, 3, 4)
    )
    offer_cure(check=check, until=UNTIL, at=NOW, user=check.began_by)
    assert ask_to_cure(at=NOW) == 2
    states = [letter["state"] for letter in letters() if letter["kind"] == "verification.cure"]
    assert states == ["queued", "withheld"]


def sealed_like(check: Check, number: int, other: int) -> bytes:
    """What the signer of a line said, with the e-mail address of another's."""
    mine, theirs = (line_of(check, it).signature for it in (number, other))
    facts, more = (
        unseal(row.sealed, of="signatures", ref=bytes(row.ref)) for row in (mine, theirs)
    )
    return seal({**facts, "email": more["email"]}, to="signatures", ref=bytes(mine.ref))


@pytest.mark.parametrize(("via", "state"), [("web", "queued"), ("paper", "withheld")])
def test_a_letter_of_the_same_day_holds_back_that_to_an_unconfirmed_address(
    check: Check, via: str, state: str
) -> None:
    Signature.objects.filter(pk=line_of(check, 4).signature_id).update(via=via)
    signature = line_of(check, 4).signature
    address = f"signer.{check.petition_id}.3@example.org"
    limits = letter_limits(canonical_address(address), bytes(signature.name_index), at=NOW)
    with transaction.atomic():
        use([limits])
    assert ask(check)["state"] == state


def test_nobody_is_written_to_before_a_clerk_says_so_or_after_the_day(check: Check) -> None:
    assert ask_to_cure(at=NOW) == 0
    with pytest.raises(InThePast):
        offer_cure(check=check, until=timezone.localdate(NOW), at=NOW, user=check.began_by)
    offer_cure(check=check, until=UNTIL, at=NOW, user=check.began_by)
    assert ask_to_cure(at=NOW + timedelta(days=12)) == 0


def test_signers_get_sixty_days_at_most(check: Check) -> None:
    last = timezone.localdate(NOW) + LONGEST
    with pytest.raises(TooFar):
        offer_cure(check=check, until=last + timedelta(days=1), at=NOW, user=check.began_by)
    offer_cure(check=check, until=last, at=NOW, user=check.began_by)
    assert Check.objects.get(pk=check.pk).cure_until == last


def test_a_rejected_signer_cures_the_signature(check: Check, web: Client) -> None:
    path = path_of(ask(check))
    assert "did not find you on its list of voters" in page(web.get(path))
    assert outcomes(check)[3] == "not_registered"

    thanks = page(web.post(path, CORRECT))

    assert "Thank you: people will look again" in thanks
    assert outcomes(check)[3] == "(waiting)"
    line = line_of(check, 4)
    assert (line.round, line.wanted) == (2, True)
    assert Entry.objects.get(name="line.cured").by == "signer"
    rae = reviewer_of(check.petition.council, "Ria Sample")
    say(check, 4, "mismatch", rae)
    assert outcomes(check)[3] == "(second)"


def test_those_who_rejected_it_decide_anew_and_see_both(check: Check, office: Client) -> None:
    letter = ask(check)
    link = {name: bytes.fromhex(letter[name]) for name in ("ref", "token")}
    answer(**link, **CORRECT, at=NOW)
    rae = signed_in(office, Decision.objects.earliest("pk").reviewer)
    rae.post(f"/checks/{check.pk}/lines/4/take/")
    shown = page(rae.get(f"/checks/{check.pk}/lines/4/"))
    assert "Dov Sandpiper 1 Quay, 12345" in shown
    assert "First typed Dov Unlisted 3 Nowhere Court, 12345" in shown
    assert "before the signer put it right" in shown


def test_a_check_is_not_finished_while_signers_can_still_answer(check: Check) -> None:
    ask(check)
    say(check, 3, "valid", people(check)[0], rank=1)
    for user in people(check):
        say(check, 5, "duplicate", user, other=1)
    last, after = (NOW + timedelta(days=days) for days in (10, 11))
    with pytest.raises(Promised):
        close(check=Check.objects.get(pk=check.pk), at=last, user=check.began_by)
    assert Check.objects.get(pk=check.pk).state == "reviewing"
    close(check=Check.objects.get(pk=check.pk), at=after, user=check.began_by)
    assert Check.objects.get(pk=check.pk).state == "closed"


def test_what_a_signer_says_is_sealed(check: Check, web: Client) -> None:
    web.post(path_of(ask(check)), CORRECT)
    sealed = bytes(Cure.objects.get().sealed)
    assert sealed
    assert b"Sandpiper" not in sealed


def test_it_is_said_once_and_in_time(check: Check, web: Client) -> None:
    path = path_of(ask(check))
    web.post(path, CORRECT)
    before = bytes(Cure.objects.get().sealed)
    assert "Thank you" in page(web.post(path, {**CORRECT, "name": "Somebody Else"}))
    assert bytes(Cure.objects.get().sealed) == before


def test_after_the_day_or_once_the_line_counts_it_is_too_late(check: Check, web: Client) -> None:
    path = path_of(ask(check))
    Cure.objects.update(until=timezone.localdate(NOW) - timedelta(days=1))
    assert "It is too late" in page(web.get(path))
    assert "It is too late" in page(web.post(path, CORRECT))
    assert outcomes(check)[3] == "not_registered"


def test_a_link_that_is_not_its_own_leads_nowhere(check: Check, web: Client) -> None:
    letter = ask(check)
    for wrong in (
        path_of({**letter, "token": "00" * 16}),
        path_of({**letter, "ref": "00" * 16}),
    ):
        assert web.get(wrong).status_code == 404
        assert web.post(wrong, CORRECT).status_code == 404
    assert outcomes(check)[3] == "not_registered"


def test_an_empty_form_says_what_is_missing(check: Check, web: Client) -> None:
    empty = web.post(path_of(ask(check)), {})
    assert empty.status_code == 422
    assert outcomes(check)[3] == "not_registered"
