import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, MemberFactory, SeatFactory, WardFactory

from undersigned.councils import actions
from undersigned.councils.documents import default_notice, default_rules
from undersigned.councils.models import Council
from undersigned.journal import kept

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
FACTS: dict[str, Any] = {"at": NOON, "by": "user:7"}
OLDER = default_rules("Exampleton") | {"minimum_age": 16}


@pytest.fixture(autouse=True)
def _ask_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "ASK_EVERY", 0)


def text_of(web: Client, path: str) -> str:
    answer = web.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_council_that_nobody_represents_says_so(web: Client) -> None:
    council = CouncilFactory(slug="sample")
    page = text_of(web, "/councils/sample/")
    assert council.name in page
    assert "Nobody from the council is on this site" in page
    assert "Set by this site to begin with, not by the council" in page
    assert "You may sign if you live, work or study in Exampleton" in page


def test_what_the_councils_clerk_publishes_is_marked_as_the_councils(web: Client) -> None:
    council = CouncilFactory(slug="sample", represented_since=datetime(2026, 3, 15, tzinfo=UTC))
    actions.publish_rules(council=council, document=OLDER, after=1, **FACTS)
    assert "Set by the council’s clerk" in text_of(web, "/councils/sample/rules/2/")
    assert "Set by this site" in text_of(web, "/councils/sample/rules/1/")
    page = text_of(web, "/councils/sample/")
    assert page.count("Set by the council’s clerk") == page.count("Set by this site") == 1


@pytest.mark.parametrize("kind", ["rules", "notice"])
def test_the_file_of_a_version_has_the_hash_that_its_page_shows(web: Client, kind: str) -> None:
    CouncilFactory(slug="sample")
    file = web.get(f"/councils/sample/{kind}/1.json")
    assert file["Content-Type"] == "application/json"
    assert file["Content-Disposition"] == f'attachment; filename="sample-{kind}-1.json"'
    page = text_of(web, f"/councils/sample/{kind}/1/")
    assert hashlib.sha256(file.content).hexdigest() in page
    assert f'href="/councils/sample/{kind}/1.json"' in page


def test_an_earlier_version_stays_and_leads_to_the_one_in_force(web: Client) -> None:
    council = CouncilFactory(slug="sample")
    before = web.get("/councils/sample/rules/1.json").content
    actions.publish_rules(council=council, document=OLDER, after=1, **FACTS)
    assert web.get("/councils/sample/rules/1.json").content == before
    assert 'href="/councils/sample/rules/2/"' in text_of(web, "/councils/sample/rules/1/")
    assert "16 years" in text_of(web, "/councils/sample/rules/2/")


def test_the_page_follows_what_the_council_changes(web: Client) -> None:
    council = CouncilFactory(slug="sample")
    assert "Riverside" not in text_of(web, "/councils/sample/")
    actions.set_wards(council=council, names=["Riverside"], at=timezone.now(), by="user:7")
    assert "Riverside" in text_of(web, "/councils/sample/")


def test_who_entered_a_member_stands_beside_the_name(web: Client) -> None:
    council = CouncilFactory(slug="sample")
    seat = SeatFactory(council=council, name="Ward 1")
    MemberFactory(seat=seat, name="Cora Sample", user=UserFactory(), claimed_at=NOON)
    MemberFactory(seat=seat, name="Cyn Sample")
    SeatFactory(council=council, name="Ward 2")
    page = " ".join(text_of(web, "/councils/sample/").split())
    assert page.index("Cora Sample") < page.index("the member in person") < page.index("Cyn Sample")
    assert page.index("Cyn Sample") < page.index("<td>others</td>") < page.index("nobody entered")


def test_a_page_speaks_spanish_under_its_own_address(web: Client) -> None:
    CouncilFactory(slug="sample")
    assert "Puede firmar si vive, trabaja o estudia en Exampleton" in text_of(
        web, "/es/councils/sample/"
    )
    assert "Una vez entregada" in text_of(web, "/es/councils/sample/notice/1/")


@pytest.mark.parametrize(
    "path",
    ["other/", "sample/rules/2/", "sample/rules/2.json", "sample/notice/0/", "other/notice/1.json"],
)
def test_what_is_not_there_is_not_found(web: Client, path: str) -> None:
    CouncilFactory(slug="sample")
    assert web.get(f"/councils/{path}").status_code == 404


def full(council: Council, count: int) -> None:
    """`count` of everything a council has besides its first version."""
    WardFactory.create_batch(count, council=council)
    for seat in SeatFactory.create_batch(count, council=council):
        MemberFactory.create_batch(count, seat=seat)
    for number in range(1, count + 1):
        rules, notice = OLDER | {"minimum_age": number}, default_notice()
        notice["until"] = {"en": f"{number}", "es": f"{number}"}
        actions.publish_rules(council=council, document=rules, after=number, **FACTS)
        actions.publish_notice(council=council, document=notice, after=number, **FACTS)


@pytest.mark.parametrize("count", [1, 3])
def test_a_council_costs_the_same_queries_whatever_it_has(
    web: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    full(CouncilFactory(slug="sample"), count)
    with django_assert_num_queries(8):
        text_of(web, "/councils/sample/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_version_costs_the_same_queries_whatever_came_after(
    web: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    full(CouncilFactory(slug="sample"), count)
    with django_assert_num_queries(4):
        text_of(web, "/councils/sample/rules/1/")


def test_a_page_that_is_kept_costs_no_query_but_whether_it_changed(
    web: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    CouncilFactory(slug="sample")
    first = text_of(web, "/councils/sample/")
    with django_assert_num_queries(1):
        assert text_of(web, "/councils/sample/") == first


def test_no_address_of_an_account_stands_on_a_public_page(web: Client) -> None:
    member = MemberFactory(
        user=UserFactory(), seat=SeatFactory(council=CouncilFactory(slug="sample"))
    )
    assert member.user is not None
    assert "@" not in text_of(web, "/councils/sample/").replace("operator@example.org", "")
