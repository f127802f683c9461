"""A thousand people sign, some leave: nothing of any of them stands in a public file, however it is written."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.councils import CouncilFactory, WardFactory
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers

from undersigned.councils import actions as councils
from undersigned.councils.documents import default_rules
from undersigned.journal.sealed import unseal
from undersigned.petitions.models import Petition
from undersigned.proof.actions.disclose import disclose_wards
from undersigned.proof.models import Document
from undersigned.signatures.actions import count, erase
from undersigned.signatures.models import Signature

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PAGES = ("", "check/", "wards/", "documents/", "count/", "count.json", "history.csv")


@pytest.fixture
def petition(log: Path) -> Petition:
    council = CouncilFactory(slug="sample", place="Exampleton")
    for position, name in enumerate(("East", "North")):
        WardFactory(council=council, name=name, position=position)
    rules = default_rules("Exampleton") | {"ward": True}
    councils.publish_rules(council=council, document=rules, after=1, at=NOW, by="operator")
    return open_petition(council=council)


def written(raw: bytes) -> Iterator[bytes]:
    """The ways in which bytes could stand in a file."""
    yield raw
    yield raw.hex().encode()
    for encoded in (base64.b64encode(raw), base64.urlsafe_b64encode(raw)):
        yield encoded.rstrip(b"=")


def of_person(row: Signature) -> Iterator[bytes]:
    """What would tell of a signer: what was typed, hashes that anybody could make of it, and what is theirs alone."""
    facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
    for typed in (facts["name"], facts["email"], facts["email"].partition("@")[0]):
        yield typed.encode()
        for hashed in (hashlib.sha256, hashlib.sha1, hashlib.md5):
            yield from written(hashed(typed.encode()).digest())
    opening, token = base64.b64decode(facts["opening"]), bytes.fromhex(facts["token"])
    for secret in (opening, token, bytes(row.ref), bytes(row.email_index), bytes(row.name_index)):
        yield from written(secret)


def public(log: Path, web: Client, petition: Petition) -> bytes:
    """Every file of the log and every public page of the petition."""
    files = [path.read_bytes() for path in sorted(log.rglob("*")) if path.is_file()]
    names = [str(path.relative_to(log)).encode() for path in sorted(log.rglob("*"))]
    pages = [web.get(f"/petitions/{petition.slug}/{page}") for page in PAGES]
    assert {page.status_code for page in pages} == {200}
    return b"\n".join([*files, *names, *(page.content for page in pages)])


def test_nothing_of_a_thousand_signers_stands_in_a_public_file(
    log: Path, web: Client, petition: Petition
) -> None:
    rows = signers(petition, 600, at=NOW) + signers(petition, 400, at=NOW, ward="East")
    publish(at=NOW)
    needles = {needle for row in rows for needle in of_person(row)}
    erase([bytes(row.ref) for row in rows[:5]], at=NOW)
    count(at=NOW)
    disclose_wards(at=NOW + timedelta(days=1))
    publish(at=NOW + timedelta(days=1))
    everything = public(log, web, petition)
    assert Document.objects.filter(name__contains="by-ward").exists()
    # The search finds what does stand there: each signature's commitments.
    committed = [base64.b64encode(bytes(row.commit_c)) for row in rows]
    assert [one for one in committed if one not in everything] == []
    assert [needle for needle in needles if needle in everything] == []
