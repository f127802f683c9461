"""What a thief gets who takes the database and everything that `web` holds. docs/threat-model.md tells it in words."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings
from tests.factories.petitions import open_petition

from undersigned.journal import keys
from undersigned.journal.keys import KeyMissing
from undersigned.journal.sealed import unseal
from undersigned.petitions.models import Petition
from undersigned.signatures import actions, blind
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.allowances import network_limit
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.signatures.prepare import prepare, prepare_inquiry

pytestmark = pytest.mark.long

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


@dataclass(frozen=True)
class Loot:
    """What the thief carries away: all of the database as bytes, its indices and sealed rows, and web's key files."""

    petition_id: int
    everything: bytes
    indices: frozenset[bytes]
    sealed: list[tuple[bytes, bytes]]  # ref, blob
    keys: Path


@pytest.fixture(scope="module")
def loot(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    key_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Loot:
    """The theft, after a thousand people signed and half of them confirmed and were counted."""
    keys_of_web = tmp_path_factory.mktemp("loot")
    for name in WEB_FILES:
        (keys_of_web / name).write_bytes((key_folder / name).read_bytes())
    with (
        django_db_blocker.unblock(),
        override_settings(KEYS=key_folder, ERASURE_LEDGER=keys_of_web / "ledger"),
        transaction.atomic(),
    ):
        keys.forget()
        petition = sign_a_thousand()
        rows = list(Signature.objects.values_list("ref", "sealed", "email_index", "name_index"))
        files = [path.read_bytes() for path in sorted(keys_of_web.iterdir())]
        taken = Loot(
            petition_id=petition.pk,
            everything=b"\n".join([*_database(), *files]),
            indices=frozenset(bytes(index) for row in rows for index in row[2:]),
            sealed=[(bytes(ref), bytes(sealed)) for ref, sealed, *_ in rows],
            keys=keys_of_web,
        )
        transaction.set_rollback(True)
    return taken


@pytest.fixture(autouse=True)
def _only_what_web_holds(loot: Loot, settings: Settings) -> None:
    settings.KEYS = loot.keys
    keys.forget()


def sign_a_thousand() -> Petition:
    petition = open_petition()
    at = timezone.now()
    net = network_limit("192.0.2.0/24", allowed=10_000, at=at)
    for start in range(0, 1000, 200):
        batch = [
            prepare(entry, petition=petition, language="en", network=net, at=at)
            for entry in SIGNERS[start : start + 200]
        ]
        assert actions.sign(batch, at=at) == [None] * 200
    presses = []
    for row in Signature.objects.filter(petition=petition)[:500]:
        facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
        presses.append(Press(bytes(row.ref), token=bytes.fromhex(facts["token"])))
    actions.confirm(presses, at=at)
    assert actions.count(at=at) == 500
    for entry in SIGNERS[:5]:
        asking = prepare_inquiry(entry.email, petition=petition, language="en", network=net, at=at)
        assert actions.ask_for_link(asking=asking, at=at)
    return petition


def _database() -> Iterator[bytes]:
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            yield from map(_bytes, row)


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()


def test_no_signer_is_listed_in_any_common_writing(loot: Loot) -> None:
    found = [
        entry
        for entry in SIGNERS[::5]
        for word in (entry.name, entry.email, entry.address)
        for writing in _writings(word)
        if writing in loot.everything
    ]

    assert found == []
    assert b"keep-the-river-path" in loot.everything  # what is there in clear would be found


def _writings(word: str) -> list[bytes]:
    plain = word.encode()
    return [plain, plain.lower(), plain.hex().encode(), base64.b64encode(plain)]


def test_no_sealed_row_opens_with_what_web_holds(loot: Loot) -> None:
    ref, blob = loot.sealed[0]

    with pytest.raises(KeyMissing):
        unseal(blob, of="signatures", ref=ref)


def test_sealed_rows_do_not_tell_by_their_length(loot: Loot) -> None:
    assert len({len(blob) for _, blob in loot.sealed}) == 1


def guess(loot: Loot, entry: Entry, *, with_address: bool) -> bool:
    """The thief's best guess whether a person signed, knowing name, street and ward, and perhaps the address."""
    made_up = entry.name.replace(" ", ".")
    tries = [entry.email] if with_address else ["nobody@example.org", f"{made_up}@example.com"]
    wanted = [blind.email_index(loot.petition_id, word) for word in tries]
    wanted += [blind.name_index(loot.petition_id, word, entry.name) for word in tries]
    return any(index in loot.indices for index in wanted)


def test_without_addresses_the_thief_does_no_better_than_chance(loot: Loot) -> None:
    right = sum(guess(loot, entry, with_address=False) for entry in SIGNERS)
    right += sum(not guess(loot, entry, with_address=False) for entry in STRANGERS)

    assert abs(right - 1000) <= 100  # of 2,000; chance is 1,000 ± 22


def test_with_addresses_the_thief_can_test_them_one_by_one_as_the_threat_model_says(
    loot: Loot,
) -> None:
    signers = [guess(loot, entry, with_address=True) for entry in SIGNERS[:50]]
    strangers = [guess(loot, entry, with_address=True) for entry in STRANGERS[:50]]

    assert (signers, strangers) == ([True] * 50, [False] * 50)


def test_one_persons_rows_in_two_petitions_share_nothing(loot: Loot) -> None:
    entry = SIGNERS[0]

    first, second = loot.petition_id, loot.petition_id + 1

    assert blind.email_index(first, entry.email) != blind.email_index(second, entry.email)
    assert blind.name_index(first, entry.email, entry.name) != blind.name_index(
        second, entry.email, entry.name
    )
