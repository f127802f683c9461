"""A roll comes in, is read in, never changes, and is destroyed: what each leaves, and what nobody can do."""

import fcntl
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.verification.rolls.arrivals import DAYS, FILE, WHO, asked, came, events, ready
from tests.verification.rolls.conftest import NOON
from tests.verification.rolls.files import ANA, HEADER, on_disk

from undersigned.config.fsck import rolls
from undersigned.councils.models import Council
from undersigned.journal.models import Entry
from undersigned.journal.sealed import NotOpened, unseal
from undersigned.verification.actions.import_roll import import_roll, import_rolls
from undersigned.verification.actions.purge_rolls import purge_roll, purge_rolls
from undersigned.verification.actions.receive_roll import (
    RollMoved,
    ask_import,
    map_roll,
    save_profile,
)
from undersigned.verification.models import Profile, Roll
from undersigned.verification.queries.rolls import (
    layout_called,
    report_lines,
    saved_layouts,
    usable_rolls,
)
from undersigned.verification.rolls.layout import COLUMNS, layout_of
from undersigned.verification.rolls.preview import sample_of
from undersigned.verification.rolls.receiving import Receiver
from undersigned.verification.rolls.records import What
from undersigned.verification.rolls.snapshot import RollGone, folder_of, open_roll
from undersigned.verification.rolls.trouble import Trouble, Why
from undersigned.verification.states.rolls import FAULTS, REASONS, RollState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


def test_a_file_that_came_in_is_sealed_and_waits(council: Council, place: Path) -> None:
    roll = came(council)
    assert (roll.state, roll.file_size) == (RollState.RECEIVED, len(FILE))
    assert roll.purge_on - roll.as_of == timedelta(days=180)
    assert [path for path in on_disk(place) if b"Sample" in path.read_bytes()] == []
    assert events() == ["roll.received"]
    with pytest.raises(RollGone):
        open_roll(roll)


def test_a_roll_is_read_in_and_stands_as_it_was_said(council: Council, place: Path) -> None:
    roll = ready(council)
    assert (roll.state, roll.rows, roll.rejected, roll.confidential) == ("ready", 3, 1, 1)
    assert (roll.title, roll.as_of, roll.purge_on) == tuple(DAYS.values())
    assert events() == ["roll.received", "roll.import_asked", "roll.ready"]
    entry = Entry.objects.get(name="roll.ready")
    assert entry.facts == {
        "roll": roll.pk,
        "rows": 3,
        "rejected": 1,
        "sha256": roll.snapshot_sha256,
    }
    assert not (folder_of(roll) / "upload").exists()
    assert import_rolls(at=NOON) == 0


def test_an_opened_roll_has_the_columns_that_were_agreed(council: Council) -> None:
    with open_roll(ready(council)) as database:
        found = database.cursor().execute("SELECT * FROM roll ORDER BY voter")
        assert [column[0] for column in found.description] == list(COLUMNS)
        assert [row[:3] for row in found.fetchall()] == [
            ("1", "Sample", "Ana"),
            ("2", "Tester", "Bo"),
            ("4", "Hidden", "Hal"),
        ]


