"""A petition with signers, a roll, and what clerks, reviewers and the worker do with a check of them, for tests."""

import secrets
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
from undersigned.verification.candidates import Likely, Reason, seal_candidates, shown
from undersigned.verification.marks import draw_key, key_of, mark, seal_key
from undersigned.verification.models import Candidate, Check, Decision, Line, Roll

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


# What comparing makes of SIGNERS, without comparing: for each line the numbers of its candidates, best first, and
# whether a rule accepts the first.
FOUND = ((["V1"], True), (["V2"], True), (["V3", "V4"], False), ([], False), (["V1"], False))
REASONS = (
    Reason("prior", "", -1.0),
    Reason("first", "same", 6.5),
    Reason("address", "moved", -3.25),
)


def laid_out(
    found: Sequence[tuple[list[str], bool]] = FOUND, *, roll: Roll | None = None, **facts: Any
) -> Check:
    """A check under review, made of rows: its lines as if they had been compared. Nothing is in the log."""
    petition = facts.pop("petition", None) or open_petition(opened_at=THEN)
    refs = []
    for place, (name, address) in enumerate((SIGNERS * len(found))[: len(found)]):
        email = f"signer.{petition.pk}.{place}@example.org"
        entry = Entry(name=name, email=email, address=address, basis="live")
        refs += sign(petition, [entry], at=THEN)
    if refs:
        confirm(refs, at=THEN)
    check = _check(petition, roll or roll_of(petition), len(found), **facts)
    key = key_of(check)
    for number, (ref, (voters, accepted)) in enumerate(zip(refs, found, strict=True), 1):
        line = Line(of=check, number=number, signature=Signature.objects.get(ref=ref), leaf=number)
        _put_candidates(line, voters, key, accepted=accepted)
    return check


def _check(petition: Petition, roll: Roll, lines: int, **facts: Any) -> Check:
    ref = secrets.token_bytes(16)
    known: dict[str, Any] = {
        "state": "reviewing",
        "every_line": True,
        "began_by": clerk_of(petition.council),
        "sealed": seal_key(draw_key(), ref),
        **dict.fromkeys(("began_at", "changed_at", "frozen_at", "linked_at"), NOW),
    }
    places = {"size": 100, "root": b"r" * 32, "lines_found": lines}
    return Check.objects.create(
        ref=ref, petition=petition, roll=roll, **places, **{**known, **facts}
    )


def _put_candidates(line: Line, voters: Sequence[str], key: str, *, accepted: bool) -> None:
    rows = {row["voter"]: row for row in VOTERS}
    weights = [20.0 - 8 * rank for rank, _ in enumerate(voters)]
    likely = [
        Likely(name, weight, REASONS, shown(rows[name]), confidential=rows[name]["confidential"])
        for name, weight in zip(voters, weights, strict=True)
    ]
    line.sealed = seal_candidates(line, likely) if likely else b""
    line.state, line.band, line.wanted = "waiting", "review", line.of.every_line
    if accepted:
        line.state, line.band, line.rule, line.wanted = "settled", "accept", "exact", False
        line.outcome, line.voter, line.settled_at = "valid", mark(key, voters[0]), NOW
    line.save()
    for rank, it in enumerate(likely, 1):
        voter_mark = mark(key, it.voter)
        Candidate.objects.create(line=line, rank=rank, voter=voter_mark, weight=it.weight)
