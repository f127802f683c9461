"""A check that has come as far as its reviewers, made of rows; a log whose witness vouches when told."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from tests.factories.accounts import UserFactory
from tests.factories.councils import OfficerFactory
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers

from undersigned.accounts.models import User
from undersigned.petitions.actions import close
from undersigned.petitions.models import Petition
from undersigned.proof.models import Checkpoint, Cosignature, Leaf
from undersigned.proof.queries.checkpoints import newest
from undersigned.pure.tlog.keys import COSIGNATURE, VKey, seal_line
from undersigned.signatures.actions import count
from undersigned.verification.marks import draw_key, seal_key
from undersigned.verification.models import Candidate, Check, Line, Roll
from undersigned.verification.states.checks import Band, CheckState, LineState, Outcome
from undersigned.verification.states.rolls import RollState

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DICE = "31415926535897932384"
WITNESS = VKey("library.example.org", COSIGNATURE, bytes(range(32)))


def voter(number: int) -> bytes:
    """The mark of a voter."""
    return sha256(b"voter %d" % number).digest()[:16]


def clerk_of(petition: Petition) -> User:
    """A clerk of the petition's council."""
    user: User = OfficerFactory(council=petition.council, user=UserFactory()).user
    return user


def signed(number: int, **facts: object) -> Petition:
    """A closed petition that so many people signed, published in the log."""
    petition = open_petition(**facts)
    for ward, some in (("North", number - number // 2), ("South", number // 2)):
        signers(petition, some, at=AT - timedelta(days=9), ward=ward)
    close(petition=petition, at=AT - timedelta(days=2), by="operator")
    publish(at=AT - timedelta(days=2))
    count(at=AT - timedelta(days=2))
    petition.refresh_from_db()
    return petition


def roll_of(petition: Petition) -> Roll:
    """A roll of the petition's council, as if it had been read."""
    return Roll.objects.create(
        ref=sha256(b"roll %d" % petition.pk).digest()[:16],
        council=petition.council,
        state=RollState.READY,
        title="Voters of Exampleton",
        as_of=date(2026, 4, 1),
        purge_on=date(2027, 4, 1),
        file_size=1000,
        file_sha256="a" * 64,
        rows=10_000,
        snapshot_sha256="b" * 64,
        sealed_key=b"sealed",
        made_at=AT,
        ready_at=AT,
    )


def check_of(petition: Petition, *, accepted: int, every_line: bool = False) -> Check:
    """Every signature is a line; the first so many were matched by rule, the others wait for a person."""
    checkpoint = newest()
    assert checkpoint
    leaves = Leaf.objects.filter(petition=petition, kind="sign").order_by("index")
    ref = sha256(b"check %d" % petition.pk).digest()[:16]
    check = Check.objects.create(
        ref=ref,
        petition=petition,
        roll=roll_of(petition),
        state=CheckState.REVIEWING,
        every_line=every_line,
        size=checkpoint.size,
        root=bytes(checkpoint.root),
        lines_found=len(leaves),
        sealed=seal_key(draw_key(), ref),
        began_by=UserFactory(),
        began_at=AT - timedelta(hours=3),
        frozen_at=AT - timedelta(hours=2),
        linked_at=AT - timedelta(hours=1),
        changed_at=AT - timedelta(hours=1),
    )
    lines = [_line(check, number, leaf, accepted) for number, leaf in enumerate(leaves, start=1)]
    Candidate.objects.bulk_create(
        Candidate(line=line, rank=1, voter=voter(line.number), weight=20.0) for line in lines
    )
    return check


def _line(check: Check, number: int, leaf: Leaf, accepted: int) -> Line:
    facts = {"of": check, "number": number, "signature_id": leaf.signature_id, "leaf": leaf.index}
    if number <= accepted:
        settled = {"outcome": Outcome.VALID, "voter": voter(number), "settled_at": AT}
        return Line.objects.create(
            state=LineState.SETTLED, band=Band.ACCEPT, rule="exact", **settled, **facts
        )
    return Line.objects.create(
        state=LineState.WAITING, band=Band.REVIEW, wanted=check.every_line, **facts
    )


def decide(check: Check, numbers: Iterable[int], outcome: str = "valid", **facts: object) -> None:
    """Reviewers decide on these lines, as far as they wait."""
    for line in check.lines.filter(number__in=list(numbers)).exclude(state="settled"):
        mark = {"voter": voter(line.number)} if outcome == "valid" else {}
        Line.objects.filter(pk=line.pk).update(
            state=LineState.SETTLED, outcome=outcome, settled_at=AT, **{**mark, **facts}
        )


def finish(check: Check) -> None:
    """The check is closed."""
    Check.objects.filter(pk=check.pk).update(state=CheckState.CLOSED, closed_at=AT)
    check.refresh_from_db()


def name_witness() -> None:
    """The log's policy asks for one witness."""
    text = f"witness library {WITNESS.text} http://127.0.0.1:1\ngroup enough 1 library\nquorum enough\n"
    (settings.LOG / "policy").write_text(text, encoding="utf-8")


def vouch(at: datetime = AT) -> Checkpoint:
    """What waits goes into the log, and the witness vouches for it."""
    publish(at=at)
    checkpoint = newest()
    assert checkpoint
    Cosignature.objects.create(
        checkpoint=checkpoint,
        witness=WITNESS.name,
        line=seal_line(WITNESS, bytes(72)),
        at=at,
    )
    return checkpoint
