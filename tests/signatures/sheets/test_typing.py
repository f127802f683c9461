"""Lines of a paper sheet are stored as they are typed, and count together."""

from base64 import b64decode
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import closed_petition, open_petition
from tests.signatures.sheets.paper import RETURNED, ben_of, counted, line, received, typed
from tests.signatures.signing import sign_and_confirm

from undersigned.journal.models import Entry
from undersigned.journal.sealed import unseal
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.proof.models import Document, Leaf
from undersigned.pure.tlog.commitment import commit, commit_ward
from undersigned.signatures import actions
from undersigned.signatures.models import HourlyCount, PetitionCount, Signature
from undersigned.signatures.queries import count_of
from undersigned.signatures.rowcheck import check_sum
from undersigned.signatures.sheets import refusals
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.sheets.states import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(db: None) -> Sheet:
    return received()


def test_a_typed_line_waits_and_counts_with_its_sheet(sheet: Sheet) -> None:
    typed(sheet, line(1), line(2))
    actions.count(at=timezone.now())
    assert list(Signature.objects.values_list("state", "via")) == [("pending", "paper")] * 2
    assert count_of(sheet.petition_id).confirmed == 0

    rows = counted(sheet)

    assert [row.state for row in rows] == ["confirmed", "confirmed"]
    count = count_of(sheet.petition_id)
    assert (count.confirmed, count.paper, count.web, count.level) == (2, 2, 0, "reported")
    assert HourlyCount.objects.get().confirmed == 2
    assert actions.check_counts(at=timezone.now()) == []
    assert [bytes(row.check_sum) for row in rows] == [check_sum(row) for row in rows]


def test_each_line_is_sealed_and_committed_as_a_signature_here(sheet: Sheet) -> None:
    typed(sheet, line(7))
    (row,) = counted(sheet)
    facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
    opening, petition = b64decode(facts["opening"]), sheet.petition.public_ref
    fields = {"name": "Sam Sample G", "address": "7 Sample Street, 00000", "via": "paper"}

    assert (facts["sheet"], facts["line"]) == ("3", "7")
    assert bytes(row.commit_c) == commit(opening, petition, fields)
    assert bytes(row.commit_w) == commit_ward(opening, petition, "North")
    leaf = Leaf.objects.get(signature=row)
    assert (leaf.kind, leaf.petition_id) == ("sign", sheet.petition_id)


def test_the_record_tells_of_the_sheet_and_of_nobody(sheet: Sheet) -> None:
    typed(sheet, line(1, name="Zoe Sample", email="zoe@example.org"))
    counted(sheet)

    documents = [bytes(row.content).decode() for row in Document.objects.exclude(salt=b"")]

    assert [words.count('"sheet":3') for words in documents] == [1, 1]
    assert ['"received_by":"coalition"' in words for words in documents] == [True, True]
    journal = "".join(str(entry.facts) for entry in Entry.objects.all())
    for secret in ("Zoe", "zoe@", "Carla"):
        assert secret not in journal + "".join(documents)


def test_a_line_on_paper_takes_no_place_at_an_address(sheet: Sheet, web: Client) -> None:
    address = {"email": "ana@example.org"}
    typed(sheet, *(line(number, name="Ana Sample", **address) for number in (1, 2, 3)))
    on_paper = counted(sheet)

    here = sign_and_confirm(web, sheet.petition, name="Ana Sample", **address)

    assert [row.state for row in on_paper] == ["confirmed"] * 3
    assert (here.state, here.slot) == ("confirmed", 1)
    assert bytes(here.email_index) not in {bytes(row.email_index) for row in on_paper}
    assert bytes(here.name_index) not in {bytes(row.name_index) for row in on_paper}


def test_a_signature_here_does_not_keep_a_line_out(sheet: Sheet, web: Client) -> None:
    sign_and_confirm(web, sheet.petition, name="Ana Sample", email="ana@example.org")
    typed(sheet, line(1, name="Ana Sample", email="ana@example.org"))
    counted(sheet)
    count = count_of(sheet.petition_id)
    assert (count.confirmed, count.web, count.paper) == (2, 1, 1)


