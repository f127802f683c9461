"""A petition with signers, a roll, and what clerks, reviewers and the worker do with a check of them, for tests."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.factories.councils import OfficerFactory
from tests.factories.petitions import open_petition
from tests.factories.proof import publish
from tests.factories.rolls import ready_roll, voter
from tests.signatures.moderating import confirm, sign

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.petitions.models import Petition
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.verification.actions.claim import claim_line
from undersigned.verification.actions.decide import decide
from undersigned.verification.actions.open_check import open_check
from undersigned.verification.actions.run_checks import run_checks
from undersigned.verification.models import Check, Decision, Line, Roll

NOW = timezone.now().replace(microsecond=0)
THEN = NOW - timedelta(days=20)

# Signers, and what the roll has of them: the first two are as the roll has them, the third moved, the fourth is not
# there, the fifth is the first again.
SIGNERS = (
    ("Ana María Heron", "12 Elm Street, 12345"),
    ("Ben Kestrel", "7 Willow Road, 12345"),
    ("Cora Plover", "40 Harbour Lane, 12345"),
    ("Dov Unlisted", "3 Nowhere Court, 12345"),
    ("Ana Maria Heron", "12 Elm St, 12345"),
)
VOTERS = (
    voter("V1", "Ana Maria Heron", "12 Elm Street, Sampleton 12345"),
    voter("V2", "Ben Kestrel", "7 Willow Road, Sampleton 12345"),
    voter("V3", "Cora Plover", "9 Oldfield Avenue, Sampleton 12345", born="1970-02-03"),
    voter("V4", "Eli Sandpiper", "1 Quay, Sampleton 12345"),
    voter("V5", "Fay Hidden", "2 Quay, Sampleton 12345", confidential=True),
)


def signed_petition(people: Sequence[tuple[str, str]] = SIGNERS, **facts: Any) -> Petition:
    """An open petition that these people signed, all in the public log."""
    petition = open_petition(opened_at=THEN, **facts)
    add_signers(petition, people)
    return petition


def add_signers(petition: Petition, people: Sequence[tuple[str, str]]) -> list[Signature]:
    """These people sign and confirm; each has their entry in the public log, in this order."""
    first = Signature.objects.count()
    refs = []
    for place, (name, address) in enumerate(people, first):
        entry = Entry(name=name, email=f"signer.{place}@example.org", address=address, basis="live")
        (ref,) = sign(petition, [entry], at=THEN)
        confirm([ref], at=THEN)
        publish(at=NOW)
        refs.append(ref)
    return list(Signature.objects.filter(ref__in=refs).order_by("pk"))


def roll_of(petition: Petition, voters: Sequence[dict[str, Any]] = VOTERS, **facts: Any) -> Roll:
    return ready_roll(petition.council, list(voters), **facts)


def clerk_of(council: Council, name: str = "Cleo Sample") -> User:
    user: User = OfficerFactory(council=council, user__name=name).user
    return user


def reviewer_of(council: Council, name: str) -> User:
    user: User = OfficerFactory(council=council, role="staff", user__name=name).user
    return user


def begun(petition: Petition, roll: Roll, clerk: User, *, every_line: bool = True) -> Check:
    facts = {"petition": petition, "roll": roll, "every_line": every_line}
    return open_check(**facts, at=NOW, user=clerk)


def checked(petition: Petition, **facts: Any) -> Check:
    """A check of the petition that the worker has compared with a roll of VOTERS."""
    roll = facts.pop("roll", None) or roll_of(petition)
    check = begun(petition, roll, clerk_of(petition.council), **facts)
    run_checks(at=NOW)
    check.refresh_from_db()
    return check


def line_of(check: Check, number: int) -> Line:
    return Line.objects.select_related("of__petition", "signature").get(of=check, number=number)


def say(check: Check, number: int, outcome: str, user: User, **facts: Any) -> Decision:
    """The reviewer takes the line and decides on it."""
    line = line_of(check, number)
    claim_line(line=line, at=NOW, user=user)
    return decide(line=line, outcome=outcome, at=NOW, user=user, **facts)


def outcomes(check: Check) -> list[str]:
    """What became of each line, by number: its outcome, or its state in brackets."""
    rows = Line.objects.filter(of=check).order_by("number").values_list("outcome", "state")
    return [outcome or f"({state})" for outcome, state in rows]
