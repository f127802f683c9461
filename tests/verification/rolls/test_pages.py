"""A clerk sends a roll, looks at its first rows, has it read in, and destroys it; nobody else sees that it is there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import OfficerFactory
from tests.verification.rolls.arrivals import DAYS, FILE, asked, came, events, ready
from tests.verification.rolls.conftest import NOON
from tests.verification.rolls.files import ANA, HEADER, on_disk, zipped
from tests.verification.rolls.test_layouts import STATES

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.councils.states import Role
from undersigned.journal.models import Entry
from undersigned.verification.actions.import_roll import import_rolls
from undersigned.verification.models import Profile, Roll
from undersigned.verification.tickets import ticket_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


def at(name: str, roll: Roll | None = None, **parts: object) -> str:
    """An address of a page, of this roll if there is one."""
    own = {"pk": roll.pk} if roll else {}
    return reverse(
        f"verification:{name}",
        urlconf="undersigned.config.urls_office",
        kwargs={"slug": "sampleton", **own, **parts},
    )


def send(client: Client, user: User, raw: bytes, **facts: Any) -> Any:
    """Send a file as the page's form does."""
    file = SimpleUploadedFile("voters.csv", raw)
    return client.post(at("upload_roll", ticket=ticket_for(user)), {"file": file, **facts})


def typed(roll: Roll, **facts: object) -> dict[str, object]:
    """The form of a roll's columns, as the page gives it, and `facts`."""
    days = {name: str(value) for name, value in DAYS.items()}
    return {
        **days,
        "purge_on": "2027-01-01",
        "as_of": "2026-01-01",
        **roll.layout["columns"],
        **facts,
    }


def test_a_sent_file_is_known_and_asks_for_its_columns(
    desk: Client, clerk: User, place: Path
) -> None:
    answer = send(desk, clerk, FILE)
    roll = Roll.objects.get()
    assert answer.headers["Location"] == at("roll", roll)
    assert (roll.made_by, roll.state) == (clerk, "received")
    assert [path for path in on_disk(place) if b"Sample" in path.read_bytes()] == []
    page = desk.get(at("roll", roll)).content.decode()
    assert '<option value="2" selected>2: last</option>' in page
    assert "4 Elm St" not in page


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "submitted file is empty"),
        (
            zipped(("xl/workbook.xml", b"x"), ("[Content_Types].xml", b"x")),
            "spreadsheet’s own file",
        ),
        (HEADER + b"\0" * 10, "zero byte"),
        (b"name\nAna\n", "no table"),
    ],
)
def test_a_hostile_file_is_refused_on_the_page_and_leaves_nothing(
    desk: Client, clerk: User, place: Path, raw: bytes, words: str
) -> None:
    answer = send(desk, clerk, raw)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert (list(Roll.objects.all()), on_disk(place)) == ([], [])


def test_a_form_without_a_file_says_so(desk: Client, clerk: User) -> None:
    answer = desk.post(at("upload_roll", ticket=ticket_for(clerk)), {})
    assert "This field is required." in answer.content.decode()


@pytest.mark.parametrize("ticket", ["1:forged:forged", "none"])
def test_a_file_without_a_ticket_is_not_taken(desk: Client, ticket: str, place: Path) -> None:
    file = SimpleUploadedFile("voters.csv", FILE)
    assert desk.post(at("upload_roll", ticket=ticket), {"file": file}).status_code == 403
    assert on_disk(place) == []


def test_somebody_elses_ticket_is_not_taken(desk: Client, place: Path) -> None:
    assert send(desk, UserFactory(), FILE).status_code == 403
    assert on_disk(place) == []


def test_a_form_without_its_token_is_not_taken(clerk: User, desk: Client, place: Path) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = send(signed_in(strict, clerk), clerk, FILE)
    assert answer.status_code == 403
    assert (list(Roll.objects.all()), on_disk(place)) == ([], [])


def test_a_second_file_in_the_form_is_left_aside(desk: Client, clerk: User, place: Path) -> None:
    more = SimpleUploadedFile("other.csv", b"other")
    assert send(desk, clerk, FILE, other=more).status_code == 302
    assert len(list(place.iterdir())) == 1


def test_the_first_rows_are_shown_to_who_asks_and_the_journal_keeps_it(
    desk: Client, clerk: User, council: Council
) -> None:
    roll = came(council)
    page = desk.post(at("preview_roll", roll), typed(roll)).content.decode()
    assert "Ana Sample" in page
    assert "Hidden" not in page
    entry = Entry.objects.get(name="sealed.opened")
    assert (entry.by, entry.facts["reason"]) == (f"user:{clerk.pk}", f"roll {roll.pk}: preview")
    swapped = typed(roll, last="3", first="2")
    assert "Sample Ana" in desk.post(at("preview_roll", roll), swapped).content.decode()


def test_a_preview_of_a_hostile_row_says_what_is_wrong(desk: Client, council: Council) -> None:
    roll = came(council, HEADER + ANA + b"2,=1+1,Bo,1 Fir,N\n")
    page = desk.post(at("preview_roll", roll), typed(roll)).content.decode()
    assert "spreadsheet formula" in page


