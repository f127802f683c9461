"""Counts by ward: opened for that alone, published in groups, checked by a stranger's reading of the log."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.councils import CouncilFactory, WardFactory
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers
from tests.proof.log.restored import forgotten
from tests.proof.pages.telling import tell
from tests.pure.geo.towns import two_wards

from undersigned.councils import actions as councils
from undersigned.councils.documents import default_rules
from undersigned.journal import kept
from undersigned.journal.models import Entry
from undersigned.petitions import actions as petitions
from undersigned.petitions.models import Petition
from undersigned.proof.actions.adopt import adopt
from undersigned.proof.actions.disclose import disclose_wards
from undersigned.proof.guard import Behind
from undersigned.proof.models import Document, Leaf, WardEntry
from undersigned.proof.queries.wards import last_disclosure
from undersigned.proof.states import Kind
from undersigned.pure.tlog.disclosure import Disclosure, check_disclosure, parse_disclosure
from undersigned.pure.tlog.leaves import Note
from undersigned.pure.tlog.machine import Machine
from undersigned.signatures.actions import erase
from undersigned.signatures.models import Signature

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def petition(log: Path) -> Petition:
    council = CouncilFactory(slug="sample", place="Exampleton")
    for position, name in enumerate(("East", "North", "West")):
        WardFactory(council=council, name=name, position=position)
    rules = default_rules("Exampleton") | {"ward": True}
    councils.publish_rules(council=council, document=rules, after=1, at=NOW, by="operator")
    return open_petition(council=council)


def sign(petition: Petition, at: datetime = NOW, **wards: int) -> None:
    """So many sign in each ward (`none`: giving none), and the log takes them in."""
    for ward, number in wards.items():
        signers(petition, number, at=at, ward="" if ward == "none" else ward)
    publish(at=at)


def published(petition: Petition) -> Disclosure:
    """The newest file of all, as it stands in the folder."""
    last = last_disclosure(petition)
    assert last
    return last.disclosure


def counts(petition: Petition) -> dict[str, int]:
    return {ward: len(entries) for ward, entries in published(petition).wards.items()}


def test_wards_that_are_large_enough_are_published(petition: Petition) -> None:
    sign(petition, East=12, North=11, West=10, none=4)
    assert disclose_wards(at=NOW) == 1
    assert counts(petition) == {"East": 12, "North": 11, "West": 10}
    assert published(petition).other == 4


def test_a_stranger_can_check_them_from_the_log_alone(petition: Petition, log: Path) -> None:
    sign(petition, East=12, North=11, West=10)
    disclose_wards(at=NOW)
    publish(at=NOW)
    leaves = published_leaves()
    note = next(leaf for leaf in leaves if isinstance(leaf, Note) and "by-ward" in leaf.name)
    file = parse_disclosure((log / "record" / f"{note.name}.json").read_bytes())
    machine = Machine()
    for index, leaf in enumerate(leaves[: file.size]):
        machine.take(index, leaf)
    check_disclosure(file, machine, leaves.__getitem__)
    assert recounted().figures(petition.public_ref).net == 33


def test_a_small_ward_takes_another_with_it(petition: Petition) -> None:
    sign(petition, East=30, North=20, West=3)
    disclose_wards(at=NOW)
    assert counts(petition) == {"East": 30}
    assert published(petition).other == 23


def test_too_few_are_not_even_opened(petition: Petition) -> None:
    sign(petition, East=5, North=4)
    assert disclose_wards(at=NOW) == 0
    assert not Entry.objects.filter(name="sealed.opened").exists()


def test_nothing_is_counted_by_ward_before_the_log_has_a_checkpoint(petition: Petition) -> None:
    signers(petition, 30, at=NOW, ward="East")
    assert disclose_wards(at=NOW) == 0
    assert not Entry.objects.filter(name="sealed.opened").exists()
    assert not Document.objects.filter(name__contains="by-ward").exists()


def test_the_sealed_rows_are_opened_for_this_reason_and_once_a_day(petition: Petition) -> None:
    sign(petition, East=12, North=11, West=10)
    for hours in (0, 1, 23):
        disclose_wards(at=NOW + timedelta(hours=hours))
    opened = Entry.objects.get(name="sealed.opened")
    assert opened.facts["rows"] == 33
    assert opened.facts["reason"] == "counting signatures by ward, in groups of at least ten"


def test_only_what_is_not_published_yet_is_opened_again(petition: Petition) -> None:
    sign(petition, East=12, North=11, West=10, none=5)
    disclose_wards(at=NOW)
    sign(petition, NOW + DAY, East=10, North=10, West=12)
    assert disclose_wards(at=NOW + DAY) == 1
    rows = Entry.objects.filter(name="sealed.opened").order_by("pk")
    assert [row.facts["rows"] for row in rows] == [38, 32]
    assert counts(petition) == {"East": 22, "North": 21, "West": 22}


def test_a_listed_ward_grows_by_ten_or_not_at_all(petition: Petition) -> None:
    sign(petition, East=12, North=11, West=10)
    disclose_wards(at=NOW)
    sign(petition, NOW + DAY, East=10, North=9)
    disclose_wards(at=NOW + DAY)
    assert counts(petition) == {"East": 22, "North": 11, "West": 10}
    assert published(petition).other == 9
    sign(petition, NOW + 2 * DAY, North=1)
    disclose_wards(at=NOW + 2 * DAY)
    assert counts(petition) == {"East": 22, "North": 21, "West": 10}


def test_nothing_new_is_no_new_file(petition: Petition) -> None:
    sign(petition, East=12, West=3)
    assert disclose_wards(at=NOW) == 0  # the three would stand alone
    sign(petition, NOW + DAY, East=12, North=11, West=30)
    assert disclose_wards(at=NOW + DAY) == 1
    sign(petition, NOW + 2 * DAY, East=3)
    assert disclose_wards(at=NOW + 2 * DAY) == 0
    assert Document.objects.filter(name__contains="by-ward").count() == 1


def test_who_left_is_not_counted_and_who_is_erased_is_forgotten(petition: Petition) -> None:
    sign(petition, East=30, North=20, West=20)
    disclose_wards(at=NOW)
    entries = dict(Counter(WardEntry.objects.values_list("ward", flat=True)))
    assert entries == {"East": 30, "North": 20, "West": 20}
    people = signers(petition, 10, at=NOW + DAY, ward="North")
    east = Signature.objects.filter(petition=petition).order_by("id")[:12]
    erase([bytes(one.ref) for one in east], at=NOW + DAY)
    assert WardEntry.objects.filter(ward="East").count() == 18
    publish(at=NOW + DAY)
    assert len(people) == disclose_wards(at=NOW + DAY) * 10
    assert counts(petition) == {"East": 18, "North": 30, "West": 20}


def test_a_sealed_ward_that_is_not_the_committed_one_is_told_as_none(petition: Petition) -> None:
    sign(petition, East=11, North=10, West=10)
    one = Signature.objects.earliest("id")
    Signature.objects.filter(pk=one.pk).update(commit_w=bytes(32))
    disclose_wards(at=NOW)
    assert counts(petition) == {"East": 10, "North": 10, "West": 10}
    assert published(petition).other == 1


def test_a_closed_petition_gets_its_last_count(petition: Petition) -> None:
    sign(petition, East=300, North=10, West=10)
    disclose_wards(at=NOW)
    sign(petition, NOW + DAY, East=12)
    assert disclose_wards(at=NOW + DAY) == 0  # less than a twentieth
    sign(petition, NOW + 2 * DAY, none=1)
    petitions.close(petition=petition, at=NOW + 2 * DAY, by="operator")
    publish(at=NOW + 2 * DAY)
    assert disclose_wards(at=NOW + 2 * DAY) == 1
    assert counts(petition) == {"East": 312, "North": 10, "West": 10}


def test_signers_who_are_not_asked_for_a_ward_are_not_counted_by_ward(log: Path) -> None:
    council = CouncilFactory()
    plain = open_petition(council=council)
    sign(plain, North=30)
    assert disclose_wards(at=NOW) == 0
    rules = default_rules("Exampleton") | {"ward": True}
    WardFactory(council=council, name="North")
    councils.publish_rules(council=council, document=rules, after=1, at=NOW, by="operator")
    asked = open_petition(council=council)
    sign(asked, North=30)
    assert disclose_wards(at=NOW) == 1


def test_the_page_shows_wards_on_a_map_and_in_a_table(petition: Petition, web: Client) -> None:
    address = f"/petitions/{petition.slug}/wards/"
    assert "Nothing is shown yet." in web.get(address).content.decode()
    sign(petition, East=30, North=20, West=3)
    disclose_wards(at=NOW)
    publish(at=NOW)
    council = petition.council
    councils.set_wards(council=council, names=["East", "West"], at=NOW, by="operator")
    facts = {"source": "Sample office", "at": NOW, "by": "operator"}
    councils.set_map(council=council, raw=two_wards(), **facts)
    kept.STORE.__init__()  # type: ignore[misc]
    page = web.get(address).content.decode()
    assert '<th scope="row">East</th><td class="number">30</td>' in page
    assert page.count("not shown</span>") == 2
    assert "<title>East: 30 signatures</title>" in page
    assert "<title>West: not shown</title>" in page
    assert 'class="ward ward-4"' in page
    assert ">23</td>" in page
    assert ">53</td>" in page


def test_without_a_map_there_is_the_table_alone(petition: Petition, web: Client) -> None:
    page = web.get(f"/petitions/{petition.slug}/wards/").content.decode()
    assert "<svg" not in page.partition("<main")[2].partition("</main>")[0]
    assert page.count("not shown</span>") == 3


def test_a_petition_that_is_not_public_has_no_such_page(web: Client) -> None:
    assert web.get("/petitions/nowhere/wards/").status_code == 404


def test_the_page_that_checks_the_count_leads_there(petition: Petition, web: Client) -> None:
    page = web.get(f"/petitions/{petition.slug}/check/").content.decode()
    assert f'href="/petitions/{petition.slug}/wards/"' in page
    plain = open_petition(council=CouncilFactory())
    assert "/wards/" not in web.get(f"/petitions/{plain.slug}/check/").content.decode()


def test_entries_that_were_read_back_from_the_files_are_among_those_without_a_ward(
    petition: Petition, log: Path
) -> None:
    sign(petition, East=12, North=11, West=11)
    gone = Leaf.objects.filter(kind="sign").order_by("index").first()
    assert gone
    Leaf.objects.filter(pk=gone.pk).update(signature=None)
    disclose_wards(at=NOW)
    assert sum(counts(petition).values()) == 33
    assert published(petition).other == 1


def test_after_a_restore_the_next_file_singles_nobody_out(petition: Petition) -> None:
    sign(petition, East=12, North=11, West=10)
    with forgotten():
        disclose_wards(at=NOW)
        publish(at=NOW)
    erased = Signature.objects.earliest("id")
    erase([bytes(erased.ref)], at=NOW)
    with pytest.raises(Behind):
        disclose_wards(at=NOW + DAY)
    assert not Document.objects.filter(name__contains="by-ward").exists()
    adopt(at=NOW + DAY, by="operator")
    wards = Counter(WardEntry.objects.values_list("ward", flat=True))
    assert wards == {"East": 11, "North": 11, "West": 10}
    sign(petition, NOW + 2 * DAY, East=1, North=10)
    disclose_wards(at=NOW + 2 * DAY)
    assert counts(petition) == {"East": 11, "North": 21, "West": 10}
    assert published(petition).other == 1


def test_who_left_and_came_back_is_counted_as_the_log_says(petition: Petition) -> None:
    people = signers(petition, 14, at=NOW, ward="East")
    sign(petition, North=12, West=11)
    tell(Kind.VOID, people[:4], at=NOW, reason="dup")
    tell(Kind.WITHDRAW, people[4:6], at=NOW)
    publish(at=NOW)
    tell(Kind.RESTORE, people[:2], at=NOW)
    publish(at=NOW)
    disclose_wards(at=NOW)
    assert counts(petition) == {"East": 10, "North": 12, "West": 11}
    assert published(petition).other == 0
