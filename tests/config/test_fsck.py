import random
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings
from tests.config.mutations import mutate
from tests.populated import populate

from undersigned.accounts.models import SiteRole, User
from undersigned.config import cli
from undersigned.config.fsck.faults import Rule
from undersigned.config.fsck.run import RULES, fsck
from undersigned.journal.models import Entry
from undersigned.mail.models import Letter
from undersigned.petitions.models import Petition
from undersigned.proof.models import Leaf
from undersigned.record import actions as record
from undersigned.record.models import Version
from undersigned.signatures.actions import erase
from undersigned.signatures.models import HourlyCount, PetitionCount, PublicName, Signature

pytestmark = pytest.mark.long  # for `make test`

EXAMPLE = Path(__file__).parents[2] / "examples" / "durham-2018.json"


@pytest.fixture
def petition(db: None, settings: Settings, tmp_path: Path) -> Petition:
    """One of two petitions with nine signatures each, six confirmed, and a dossier."""
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    first, _ = populate(signers=9, number=2)
    imported = record.import_dossier(content=EXAMPLE.read_bytes(), at=timezone.now(), by="operator")
    record.show(version=imported.version, at=timezone.now(), by="operator")
    return first


def faults() -> dict[str, list[str]]:
    """What each rule finds, of those that find something."""
    return {rule.name: [str(fault) for fault in found] for rule, found in fsck() if found}


def only(rule: str, fault: str) -> dict[str, list[str]]:
    return {rule: [fault]}


def test_what_the_sites_own_actions_made_has_no_fault(petition: Petition) -> None:
    assert faults() == {}


def test_every_rule_has_a_name_of_its_own_and_says_what_to_do() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert [rule.name for rule in RULES if not rule.words or not rule.remedy] == []


@pytest.mark.fault
@pytest.mark.skipif(connection.vendor == "postgresql", reason="a minute, found on SQLite")
def test_every_one_of_1000_mutations_is_found(petition: Petition) -> None:
    assert unfound(random.Random(1729), 1000) == []  # noqa: S311 - not a secret


@pytest.mark.long
def test_every_one_of_40_mutations_is_found(petition: Petition) -> None:
    assert unfound(random.Random(40), 40) == []  # noqa: S311 - not a secret


def unfound(draw: random.Random, number: int) -> list[str]:
    missed = []
    rules = list(RULES)
    for _ in range(number):
        with transaction.atomic():
            done = mutate(draw)
            if not is_found(rules):
                missed.append(done)
            transaction.set_rollback(True)
    return missed


def is_found(rules: list[Rule]) -> bool:
    """Whether any rule finds a fault; the one that does comes first next time, which halves the time."""
    finding = next((rule for rule in rules if any(rule.find())), None)
    if finding:
        rules.remove(finding)
        rules.insert(0, finding)
    return finding is not None


def test_a_count_that_is_not_the_sum_of_its_rows_is_named(petition: Petition) -> None:
    PetitionCount.objects.filter(pk=petition.pk).update(confirmed=7)
    assert faults() == only(
        "signatures.rows",
        f"signatures.petitioncount:{petition.pk}.confirmed: says 7, the rows are 6",
    )


def test_an_hour_that_is_not_the_sum_of_its_rows_is_named(petition: Petition) -> None:
    hour = HourlyCount.objects.filter(petition=petition).earliest("hour")
    HourlyCount.objects.filter(pk=hour.pk).update(confirmed=hour.confirmed + 1)
    says, rows = hour.confirmed + 1, hour.confirmed
    assert faults() == only(
        "signatures.rows",
        f"signatures.hourlycount:{hour.pk}.confirmed: says {says}, the rows are {rows}",
    )


def test_an_hour_that_is_missing_is_named(petition: Petition) -> None:
    hour = HourlyCount.objects.filter(petition=petition).earliest("hour")
    hour.delete()
    assert faults() == only(
        "signatures.rows",
        f"the history of petition {petition.pk}: "
        f"lacks the hour {hour.hour:%Y-%m-%d %H} with its {hour.confirmed}",
    )


def test_a_changed_signature_is_named(petition: Petition) -> None:
    row = Signature.objects.filter(petition=petition, state="confirmed").earliest("id")
    Signature.objects.filter(pk=row.pk).update(commit_w=bytes(32))
    named = f"signatures.signature:{row.pk}"
    assert faults() == {
        "signatures.rows": [
            f"{named}.check_sum: does not fit: the row was changed, or never written by this site"
        ],
        "log.signatures": [f"{named}: has an entry in the log that is not its own"],
    }


def test_a_deleted_unconfirmed_signature_is_missed(petition: Petition) -> None:
    row = Signature.objects.filter(petition=petition, state="pending").latest("id")
    number = Signature.objects.filter(made_at=row.made_at).count()
    row.delete()
    assert faults() == only(
        "signatures.letters",
        f"signed at {row.made_at.isoformat()}: {number - 1} signatures, {number} letters: "
        "a signature was deleted or added",
    )


