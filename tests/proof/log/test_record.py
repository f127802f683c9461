"""What gets on the public record: which events, in which words, and at what cost for who waits."""

import json
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.councils import CouncilFactory
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, signers

from undersigned.councils.events import MemberClaimed, SeatAdded
from undersigned.councils.models import Member, Seat
from undersigned.journal.announce import announce
from undersigned.petitions.events import PetitionTakenDown
from undersigned.proof.actions.publish_tools import publish_tools
from undersigned.proof.models import Document, Leaf
from undersigned.proof.tasks import log_signatures
from undersigned.signatures.events import SignatureConfirmed
from undersigned.sources.events import StatementMade
from undersigned.sources.models import Source, Statement

pytestmark = pytest.mark.django_db


def recorded(*events: object) -> list[dict[str, object]]:
    """The published files of events."""
    with transaction.atomic():
        announce(*events, at=timezone.now(), by="user:1")  # type: ignore[arg-type]
    return [json.loads(bytes(row.content)) for row in Document.objects.order_by("id")]


def test_a_file_says_what_happened_when_and_to_which_petition() -> None:
    petition = open_petition()
    (file,) = recorded(PetitionTakenDown(petition=petition.pk, reason="court", urgent=False))
    at = str(file.pop("at"))
    assert at.endswith("Z")
    assert file == {
        "event": "petition.taken_down",
        "petition": petition.public_ref,
        "facts": {"reason": "court", "urgent": False},
    }
    assert Document.objects.get().name.startswith(f"{petition.public_ref}-petition-taken-down-")


def test_a_stranger_reads_slugs_and_names_of_seats_and_no_users_number() -> None:
    council = CouncilFactory()
    seat = Seat.objects.create(council=council, name="Seat 3", position=1)
    member = Member.objects.create(seat=seat, name="Pia Sample", since="2026-01-05")
    *_, added, claimed = recorded(
        SeatAdded(council=council.pk, seat=seat.pk),
        MemberClaimed(council=council.pk, member=member.pk, user=17),
    )
    assert added["facts"] == {"council": council.slug, "seat": "Seat 3"}
    facts = {"council": council.slug, "seat": "Seat 3", "since": "2026-01-05"}
    assert (claimed["petition"], claimed["facts"]) == ("-", facts)


def test_what_somebody_said_is_a_hash() -> None:
    petition = open_petition()
    source = Source.objects.create(publisher="P", title="Minutes", added_at=timezone.now())
    about = f"petition:{petition.pk}"
    row = Statement.objects.create(
        about=about,
        speaker="Pia Sample",
        words="The path stays open.",
        quoted=True,
        source=source,
        dated="2026-03-02",
        recorded_at=timezone.now(),
    )
    (file,) = recorded(StatementMade(statement=row.pk, about=about))
    assert file["petition"] == petition.public_ref
    assert "Sample" not in json.dumps(file)
    assert "stays open" not in json.dumps(file)


def test_signatures_have_their_leaves_and_no_files() -> None:
    signers(open_petition(), 3)
    assert Document.objects.count() == 0
    assert Leaf.objects.filter(kind="sign").count() == 3


@pytest.mark.parametrize("number", [1, 200])
def test_a_batch_of_signers_waits_for_one_statement_more(number: int) -> None:
    petition = open_petition()
    signed = signers(petition, number)
    Leaf.objects.all().delete()
    events = [
        SignatureConfirmed(
            signature_id=row.pk,
            petition_id=petition.pk,
            commit_c=bytes(row.commit_c),
            commit_w=bytes(row.commit_w),
        )
        for row in signed
    ]
    with CaptureQueriesContext(connection) as queries:
        log_signatures(events, at=timezone.now())
    assert len(queries) == 1
    assert Leaf.objects.count() == number


def test_no_name_of_a_signer_is_in_any_public_file(log: Path) -> None:
    signers(open_petition(), 150)
    publish()
    files = b"".join(path.read_bytes() for path in log.rglob("*") if path.is_file())
    assert b"undersigned/v1 sign" in files
    found = [
        trace for trace in (b"Ana S", b"a Sample", b"@example", b"example.net") if trace in files
    ]
    assert found == []


def test_each_version_of_a_tool_is_published_and_on_record_once(log: Path) -> None:
    for _ in range(2):
        publish_tools(at=timezone.now())
    publish()
    assert [leaf.kind for leaf in published_leaves()] == ["note", "note"]
    assert sorted(path.name for path in log.glob("*ver*")) == [
        "undersigned-verify.pyz",
        "verify.html",
    ]
    (log / "verify.html").write_bytes(b"an older version")
    publish_tools(at=timezone.now())
    assert (log / "verify.html").read_bytes() != b"an older version"
    assert Document.objects.count() == 2
