"""A certificate says what the check came to, under a seal; it raises the level of the count, and lowers it again."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.factories.accounts import UserFactory
from tests.factories.proof import publish, recounted
from tests.verification.certificates.conftest import CEREMONY
from tests.verification.made import AT, check_of, clerk_of, decide, finish, signed

import undersigned.verification.certificates as home
from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.proof.models import Document
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.signatures.queries import counts_of
from undersigned.verification.actions.cancel_draw import cancel_draw
from undersigned.verification.actions.draft_certificate import (
    NotFinished,
    NothingDecided,
    NotRequired,
    draft_certificate,
)
from undersigned.verification.actions.issue_certificate import (
    CertificateMoved,
    NoKey,
    NotSealed,
    issue_certificate,
)
from undersigned.verification.actions.seal_keys import add_key
from undersigned.verification.actions.steer import Certified, close, reopen
from undersigned.verification.actions.withdraw_certificate import NotStanding, withdraw_certificate
from undersigned.verification.models import Certificate, Check, Draw
from undersigned.verification.queries.levels import leading_certificates
from undersigned.verification.seal import keyfile, sealing
from undersigned.verification.states.certificates import SealedBy, WithdrawnReason

pytestmark = [pytest.mark.django_db, pytest.mark.long]

LATER = CEREMONY + timedelta(hours=2)
SCHEMA = Path(home.__file__).parent / "schema" / "certificate-v1.json"


def draft(check: Check, user: User, **facts: object) -> Certificate:
    return draft_certificate(check=check, at=LATER, user=user, **facts)


def issue(certificate: Certificate, user: User, sealed: bytes | None = None) -> None:
    issue_certificate(certificate=certificate, sealed=sealed, at=LATER, user=user)


def level(check: Check) -> str:
    """The level of the figure that stands first."""
    counts = counts_of([check.petition_id])
    return (*leading_certificates(counts).values(), *counts.values())[0].level


@pytest.fixture
def key(check: Check, clerk: User) -> keyfile.Key:
    """The clerk's, named on the site."""
    made = keyfile.make("clerk.example.org")
    council = check.petition.council
    lines = {"vkey": made.vkey.text, "recipient": made.recipient}
    add_key(council=council, **lines, at=AT, user=clerk)
    return made


def test_it_says_what_the_check_came_to(check: Check, clerk: User) -> None:
    told = draft(check, clerk).document
    assert told["outcome"]["code"] == "sufficient"
    assert told["figures"] == {
        "lines": 24,
        "looked_at": 24,
        "matched_by_rule": 9,
        "valid": 22,
        "projected": False,
        "required": 20,
    }
    assert told["outcomes"] == {"valid": 22, "not_registered": 1, "duplicate": 1}
    assert told["roll"]["as_of"] == "2026-04-01"
    assert told["matching"] == {
        "accepted": 14,
        "looked_at_blindly": 5,
        "wrong": 0,
        "at_most_wrong": 5,
        "confidence_percent": 95,
    }
    assert told["method"]["draw"]["sample"] == {"all": 24}


def test_it_follows_its_published_schema(check: Check, clerk: User) -> None:
    row = draft(check, clerk)
    Draft202012Validator(json.loads(SCHEMA.read_bytes())).validate(row.document)
    assert sealing.read_certificate(row.canonical) == row.document


def test_whom_the_matching_missed_is_shown_by_ward_and_form_of_name(
    check: Check, clerk: User
) -> None:
    told = draft(check, clerk).document
    wards = {group["name"]: group for group in told["missed"]["wards"]}
    assert sum(group["on_roll"] for group in wards.values()) == 23
    assert set(wards) == {"North", "South"}
    assert sum(group["missed"] for group in wards.values()) == 9
    (names,) = told["missed"]["names"]
    assert (names["on_roll"], names["missed"]) == (23, 9)
    opened = Entry.objects.filter(name="sealed.opened", facts__reason__startswith="certificate:")
    assert sum(entry.facts["rows"] for entry in opened) == 23


def test_a_wrong_match_that_reviewers_found_blindly_raises_the_bound(
    check: Check, clerk: User
) -> None:
    line = check.lines.filter(audited=True).first()
    check.lines.filter(pk=line.pk).update(voter=b"another voter, ..")
    told = draft(check, clerk).document["matching"]
    assert told["wrong"] == 1
    assert told["at_most_wrong"] > 5


def test_the_level_rises_when_it_is_issued_and_falls_when_it_is_withdrawn(
    check: Check, clerk: User
) -> None:
    certificate = draft(check, clerk)
    assert level(check) == "confirmed"
    issue(certificate, clerk)
    assert level(check) == "certified"
    reason = WithdrawnReason.ROLL
    facts = {"reason": reason, "words": "The roll was last year’s.", "at": LATER, "user": clerk}
    withdraw_certificate(certificate=certificate, **facts)
    assert level(check) == "confirmed"
    with pytest.raises(NotStanding):
        withdraw_certificate(certificate=certificate, **facts)


def test_who_signs_after_the_list_was_fixed_is_not_covered(check: Check, clerk: User) -> None:
    certificate = draft(check, clerk)
    issue(certificate, clerk)
    Certificate.objects.update(signed=23)
    assert level(check) == "confirmed"


def test_the_clerks_own_seal_is_checked_and_shown(
    check: Check, clerk: User, key: keyfile.Key
) -> None:
    certificate = draft(check, clerk)
    issue(certificate, clerk, sealing.seal(certificate.canonical, key))
    assert certificate.sealed_by == SealedBy.CLERK
    assert sealing.check(bytes(certificate.sealed), key.vkey) == certificate.document


