"""What a thief gets who takes the database and everything that `web` holds. docs/threat-model.md tells it in words."""

import base64
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition

from undersigned.journal import keys
from undersigned.journal.keys import KeyMissing
from undersigned.journal.sealed import unseal
from undersigned.petitions.models import Petition
from undersigned.signatures import actions, blind
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.allowances import network_limit
from undersigned.signatures.models import Signature
from undersigned.signatures.prepare import Entry, prepare

pytestmark = pytest.mark.django_db

WEB_FILES = ("signatures.pub", "letters.pub", "backup.pub", "blind-index.secret")


def person(kind: str, n: int) -> Entry:
    return Entry(
        name=f"{kind} Sample {n:04}",
        email=f"{kind.lower()}.{n:04}@example.org",
        address=f"{n} {kind} Street, 00000",
        ward="North",
        basis="live",
    )


SIGNERS = [person("Robin", n) for n in range(1000)]
STRANGERS = [person("Jules", n) for n in range(1000)]


@pytest.fixture
def petition() -> Petition:
    """A petition that the thousand signers signed; half of them confirmed and counted."""
    petition = open_petition()
    at = timezone.now()
    net = network_limit("192.0.2.0/24", allowed=10_000, at=at)
    with transaction.atomic():
        for start in range(0, 1000, 200):
            batch = [
                prepare(entry, petition=petition, language="en", network=net, at=at)
                for entry in SIGNERS[start : start + 200]
            ]
            assert actions.sign(batch, at=at) == [None] * 200
    for row in Signature.objects.filter(pk__lte=500):
        facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
        actions.confirm([Press(bytes(row.ref), token=bytes.fromhex(facts["token"]))], at=at)
    actions.count(at=at)
    return petition


@pytest.fixture
def loot(petition: Petition, key_folder: Path, tmp_path: Path, settings: Settings) -> bytes:
    """The whole database as bytes, and web's key files beside it; from here on only the thief acts."""
    database = b"\n".join(
        _bytes(value)
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        for value in row
    )
    for name in WEB_FILES:
        (tmp_path / name).write_bytes((key_folder / name).read_bytes())
    settings.KEYS = tmp_path
    keys.forget()
    return database + b"\n".join(path.read_bytes() for path in sorted(tmp_path.iterdir()))


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()


def test_no_signer_is_listed_in_any_common_writing(loot: bytes) -> None:
    found = [
        entry
        for entry in SIGNERS
        for word in (entry.name, entry.email, entry.address)
        for writing in _writings(word)
        if writing in loot
    ]

    assert found == []
    assert b"keep-the-river-path" in loot  # the search would find what is there in clear


def _writings(word: str) -> list[bytes]:
    plain = word.encode()
    return [
        plain,
        plain.lower(),
        plain.hex().encode(),
        base64.b64encode(plain),
        word.encode("utf-16-le"),
    ]


def test_no_sealed_row_opens_with_what_web_holds(loot: bytes) -> None:
    row = Signature.objects.first()
    assert row is not None

    with pytest.raises(KeyMissing):
        unseal(row.sealed, of="signatures", ref=bytes(row.ref))


def test_sealed_rows_do_not_tell_by_their_length(loot: bytes) -> None:
    lengths = {len(sealed) for sealed in Signature.objects.values_list("sealed", flat=True)}

    assert len(lengths) == 1


def guess(petition: Petition, entry: Entry, *, with_address: bool) -> bool:
    """The thief's best guess whether a person signed, knowing name, street and ward, and perhaps the address."""
    made_up = entry.name.replace(" ", ".")
    tries = [entry.email] if with_address else ["nobody@example.org", f"{made_up}@example.com"]
    wanted = [blind.email_index(petition.pk, word) for word in tries]
    wanted += [blind.name_index(petition.pk, word, entry.name) for word in tries]
    held = HELD.setdefault(
        petition.pk,
        {
            bytes(value)
            for row in Signature.objects.values_list("email_index", "name_index")
            for value in row
        },
    )
    return any(index in held for index in wanted)


HELD: dict[int, set[bytes]] = {}


def test_without_addresses_the_thief_does_no_better_than_chance(
    petition: Petition, loot: bytes
) -> None:
    HELD.clear()
    right = sum(guess(petition, entry, with_address=False) for entry in SIGNERS)
    right += sum(not guess(petition, entry, with_address=False) for entry in STRANGERS)

    assert abs(right - 1000) <= 100  # of 2,000; chance is 1,000 ± 22


def test_with_addresses_the_thief_can_test_them_one_by_one_as_the_threat_model_says(
    petition: Petition, loot: bytes
) -> None:
    HELD.clear()
    signers = [guess(petition, entry, with_address=True) for entry in SIGNERS[:50]]
    strangers = [guess(petition, entry, with_address=True) for entry in STRANGERS[:50]]

    assert (signers, strangers) == ([True] * 50, [False] * 50)


def test_one_persons_rows_in_two_petitions_share_nothing(petition: Petition) -> None:
    entry = SIGNERS[0]

    first, second = petition.pk, petition.pk + 1

    assert blind.email_index(first, entry.email) != blind.email_index(second, entry.email)
    assert blind.name_index(first, entry.email, entry.name) != blind.name_index(
        second, entry.email, entry.name
    )