@pytest.mark.parametrize(
    ("numbers", "refused"),
    [
        ((2, 3, 1), refusals.LineTaken),
        ((4, 5, 4), refusals.LineTaken),
        ((12, 13), refusals.NoSuchLine),
        ((4, 0), refusals.NoSuchLine),
    ],
)
def test_of_lines_that_cannot_all_be_stored_none_is(
    sheet: Sheet, numbers: tuple[int, ...], refused: type[Refused]
) -> None:
    typed(sheet, line(1))
    with pytest.raises(refused):
        typed(sheet, *map(line, numbers))
    assert list(SheetLine.objects.values_list("number", flat=True)) == [1]


def test_a_sheet_is_counted_once(sheet: Sheet) -> None:
    typed(sheet, line(1))
    counted(sheet)
    with pytest.raises(refusals.NothingToCount):
        counted(sheet)
    typed(sheet, line(2))
    assert len(counted(sheet)) == 2
    assert count_of(sheet.petition_id).paper == 2


def test_a_number_is_one_sheets(sheet: Sheet) -> None:
    with pytest.raises(refusals.SheetNumberTaken):
        received(sheet.petition, sheet.received_by)
    assert received(open_petition()).number == sheet.number


def test_nothing_is_added_to_a_petition_that_is_not_open(sheet: Sheet) -> None:
    typed(sheet, line(1))
    Petition.objects.filter(pk=sheet.petition_id).update(state="closed", closed_at=timezone.now())
    with pytest.raises(refusals.NotOpen):
        typed(sheet, line(2))
    with pytest.raises(refusals.NotOpen):
        counted(sheet)
    closed = closed_petition()
    with pytest.raises(refusals.NotOpen):
        received(closed)


def test_what_waits_to_be_counted_is_not_dropped_and_nobody_is_reminded(sheet: Sheet) -> None:
    long_ago = timezone.now() - timedelta(days=60)
    typed(sheet, line(1), at=long_ago)
    assert actions.drop(at=timezone.now()) == 0
    assert actions.remind(at=timezone.now()) == 0
    assert len(counted(sheet)) == 1


def test_a_petition_with_a_sheet_alone_is_erased_in_time(sheet: Sheet) -> None:
    typed(sheet, line(1))
    later = timezone.now() + timedelta(days=400)
    Petition.objects.filter(pk=sheet.petition_id).update(state="closed", closed_at=timezone.now())

    assert actions.expire(at=later) == 1

    assert bytes(Signature.objects.get().sealed) == bytes(Sheet.objects.get().sealed) == b""
    assert PetitionCount.objects.get().erased_at == later


def test_who_receives_a_sheet_is_said(db: None) -> None:
    petition = open_petition()
    facts = {"petition": petition, "returned": RETURNED, "at": timezone.now()}
    sheet = actions.receive_sheet(**facts, side=Side.CLERK, user=ben_of(petition))
    document = Document.objects.get(name__contains="sheet-received")
    assert b'"received_by":"clerk"' in bytes(document.content)
    assert RETURNED.scan_sha256.encode() in bytes(document.content)
    assert sheet.side == "clerk"


def test_what_a_typist_compares_is_shown_until_it_counts(sheet: Sheet) -> None:
    typed(sheet, line(2), line(1, name="Zoe Sample"))
    now, user = timezone.now(), sheet.received_by
    shown = actions.show_lines(sheet=sheet, at=now, user=user)
    assert [(it.number, it.name) for it in shown] == [(1, "Zoe Sample"), (2, "Sam Sample B")]
    opened = Entry.objects.get(name="sealed.opened")
    assert (opened.by, opened.facts["rows"]) == (f"user:{user.pk}", 2)
    counted(sheet)
    assert actions.show_lines(sheet=sheet, at=now, user=user) == []
