"""A hold is a moderator's mark: outside, nothing is other than it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.signatures.moderating import SOMEBODY, TOKEN, confirm, sign, signers, work
from tests.signatures.signing import PRESS

from undersigned.accounts.models import User
from undersigned.journal.models import Change
from undersigned.mail.models import Letter
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.models import HourlyCount, PetitionCount, PublicName, Signature
from undersigned.signatures.moderation.conditions import Condition

pytestmark = pytest.mark.django_db

NOW = timezone.now()
BEFORE = NOW - timedelta(hours=2)


@pytest.fixture
def petition(web: Client) -> Petition:
    return open_petition()


def hold_all(petition: Petition, moe: User) -> None:
    condition = Condition(signed_from=BEFORE - timedelta(days=1))
    facts = {"at": NOW, "user": moe}
    examination = actions.count_matching(petition=petition, condition=condition, **facts)
    work(at=NOW)
    examination.refresh_from_db()
    actions.hold(examination=examination, **facts)
    work(at=NOW)
    assert set(Signature.objects.values_list("held", flat=True)) == {True}


def release_all(petition: Petition, moe: User) -> None:
    facts = {"at": NOW, "user": moe}
    condition = Condition(held=True)
    examination = actions.count_matching(petition=petition, condition=condition, **facts)
    work(at=NOW)
    examination.refresh_from_db()
    actions.release(examination=examination, **facts)
    work(at=NOW)


def everything_outside(web: Client, petition: Petition, rows: list[Signature]) -> dict[str, bytes]:
    """Every public page of the petition and of its signers, byte by byte."""
    address = f"/petitions/{petition.slug}/"
    paths = [address, f"/es{address}", f"{address}count/", "/", "/petitions/"]
    paths += [f"{address}count.json", f"{address}history.csv", f"{address}sign/"]
    for row in rows:
        ref = bytes(row.ref).hex()
        paths += [f"/signing/{ref}/", f"/confirm/{ref}/{TOKEN.hex()}/"]
        paths += [f"/signatures/{ref}/{TOKEN.hex()}/"]
    found = {path: web.get(path) for path in paths}
    assert {path: it.status_code for path, it in found.items()} == dict.fromkeys(paths, 200)
    return {path: it.content for path, it in found.items()}


def everything_kept() -> list[object]:
    """Letters, figures, what pages are told to change; and the rows, but for the mark."""
    rows = [
        {name: value for name, value in row.items() if name not in {"held", "check_sum"}}
        for row in Signature.objects.order_by("pk").values()
    ]
    kept = (Letter, PetitionCount, HourlyCount, PublicName, Change)
    return [rows, *(list(model.objects.order_by("pk").values()) for model in kept)]  # type: ignore[attr-defined]


def test_no_page_letter_time_or_figure_changes_by_a_hold(
    web: Client, petition: Petition, moe: User
) -> None:
    rows = [
        *signers(petition, 2, at=BEFORE),
        *signers(petition, 1, at=BEFORE, show_name=True, name="Rae Sample"),
    ]
    sign(petition, [SOMEBODY], at=BEFORE)
    work(at=BEFORE)
    actions.publish_names(at=BEFORE)
    rows = list(Signature.objects.order_by("pk"))
    pages, kept = everything_outside(web, petition, rows), everything_kept()
    assert b"Rae Sample" in pages[f"/petitions/{petition.slug}/"]

    hold_all(petition, moe)

    assert everything_kept() == kept
    assert everything_outside(web, petition, rows) == pages
    release_all(petition, moe)
    assert everything_kept() == kept


def test_a_held_signer_confirms_like_any_other(web: Client, petition: Petition, moe: User) -> None:
    answers, outcomes = [], []
    for held in (False, True):
        somebody = replace(SOMEBODY, email=f"ana.{held}@example.org")
        (ref,) = sign(petition, [somebody], at=BEFORE)
        if held:
            hold_all(petition, moe)
        letters = Letter.objects.count()
        path = f"/confirm/{ref.hex()}/{TOKEN.hex()}/"
        answer = web.post(path, headers=PRESS)
        shown = web.get(path).content.replace(ref.hex().encode(), b"")
        answers.append((answer.status_code, shown, Letter.objects.count() - letters))
        work(at=NOW)
        row = Signature.objects.get(ref=ref)
        outcomes.append((row.state, row.slot, row.counted_as))

    assert answers[0] == answers[1]
    assert outcomes == [("confirmed", 1, "confirmed")] * 2


def test_a_held_name_waits_and_so_does_the_organisers_file(petition: Petition, moe: User) -> None:
    group = petition.lead
    somebody = replace(SOMEBODY, name="Rae Sample", show_name=True, groups=(group.pk,))
    refs = sign(petition, [somebody], at=BEFORE)
    confirm(refs, at=BEFORE)
    hold_all(petition, moe)
    take = {"petition": petition, "group": group, "at": NOW, "by": "user:1"}

    assert (actions.publish_names(at=NOW), actions.take_contacts(**take)) == (0, [])
    release_all(petition, moe)

    assert actions.publish_names(at=NOW) == 1
    assert [contact.name for contact in actions.take_contacts(**take)] == ["Rae Sample"]