def test_an_opened_roll_reaches_no_other_file(council: Council, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with open_roll(ready(council)) as database, pytest.raises(Exception, match="Permission Error"):
        database.execute("SELECT * FROM read_csv(?)", [str(other)])


def test_a_roll_with_a_changed_or_missing_part_does_not_open(council: Council) -> None:
    roll = ready(council)
    (part,) = folder_of(roll).glob("*.parquet")
    part.write_bytes(part.read_bytes() + b"x")
    for spoil in (lambda: None, part.unlink):
        spoil()
        with pytest.raises(Trouble) as trouble:
            open_roll(roll)
        assert trouble.value.why == Why.DAMAGED


def test_a_refused_file_says_why_and_can_be_tried_again(council: Council) -> None:
    mixed = HEADER + "1,Muñoz,Al,1 Fir,N\n".encode() + "2,Muñoz,Bo,1 Fir,N\n".encode("cp1252")
    roll = asked(council, mixed)
    import_rolls(at=NOON)
    roll.refresh_from_db()
    assert (roll.state, roll.trouble, roll.trouble_line) == ("refused", "encoding", 3)
    assert events()[-1] == "roll.refused"
    ask_import(roll=roll, layout=layout_of(roll.layout | {"latin": True}), **DAYS, **WHO)
    import_rolls(at=NOON)
    roll.refresh_from_db()
    assert (roll.state, roll.trouble, roll.rows) == ("ready", "", 2)


def test_the_report_has_lines_and_reasons_and_no_word_of_a_row(council: Council) -> None:
    text = "".join(report_lines(ready(council)))
    assert text == "line,what became of it,why\r\n4,rejected,no name\r\n"


def test_every_reason_and_every_fault_has_words() -> None:
    assert set(REASONS) == set(Why)
    assert set(FAULTS) == set(What)


def test_a_roll_that_another_process_reads_is_left_to_it(council: Council) -> None:
    roll = asked(council)
    with (folder_of(roll) / "lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert import_roll(roll=roll, by="worker") is False
    assert import_roll(roll=roll, by="worker") is True


def test_what_is_destroyed_while_it_is_read_is_gone(council: Council, place: Path) -> None:
    roll = asked(council)
    import_roll(roll=roll, by="worker", tell=lambda _: purge_roll(roll=roll, **WHO) and None)
    roll.refresh_from_db()
    assert (roll.state, bytes(roll.sealed_key)) == ("purged", b"")
    assert on_disk(place) == []
    assert events()[-1] == "roll.purged"


def test_a_destroyed_roll_leaves_its_row_and_nothing_else(council: Council, place: Path) -> None:
    roll = ready(council)
    assert purge_roll(roll=roll, **WHO) is True
    assert (roll.state, roll.purged_at, bytes(roll.sealed_key)) == ("purged", NOON, b"")
    assert on_disk(place) == []
    assert roll.snapshot_sha256 != ""
    assert purge_roll(roll=roll, **WHO) is False
    with pytest.raises(RollGone):
        open_roll(roll)


def test_rolls_are_destroyed_on_their_day(council: Council, place: Path) -> None:
    due, held = ready(council), ready(council)
    Roll.objects.filter(pk=due.pk).update(purge_on=date(2026, 5, 4))
    assert [roll.pk for roll in usable_rolls(council, on=date(2026, 5, 4))] == [held.pk]
    assert purge_rolls(at=NOON - timedelta(days=1)) == 0
    assert purge_rolls(at=NOON) == 1
    assert purge_rolls(at=NOON) == 0
    states = dict(Roll.objects.values_list("pk", "state"))
    assert states == {due.pk: "purged", held.pk: "ready"}
    assert [folder.name for folder in place.iterdir()] == [bytes(held.ref).hex()]


def test_files_that_nobody_went_on_with_are_destroyed_after_a_week(council: Council) -> None:
    roll = came(council)
    assert purge_rolls(at=NOON + timedelta(days=6)) == 0
    assert purge_rolls(at=NOON + timedelta(days=8)) == 1
    roll.refresh_from_db()
    assert roll.state == RollState.PURGED


def test_a_folder_of_no_roll_is_swept_up_after_a_day(council: Council, place: Path) -> None:
    kept = came(council)
    (place / "interrupted").mkdir()
    made = max(path.stat().st_mtime for path in place.iterdir())
    then = NOON.fromtimestamp(made, tz=NOON.tzinfo)
    Roll.objects.filter(pk=kept.pk).update(purge_on=date(2999, 1, 1), made_at=then)
    purge_rolls(at=then + timedelta(hours=23))
    assert len(list(place.iterdir())) == 2
    purge_rolls(at=then + timedelta(hours=25))
    assert [folder.name for folder in place.iterdir()] == [bytes(kept.ref).hex()]


def test_only_a_file_that_waits_can_be_read_in_or_mapped_anew(council: Council) -> None:
    roll = asked(council)
    layout = layout_of(roll.layout)
    with pytest.raises(RollMoved):
        ask_import(roll=roll, layout=layout, **DAYS, **WHO)
    with pytest.raises(RollMoved):
        map_roll(roll=roll, layout=layout, **WHO)
    assert events() == ["roll.received", "roll.import_asked"]


def test_a_preview_shows_a_few_rows_and_no_confidential_one(council: Council) -> None:
    roll = came(council, HEADER + b"4,Hidden,Hal,9 Ash St,Y\n" + ANA + b"3,,,1 Fir St,N\n")
    sample = sample_of(roll, layout_of(roll.layout))
    assert [(row["voter"], row["name"], row["address"]) for row in sample.rows] == [
        ("1", "Ana Sample", "4 Elm St")
    ]
    assert (sample.looked_at, sample.rejected) == (3, 1)


def test_a_saved_layout_is_put_on_the_next_file(council: Council) -> None:
    roll = came(council, b"Ref,Who,Where\n1,Ana Sample,4 Elm St\n")
    layout = layout_of(roll.layout | {"columns": {"voter": 1, "last": 2, "line_address": 3}})
    save_profile(council=council, name="Our list", layout=layout, **WHO)
    save_profile(council=council, name="Our list", layout=layout, **WHO)
    (profile,) = Profile.objects.all()
    receiver = Receiver()
    receiver.write(b"New,Ref,Who,Where\n0,1,Ana Sample,4 Elm St\n")
    found = receiver.finish(saved_layouts(council)).layout
    assert (found.profile, found.columns) == (
        f"saved-{profile.pk}",
        {"voter": 2, "last": 3, "line_address": 4},
    )
    assert layout_called(council, f"saved-{profile.pk}").title == "Our list"
    assert events() == ["roll.received", "profile.saved", "profile.saved"]


def test_the_key_opens_only_for_its_own_roll(council: Council) -> None:
    first, second = came(council), came(council)
    with pytest.raises(NotOpened):
        unseal(first.sealed_key, of="rolls", ref=bytes(second.ref))


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "ready"},
        {"state": "purged"},
        {"state": "refused"},
        {"trouble": "empty"},
        {"purged_at": NOON},
    ],
)
def test_the_tables_refuse_a_roll_that_cannot_be(
    council: Council, facts: dict[str, object]
) -> None:
    roll = came(council)
    with pytest.raises(IntegrityError), transaction.atomic():
        Roll.objects.filter(pk=roll.pk).update(**facts)


@pytest.mark.long
def test_the_check_of_the_files_finds_what_is_wrong_with_a_roll(council: Council) -> None:
    whole, changed, late, undead = ready(council), ready(council), ready(council), ready(council)
    (part,) = folder_of(changed).glob("*.parquet")
    part.write_bytes(b"other")
    Roll.objects.filter(pk=late.pk).update(purge_on=date(2026, 1, 1))
    purge_roll(roll=undead, **WHO)
    folder_of(undead).mkdir()
    Roll.objects.exclude(pk=late.pk).update(purge_on=date(2999, 1, 1))
    found = {row.pk: list(rolls.roll(row)) for row in Roll.objects.all()}
    assert found == {
        whole.pk: [],
        changed.pk: [("manifest", "names part-00001.parquet, which is missing or was changed")],
        late.pk: [("purge_on", "has passed, and it is still held")],
        undead.pk: [("state", "is destroyed, and its files are there")],
    }
