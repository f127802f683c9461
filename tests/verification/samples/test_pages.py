"""The pages of a draw: what it costs first, the ceremony, and how anybody draws the lines again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.contracts.world import serving
from tests.factories.accounts import UserFactory, signed_in
from tests.verification.made import DICE, check_of, clerk_of, decide, name_witness, signed, vouch

from undersigned.accounts.models import User
from undersigned.verification.models import Check, Draw
from undersigned.verification.queries.results import sample_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def check(log: Path) -> Check:
    return check_of(signed(20), accepted=12)


@pytest.fixture
def clerk(check: Check) -> User:
    return clerk_of(check.petition)


@pytest.fixture
def desk(office: Client, clerk: User) -> Client:
    return signed_in(office, clerk)


def address(name: str, check: Check) -> str:
    return reverse(
        f"verification:{name}", urlconf="undersigned.config.urls_office", kwargs={"pk": check.pk}
    )


def public(draw: Draw) -> str:
    kwargs = {"slug": draw.of.petition.slug, "pk": draw.pk}
    return reverse("verification:public_draw", urlconf="undersigned.config.urls_web", kwargs=kwargs)


def announce(desk: Client, check: Check, **facts: object) -> Draw:
    when = timezone.localtime() + timedelta(hours=1)
    given = {"method": "california-initiative", "audit": 3, "place": "City hall, room 2"}
    given |= {"happens_at": when.strftime("%Y-%m-%dT%H:%M"), **facts}
    answer = desk.post(address("announce_draw", check) + "?required=15&invalid=20", given)
    assert answer.status_code == 302, answer.content.decode()
    return Draw.objects.get()


def give_up(desk: Client, name: str, check: Check) -> None:
    seen = {"seen": check.changed_at.isoformat()}
    assert desk.post(address(name, check), seen).status_code == 302
    assert "cancelled" in {check.draws.get().state, Check.objects.get(pk=check.pk).state}


def begin(draw: Draw) -> None:
    """The announced time has come."""
    Draw.objects.filter(pk=draw.pk).update(happens_at=timezone.now() - timedelta(minutes=1))


def test_the_cost_is_shown_before_anything_is_chosen(desk: Client, check: Check) -> None:
    page = desk.get(address("draw", check)).content.decode()
    assert "12 of them were matched by rule" in page
    assert "Announce the draw" not in page
    page = desk.get(address("draw", check), {"required": 15, "invalid": 20}).content.decode()
    assert "about 1" in page
    assert "California, initiative or referendum" in page
    assert "Announce the draw" in page


def test_a_clerk_announces_throws_and_reads_the_worksheet(desk: Client, check: Check) -> None:
    draw = announce(desk, check)
    assert draw.strata == [{"name": "all", "lines": 20, "sample": 20}]
    answer = desk.post(address("throw", check), {"digits": DICE})
    assert "announced time" in answer.content.decode()
    begin(draw)
    answer = desk.post(address("throw", check), {"digits": DICE})
    assert "too few witnesses" in answer.content.decode()
    name_witness()
    vouch(at=timezone.now())
    spaced = " ".join(DICE[place : place + 2] for place in range(0, 20, 2))
    assert desk.post(address("throw", check), {"digits": spaced}).status_code == 302
    decide(check, sample_of(draw))
    page = desk.get(address("draw", check)).content.decode()
    assert "There are enough valid signatures." in page
    assert "Go on to the certificate" in page


def test_a_sample_that_does_not_settle_it_grows(desk: Client, check: Check) -> None:
    draw = announce(desk, check, method="risk-limiting-5", sample=4)
    Draw.objects.update(strata=[{"name": "all", "lines": 20, "sample": 4}])
    begin(draw)
    name_witness()
    vouch(at=timezone.now())
    assert desk.post(address("throw", check), {"digits": DICE}).status_code == 302
    first = sample_of(draw)
    decide(check, first)
    decide(check, check.lines.filter(wanted=True).values_list("number", flat=True))
    assert "Draw more lines: 20 in all" in desk.get(address("draw", check)).content.decode()
    assert desk.post(address("grow_draw", check)).status_code == 302
    assert sample_of(draw)[:4] == first
    assert len(sample_of(draw)) == 20


def test_everybody_reads_the_announcement_and_draws_again(desk: Client, check: Check) -> None:
    draw = announce(desk, check)
    page = web_page(draw)
    assert "Not yet. Before that the dice cannot be entered." in page
    assert f"/log/record/{draw.announcement.name}.json" in page
    begin(draw)
    name_witness()
    vouch(at=timezone.now())
    assert desk.post(address("throw", check), {"digits": DICE}).status_code == 302
    page = web_page(draw)
    assert f"undersigned draw {draw.announcement.name}.json {DICE}" in page
    assert page.count("data-entry=") == 20
    leaves = dict(check.lines.values_list("number", "leaf"))
    first = leaves[sample_of(draw)[0]]
    assert page.index(f'data-entry="{first}"') == page.index("data-entry=")


def test_a_draw_that_was_given_up_stays_to_be_read(desk: Client, check: Check) -> None:
    draw = announce(desk, check)
    assert desk.post(address("cancel_draw", check)).status_code == 302
    assert "This draw was given up" in web_page(draw)


def test_a_draw_of_a_check_that_was_cancelled_says_so(desk: Client, check: Check) -> None:
    draw = announce(desk, check)
    give_up(desk, "cancel_check", check)
    page = web_page(draw)
    assert "The check that this draw was for was cancelled." in page
    assert "What comes next" not in page


def web_page(draw: Draw) -> str:
    with serving("web"):
        answer = Client(headers={"host": "localhost"}).get(public(draw))
    assert answer.status_code == 200
    return answer.content.decode()


def test_nobody_else_sees_or_does_any_of_it(office: Client, check: Check) -> None:
    stranger = signed_in(office, UserFactory())
    assert stranger.get(address("draw", check)).status_code == 403
    other = signed_in(office, clerk_of(check_of(signed(2), accepted=0).petition))
    assert other.get(address("draw", check)).status_code == 404
    for name in ("announce_draw", "throw", "grow_draw", "cancel_draw"):
        assert other.post(address(name, check)).status_code == 404


def test_web_and_paper_are_drawn_each_by_itself(desk: Client, check: Check) -> None:
    page = desk.get(address("draw", check), {"required": 10, "invalid": 0}).content.decode()
    assert "Web and paper drawn each by itself" not in page  # nothing came on paper
    check.lines.filter(number__gt=15).update(channel="paper")
    draw = announce(desk, check, method="by-channel-5")
    assert {stratum["name"] for stratum in draw.strata} == {"web", "paper"}
    begin(draw)
    name_witness()
    vouch(at=timezone.now())
    assert desk.post(address("throw", check), {"digits": DICE}).status_code == 302
    decide(check, sample_of(draw))
    decide(check, range(1, 21))
    page = desk.get(address("draw", check)).content.decode()
    assert "At least so many count, all strata together" in page


@pytest.mark.parametrize("given_up", ["cancel_draw", "cancel_check"])
def test_the_petitions_page_invites_to_a_draw_that_lies_ahead(
    desk: Client, check: Check, given_up: str
) -> None:
    draw = announce(desk, check)
    path = f"/petitions/{check.petition.slug}/"
    with serving("web"):
        page = Client(headers={"host": "localhost"}).get(path).content.decode()
    assert f'href="{public(draw)}"' in page
    assert "City hall, room 2" in page
    give_up(desk, given_up, check)
    with serving("web"):
        page = Client(headers={"host": "localhost"}).get(path).content.decode()
    assert public(draw) not in page
