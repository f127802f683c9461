"""A signer who leaves while reviewers are at work: nobody sees them any more, and nothing new is kept of them."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.petitions.pages import page
from tests.signatures.signing import letters
from tests.verification.checking import NOW, laid_out, line_of, outcomes, reviewer_of, say

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.signatures.actions import erase
from undersigned.signatures.models import Signature
from undersigned.verification.actions.claim import claim, claim_line
from undersigned.verification.actions.cure import LONGEST, TooLate, answer, ask_to_cure, offer_cure
from undersigned.verification.actions.open_line import Left, open_line
from undersigned.verification.models import Check, Cure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]

CORRECT = {"name": "Dov Sandpiper", "address": "1 Quay, 12345"}


@pytest.fixture
def check(place: object) -> Check:
    return laid_out()


@pytest.fixture
def rae(check: Check) -> User:
    return reviewer_of(check.petition.council, "Rae Sample")


def leave(check: Check, number: int) -> None:
    """The signer of a line withdraws."""
    signatures = Signature.objects.filter(pk=line_of(check, number).signature_id)
    signatures.update(state="withdrawn", left_at=NOW, slot=None)


def asked(check: Check, rae: User) -> dict[str, str]:
    """The letter to the signer of line 4, whom two reviewers did not find."""
    for user in (rae, reviewer_of(check.petition.council, "Sol Sample")):
        say(check, 4, "not_registered", user)
    offer_cure(check=check, until=timezone.localdate(NOW) + LONGEST, at=NOW, user=check.began_by)
    assert ask_to_cure(at=NOW) == 1
    (letter,) = [letter for letter in letters() if letter["kind"] == "verification.cure"]
    return letter


def test_lines_of_those_who_left_are_settled_before_others_are_handed_out(
    check: Check, rae: User
) -> None:
    leave(check, 3)
    erase([bytes(line_of(check, 4).signature.ref)], at=NOW, by="signer")
    taken = claim(check=check, at=NOW, user=rae)
    assert taken == line_of(check, 5)
    assert outcomes(check)[2:] == ["withdrawn", "withdrawn", "(waiting)"]
    assert Entry.objects.get(name="check.lines_left").facts == {**check.ids, "rows": 2}


def test_nobody_is_shown_whose_withdrawn_signature_it_is(check: Check, rae: User) -> None:
    line = line_of(check, 3)
    claim_line(line=line, at=NOW, user=rae)
    leave(check, 3)
    with pytest.raises(Left):
        open_line(line=line_of(check, 3), at=NOW, user=rae)
    assert not Entry.objects.filter(name="sealed.opened").exists()


def test_who_withdrew_says_no_more(check: Check, rae: User, web: Client) -> None:
    letter = asked(check, rae)
    leave(check, 4)
    link = {name: bytes.fromhex(letter[name]) for name in ("ref", "token")}
    with pytest.raises(TooLate):
        answer(**link, **CORRECT, at=NOW)
    assert bytes(Cure.objects.get().sealed) == b""
    assert outcomes(check)[3] == "not_registered"
    assert "It is too late" in page(web.get(f"/cures/{letter['ref']}/{letter['token']}/"))


def test_the_link_of_who_was_erased_leads_nowhere(check: Check, rae: User, web: Client) -> None:
    letter = asked(check, rae)
    erase([bytes(line_of(check, 4).signature.ref)], at=NOW, by="signer")
    path = f"/cures/{letter['ref']}/{letter['token']}/"
    assert web.get(path).status_code == 404
    assert web.post(path, CORRECT).status_code == 404
    assert bytes(Cure.objects.get().sealed) == b""
