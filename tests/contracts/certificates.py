"""A certificate, a draft of the next, a draw and a verifier of the sample petition, for the addresses of these."""

from datetime import timedelta

from django.utils import timezone
from tests.contracts.checks import add_check, add_decision, add_line
from tests.factories.accounts import UserFactory

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature
from undersigned.verification.actions.announce_draw import Plan, announce_draw
from undersigned.verification.actions.draft_certificate import draft_certificate
from undersigned.verification.actions.issue_certificate import issue_certificate
from undersigned.verification.actions.seal_keys import add_key
from undersigned.verification.models import Certificate, Check, Verifier
from undersigned.verification.seal import keyfile, sealing

# Pages of a check that is finished, of the petition itself, and of one certificate.
FINISHED = (
    *("certificates", "draft_certificate", "draft_json", "draft_pdf"),
    *("issue_certificate", "withdraw_certificate"),
)
OF_PETITION = ("hand_over", "key", "retire_key", "verifying")
CERTIFICATE = ("certificate", "certificate_json", "certificate_pdf", "certificate_sealed")


def of_certificates(petition: Petition, clerk: User) -> dict[str, object]:
    """Made by actions, but for the outcomes of lines."""
    check = Check.objects.get(petition=petition, state="reviewing")
    finished = add_finished(check, clerk)
    issue_sealed(finished, clerk)
    draft_certificate(check=finished, required=1, at=timezone.now(), user=clerk)
    later = timezone.now() + timedelta(days=1)
    plan = Plan("california-initiative", 1, {"all": 1}, 0, later, "City hall, room 2")
    draw = announce_draw(check=check, plan=plan, at=timezone.now(), user=clerk)
    facts = {"user": UserFactory(), "appointed_at": timezone.now()}
    verifier = Verifier.objects.create(petition=petition, **facts)
    return {
        **{f"verification:{page} pk": finished.pk for page in FINISHED},
        **{f"verification:{page} pk": petition.pk for page in OF_PETITION},
        **{f"verification:{page} number": 1 for page in CERTIFICATE},
        "verification:public_draw pk": draw.pk,
        "verification:dismiss_verifier pk": verifier.pk,
    }


def add_finished(check: Check, clerk: User) -> Check:
    """A check of the same petition before this one, of which every line was found valid."""
    facts = {"state": "closed", "closed_at": timezone.now()}
    finished = add_check(check.petition, check.roll, clerk, **facts)
    for row in Signature.objects.filter(petition=check.petition, state="confirmed"):
        add_decision(add_line(finished, row), clerk)
    finished.refresh_from_db()
    return finished


def issue_sealed(check: Check, clerk: User) -> Certificate:
    """A certificate under the clerk's own seal."""
    key, at = keyfile.make("clerk.example.org"), timezone.now()
    lines = {"vkey": key.vkey.text, "recipient": key.recipient}
    add_key(council=check.petition.council, **lines, at=at, user=clerk)
    row = draft_certificate(check=check, required=1, at=at, user=clerk)
    sealed = sealing.seal(row.canonical, key)
    issue_certificate(certificate=row, sealed=sealed, at=at, user=clerk)
    return row