def test_without_one_it_says_that_the_site_sealed_for_the_clerk(check: Check, clerk: User) -> None:
    certificate = draft(check, clerk)
    issue(certificate, clerk)
    assert (certificate.sealed_by, bytes(certificate.sealed)) == (SealedBy.SITE, b"")


def test_another_seal_is_refused(check: Check, clerk: User, key: keyfile.Key) -> None:
    certificate = draft(check, clerk)
    other = keyfile.make("clerk.example.org")
    changed = certificate.document | {"number": 7}
    twice = (
        sealing.seal(certificate.canonical, key)
        + sealing.seal(certificate.canonical, other).splitlines(keepends=True)[-1]
    )
    for sealed in (
        b"",
        certificate.canonical,
        twice,
        sealing.seal(certificate.canonical, other),
        sealing.seal(canonical_json(changed), key),
    ):
        with pytest.raises(NotSealed):
            issue(certificate, clerk, sealed)
    assert Certificate.objects.get().state == "draft"


def test_a_seal_needs_a_key_that_was_named_before(check: Check, clerk: User) -> None:
    certificate = draft(check, clerk)
    sealed = sealing.seal(certificate.canonical, keyfile.make("clerk.example.org"))
    with pytest.raises(NoKey):
        issue(certificate, clerk, sealed)


def test_an_issued_one_is_an_entry_of_the_log_with_all_of_it(check: Check, clerk: User) -> None:
    certificate = draft(check, clerk)
    issue(certificate, clerk)
    publish(at=LATER)
    document = Document.objects.get(name__contains="-certificate-issued-")
    told = json.loads(bytes(document.content))
    assert told["facts"]["certificate"] == certificate.document
    assert recounted()
    entry = Entry.objects.get(name="certificate.issued")
    assert "certificate" not in entry.facts


def test_a_new_one_takes_the_place_of_the_one_that_stood(check: Check, clerk: User) -> None:
    issue(draft(check, clerk), clerk)
    second = draft(check, clerk)
    issue(second, clerk)
    rows = Certificate.objects.order_by("number").values_list("state", "withdrawn_reason")
    assert list(rows) == [("withdrawn", "replaced"), ("issued", "")]
    with pytest.raises(CertificateMoved):
        issue(second, clerk)


def test_a_draft_is_written_anew_while_it_is_not_public(check: Check, clerk: User) -> None:
    first = draft(check, clerk)
    second = draft_certificate(check=check, at=LATER + timedelta(minutes=1), user=clerk)
    assert (second.pk, second.number) == (first.pk, 1)
    assert second.sha256 != first.sha256
    with pytest.raises(CertificateMoved):
        issue(first, clerk)


def test_nothing_is_certified_before_the_check_is_finished(check: Check, clerk: User) -> None:
    Check.objects.update(state="reviewing")
    check.refresh_from_db()
    with pytest.raises(NotFinished):
        draft(check, clerk)


def test_nothing_is_certified_while_a_drawn_line_is_undecided(check: Check, clerk: User) -> None:
    check.lines.filter(number=20).update(state="waiting", outcome="", voter=b"", settled_at=None)
    with pytest.raises(NothingDecided):
        draft(check, clerk)


def test_a_count_of_every_line_needs_no_draw(log: Path) -> None:
    check = check_of(signed(6), accepted=3, every_line=True)
    clerk = clerk_of(check.petition)
    decide(check, [4, 5])
    decide(check, [6], "elsewhere")
    finish(check)
    with pytest.raises(NotRequired):
        draft(check, clerk)
    told = draft(check, clerk, required=6).document
    assert told["outcome"]["code"] == "insufficient"
    assert (told["figures"]["valid"], told["method"]["draw"]) == (5, None)
    assert told["matching"]["at_most_wrong"] is None


def test_a_check_of_some_lines_needs_its_draw(log: Path) -> None:
    check = check_of(signed(6), accepted=3)
    finish(check)
    with pytest.raises(NothingDecided):
        draft(check, UserFactory(), required=3)


def test_a_draft_is_not_issued_once_its_check_was_taken_up_again(check: Check, clerk: User) -> None:
    certificate = draft(check, clerk)
    reopen(check=check, at=LATER, user=clerk)
    with pytest.raises(CertificateMoved):
        issue(certificate, clerk)
    close(check=check, at=LATER + timedelta(minutes=1), user=clerk)
    with pytest.raises(CertificateMoved):
        issue(certificate, clerk)
    again = draft_certificate(check=check, at=LATER + timedelta(minutes=2), user=clerk)
    issue(again, clerk)
    assert level(check) == "certified"


def test_a_draft_is_not_issued_once_its_draw_is_given_up(
    check: Check, sampled: Draw, clerk: User
) -> None:
    certificate = draft(check, clerk)
    cancel_draw(draw=sampled, at=LATER, user=clerk)
    with pytest.raises(CertificateMoved):
        issue(certificate, clerk)
    assert level(check) == "confirmed"


def test_a_draft_is_not_issued_once_what_its_check_held_is_destroyed(
    check: Check, clerk: User
) -> None:
    certificate = draft(check, clerk)
    Check.objects.update(forgotten_at=LATER, sealed=b"")
    with pytest.raises(CertificateMoved):
        issue(certificate, clerk)


def test_what_a_certificate_rests_on_stays_until_it_is_withdrawn(
    check: Check, sampled: Draw, clerk: User
) -> None:
    issue(draft(check, clerk), clerk)
    with pytest.raises(Certified):
        cancel_draw(draw=sampled, at=LATER, user=clerk)
    with pytest.raises(Certified):
        reopen(check=check, at=LATER, user=clerk)
    assert (sampled.state, check.state) == ("thrown", "closed")