def test_the_columns_are_corrected_and_the_file_read_in(desk: Client, council: Council) -> None:
    roll = came(council)
    facts = typed(roll, last="3", first="2", save_as="Swapped")
    assert desk.post(at("read_roll", roll), facts).status_code == 302
    roll.refresh_from_db()
    assert (roll.state, roll.title, roll.layout["columns"]["last"]) == (
        "importing",
        "Sample voters",
        3,
    )
    assert Profile.objects.get().name == "Swapped"
    assert "is being read" in desk.get(at("roll", roll)).content.decode()
    progress = desk.get(at("roll_progress", roll)).json()
    assert progress == {"state": "importing", "done": 0, "read": 0}
    import_rolls(at=NOON)
    page = desk.get(at("roll", roll)).content.decode()
    assert Roll.objects.get().snapshot_sha256 in page


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"as_of": "2999-01-01"}, "This day has not come yet."),
        ({"purge_on": "2001-01-01"}, "Please choose a day after today"),
        ({"purge_on": "2999-01-01"}, "Please choose a day after today"),
        ({"last": "", "first": ""}, "Choose at least a column with a last or first name"),
        ({"line_address": ""}, "Choose at least a column with a last or first name"),
        ({"last": "99"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_read_in_that_way_is_said(
    desk: Client, council: Council, facts: dict[str, object], words: str
) -> None:
    roll = came(council)
    answer = desk.post(at("read_roll", roll), typed(roll, **facts))
    assert words in answer.content.decode()
    roll.refresh_from_db()
    assert roll.state == "received"


def test_a_known_layout_is_put_on_a_file_or_said_not_to_fit(desk: Client, council: Council) -> None:
    roll = came(council)
    answer = desk.post(at("put_layout", roll), {"known": "ohio"}, follow=True)
    assert "The file has not the columns of that layout." in answer.content.decode()
    other = came(council, (STATES / "ok.csv").read_bytes())
    Roll.objects.filter(pk=other.pk).update(layout=other.layout | {"profile": "", "columns": {}})
    assert desk.post(at("put_layout", other), {"known": "oklahoma"}).status_code == 302
    other.refresh_from_db()
    assert (other.layout["profile"], other.layout["columns"]["voter"]) == ("oklahoma", 6)
    assert events()[-1] == "roll.mapped"
    assert desk.post(at("put_layout", other), {"known": "nowhere"}).status_code == 404


def test_two_clerks_at_once_do_not_read_a_file_twice(desk: Client, council: Council) -> None:
    roll = asked(council)
    answer = desk.post(at("read_roll", roll), typed(roll), follow=True)
    assert "Somebody else did something with this roll meanwhile." in answer.content.decode()


def test_the_report_of_rejected_rows_is_a_file(desk: Client, council: Council) -> None:
    answer = desk.get(at("roll_rejects", ready(council)))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).endswith(b"4,rejected,no name\r\n")  # type: ignore[attr-defined]


def test_a_roll_is_destroyed_by_a_button(desk: Client, council: Council, place: Path) -> None:
    roll = ready(council)
    page = desk.post(at("purge_roll", roll), follow=True).content.decode()
    assert "The roll is destroyed." in page
    assert on_disk(place) == []
    assert "destroyed" in desk.get(at("roll", roll)).content.decode()


def test_a_refused_file_says_why_and_keeps_its_columns_to_be_corrected(
    desk: Client, council: Council
) -> None:
    roll = asked(council, HEADER + ANA + b"2,=1+1,Bo,1 Fir,N\n")
    import_rolls(at=NOON)
    page = desk.get(at("roll", roll)).content.decode()
    assert "spreadsheet formula" in page
    assert "(Line 3.)" in page
    assert "Read the file in" in page


@pytest.mark.parametrize("role", [Role.STAFF, None])
def test_rolls_are_for_the_councils_clerk_alone(
    office: Client, council: Council, role: Role | None
) -> None:
    roll = ready(council)
    other = (
        {} if role is None else {"council": council, "role": role}
    )  # or a clerk, of another council
    person = OfficerFactory(**other).user
    client = signed_in(office, person)
    gets = [at("rolls"), at("roll", roll), at("roll_rejects", roll), at("roll_progress", roll)]
    assert [client.get(page).status_code for page in gets] == [403] * 4
    assert send(client, person, FILE).status_code == 403


def test_a_roll_of_another_council_is_not_found(desk: Client) -> None:
    other = ready(OfficerFactory().council)
    assert desk.get(at("roll", other)).status_code == 404


def test_a_clerk_of_one_council_comes_to_its_rolls_at_once(desk: Client, clerk: User) -> None:
    mine = reverse("verification:rolls_mine", urlconf="undersigned.config.urls_office")
    assert desk.get(mine).headers["Location"] == at("rolls")
    OfficerFactory(user=clerk)
    assert at("rolls") in desk.get(mine).content.decode()


def test_the_public_site_has_no_page_of_rolls(web: Client, council: Council) -> None:
    roll = ready(council)
    assert [web.get(page).status_code for page in (at("rolls"), at("roll", roll))] == [404, 404]


def test_a_get_of_the_uploads_address_leads_to_the_form(desk: Client, clerk: User) -> None:
    answer = desk.get(at("upload_roll", ticket=ticket_for(clerk)))
    assert answer.headers["Location"] == at("rolls")
