"""A map of a council's wards: put there by its clerk or an operator, refused with a reason, gone with its wards."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.councils.addresses import at
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import OfficerFactory, WardFactory
from tests.pure.geo.test_boundaries import BAD
from tests.pure.geo.towns import collection, feature, square, two_wards

from undersigned.councils import actions
from undersigned.councils.maps import drawn_wards
from undersigned.councils.models import Council, WardMap
from undersigned.councils.refusals import words_of
from undersigned.journal.models import Entry
from undersigned.pure.geo.boundaries import BadBoundaries

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
FACTS: dict[str, Any] = {"at": NOON, "by": "user:7"}
SOURCE = "Sample planning office, 2026"


@pytest.fixture
def mapped(council: Council) -> Council:
    """A council of two wards with their map."""
    for name in ("West", "East"):
        WardFactory(council=council, name=name)
    actions.set_map(council=council, raw=two_wards(), source=SOURCE, **FACTS)
    return council


def upload(raw: bytes, source: str = SOURCE) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("wards.geojson", raw), "source": source}


def names_of_events() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("name", flat=True))


def test_a_map_keeps_names_and_outlines_and_is_announced(mapped: Council) -> None:
    kept = mapped.ward_map.geojson
    assert b"".join(kept.encode().split()) == kept.encode()
    event = Entry.objects.latest("pk")
    assert (event.name, event.public) == ("council.ward_map_set", True)
    assert event.facts["sha256"] == hashlib.sha256(kept.encode()).hexdigest()


def test_a_second_map_takes_the_place_of_the_first(mapped: Council) -> None:
    raw = collection(feature("West", square(0, 0)), feature("East", square(1, 0)))
    actions.set_map(council=mapped, raw=raw, source="Another source", **FACTS)
    assert WardMap.objects.get().source == "Another source"
    drawn = drawn_wards(mapped)
    assert drawn
    assert (drawn.width, drawn.height) == (600, 301)


def test_a_map_goes_with_the_wards_it_was_made_for(mapped: Council) -> None:
    actions.set_wards(council=mapped, names=["East", "West"], **FACTS)  # the order alone
    assert WardMap.objects.exists()
    actions.set_wards(council=mapped, names=["East", "North"], **FACTS)
    assert not WardMap.objects.exists()
    assert names_of_events()[-2:] == ["council.ward_map_removed", "council.wards_set"]


def test_a_map_is_removed_once(mapped: Council) -> None:
    actions.remove_map(council=mapped, **FACTS)
    with pytest.raises(actions.NoMap):
        actions.remove_map(council=mapped, **FACTS)
    assert names_of_events().count("council.ward_map_removed") == 1


def test_wards_are_numbered_in_the_councils_order_whatever_the_files(council: Council) -> None:
    for position, name in enumerate(("East", "West")):
        WardFactory(council=council, name=name, position=position)
    actions.set_map(council=council, raw=two_wards(), source=SOURCE, **FACTS)
    drawn = drawn_wards(council, words={"East": "East: 12"}, shades={"East": "4"})
    assert drawn
    assert [(one.number, one.words, one.shade) for one in drawn.outlines] == [
        (1, "East: 12", "4"),
        (2, "West", "0"),
    ]


def test_a_map_whose_wards_were_changed_behind_the_sites_back_is_not_drawn(mapped: Council) -> None:
    mapped.wards.filter(name="West").update(name="North")
    assert drawn_wards(mapped) is None


@pytest.mark.parametrize("code", sorted({code for code, _, _ in BAD} | {"missing"}))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_refusal_has_its_words(code: str, language: str) -> None:
    with override(language):
        words = words_of(BadBoundaries(code, "Old Town"))
    assert words.endswith((".", "?"))
    assert "%" not in words


def test_a_clerk_puts_a_map_there(desk: Client, council: Council) -> None:
    for name in ("West", "East"):
        WardFactory(council=council, name=name)
    page = desk.post(at("ward_map"), upload(two_wards()), follow=True).content.decode()
    assert "The map of the wards is saved." in page
    assert page.count('class="ward ward-0"') == 2
    assert SOURCE in page


def test_the_councils_public_page_shows_the_map(web: Client, mapped: Council) -> None:
    page = web.get(f"/councils/{mapped.slug}/").content.decode()
    assert page.count('class="ward ward-0"') == 2
    assert f"Outlines: {SOURCE}" in page


def test_what_is_wrong_with_a_file_is_said_in_words(desk: Client, mapped: Council) -> None:
    raw = collection(feature("West", square(0, 0)))
    page = desk.post(at("ward_map"), upload(raw, "Typed with care")).content.decode()
    assert "The file holds no outline of “East”." in page
    assert "Typed with care" in page
    assert WardMap.objects.get().source == SOURCE


def test_a_council_without_wards_is_told_to_name_them_first(desk: Client) -> None:
    page = desk.get(at("ward_map")).content.decode()
    assert "Name them first" in page
    assert 'type="file"' not in page


def test_a_clerk_removes_a_map(desk: Client, mapped: Council) -> None:
    page = desk.post(at("remove_ward_map"), follow=True).content.decode()
    assert "The map of the wards is removed." in page
    assert "There was no map to remove." in (
        desk.post(at("remove_ward_map"), follow=True).content.decode()
    )


def test_an_operator_does_so_for_a_council_without_a_clerk(
    office: Client, council: Council
) -> None:
    for name in ("West", "East"):
        WardFactory(council=council, name=name)
    signed_in(office, UserFactory(roles=["operator"]))
    assert at("map_by_operator") in office.get(reverse("councils:every")).content.decode()
    office.post(at("map_by_operator"), upload(two_wards()))
    assert WardMap.objects.get().council == council
    office.post(at("remove_map_by_operator"))
    assert not WardMap.objects.exists()


def test_nobody_else_changes_a_map(office: Client, mapped: Council) -> None:
    paths = [
        at(name)
        for name in ("ward_map", "remove_ward_map", "map_by_operator", "remove_map_by_operator")
    ]
    for user in (
        UserFactory(),
        OfficerFactory().user,
        OfficerFactory(council=mapped, role="staff").user,
    ):
        signed_in(office, user)
        assert {office.post(path, upload(b"")).status_code for path in paths} == {403}
    assert WardMap.objects.get().source == SOURCE