def test_a_deleted_letter_is_missed(petition: Petition) -> None:
    letter = Letter.objects.filter(kind="signatures.confirm").earliest("id")
    number = Signature.objects.filter(made_at=letter.created_at).count()
    letter.delete()
    assert faults() == only(
        "signatures.letters",
        f"signed at {letter.created_at.isoformat()}: {number} signatures, {number - 1} letters:"
        " a letter was deleted or added",
    )


def test_a_letter_marked_as_failed_needs_an_event(petition: Petition) -> None:
    letter = Letter.objects.filter(state="sent").earliest("id")
    Letter.objects.filter(pk=letter.pk).update(state="failed")
    assert faults() == {
        "mail.failed": [f"mail.letter:{letter.pk}.state: is failed; no event says so"]
    }


def test_a_changed_name_on_the_page_is_named(petition: Petition) -> None:
    name = PublicName.objects.earliest("id")
    PublicName.objects.filter(pk=name.pk).update(name="Somebody Else")
    assert faults() == only(
        "signatures.names",
        f"signatures.publicname:{name.pk}.check_sum: "
        "does not fit: the name was changed, or never written by this site",
    )


def test_another_text_than_the_one_that_was_signed_is_named(petition: Petition) -> None:
    Petition.objects.filter(pk=petition.pk).update(text="Close the river path.")
    assert faults() == {
        "journal.rows": [
            f"petitions.petition:{petition.pk}: was changed, and no event says so",
        ],
        "petitions.text": [
            f"petitions.petition:{petition.pk}.text_sha256: is not the hash of what the page shows"
        ],
    }


def test_a_role_that_nobody_granted_is_named(petition: Petition) -> None:
    user = User.objects.create(email="eve@example.org", name="Eve Sample")
    role = SiteRole.objects.create(user=user, role="operator")
    assert faults() == only(
        "journal.announced",
        f"accounts.siterole:{role.pk}: is there; no event says that it was made",
    )


def test_a_changed_dossier_is_named(petition: Petition) -> None:
    version = Version.objects.get()
    Version.objects.update(content=bytes(version.content).replace(b"2018", b"2019", 1))
    assert faults() == {
        "journal.rows": [f"record.version:{version.pk}: was changed, and no event says so"],
        "record.dossiers": [f"record.version:{version.pk}.sha256: is not the hash of the content"],
    }


def test_a_missing_entry_of_the_journal_is_missed(petition: Petition) -> None:
    Entry.objects.filter(name="petition.opened").earliest("id").delete()
    assert faults() == {
        "journal.numbers": ["entries named petition.opened: 2 were announced, 1 are there"]
    }


def test_a_key_that_leads_nowhere_is_named(petition: Petition) -> None:
    row = PublicName.objects.earliest("id")
    with transaction.atomic():
        rows = Signature.objects.filter(pk=row.signature_id)
        rows._raw_delete(rows.db)
        found = faults()["database.keys"]
        transaction.set_rollback(True)
    lost = row.signature_id
    entry = Leaf.objects.get(signature=lost)
    assert found == [
        f"{named}.signature_id: leads to {lost}, which is not there"
        for named in (f"proof.leaf:{entry.pk}", f"signatures.publicname:{row.pk}")
    ]


def test_sealed_rows_of_an_unknown_key_are_named(petition: Petition) -> None:
    row = Letter.objects.filter(state="queued").earliest("id")
    Letter.objects.filter(pk=row.pk).update(sealed=b"\0" * 4 + bytes(row.sealed)[4:])
    assert faults() == only(
        "mail.letters",
        f"mail.letter:{row.pk}.sealed: is sealed to a key 00000000 that is not known here",
    )


def test_erased_rows_stand_in_the_ledger_or_are_named(
    petition: Petition, settings: Settings
) -> None:
    row = Signature.objects.filter(petition=petition, state="confirmed").earliest("id")
    erase([bytes(row.ref)], at=timezone.now())
    assert faults() == {}
    settings.ERASURE_LEDGER.unlink()
    assert faults() == only(
        "erasures.ledger",
        f"signatures.signature:{row.pk}.sealed: is blank; the erasure ledger does not name it",
    )


def test_the_command_says_every_fault_and_what_to_do(
    petition: Petition, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["fsck", "--quiet"]) == 0
    assert capsys.readouterr().out == "No fault found.\n"
    PetitionCount.objects.filter(pk=petition.pk).update(confirmed=7)
    assert cli.main(["fsck", "--quiet"]) == 1
    (rule,) = [rule for rule in RULES if rule.name == "signatures.rows"]
    assert capsys.readouterr().out.splitlines() == [
        f"PROBLEM  signatures.rows: {rule.words}",
        f"         - signatures.petitioncount:{petition.pk}.confirmed: says 7, the rows are 6",
        f"         What to do: {rule.remedy}",
        "Faults: 1.",
    ]
