"""What moderators look into, for tests: many signatures made quickly by actions; examinations and their worker."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from undersigned.accounts.models import User
from undersigned.journal.models import Entry as JournalEntry
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.actions.sign import Signing
from undersigned.signatures.allowances import Limit
from undersigned.signatures.blind import token_hash
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.conditions import Condition
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.states import WORKING
from undersigned.signatures.prepare import prepare
from undersigned.signatures.rowcheck import check_sum

TOKEN = b"t" * 16
NOW = timezone.now().replace(microsecond=0)
NIGHT = NOW - timedelta(hours=9)
BURST = Condition(confirmed_from=NIGHT, confirmed_until=NIGHT + timedelta(hours=1))
SOMEBODY = Entry(name="Ana Sample", email="ana@example.org", address="1 Sample Street")


def sign(
    petition: Petition, entries: Sequence[Entry], *, at: datetime, language: str = "en"
) -> list[bytes]:
    """Signatures that wait for their confirmation, all with one token; their refs."""
    network = Limit(key=b"n" * 16, allowed=10**6, until=at + timedelta(hours=1))
    items: list[Signing] = []
    for entry in entries:
        made = prepare(entry, petition=petition, language=language, network=network, at=at)
        items.append(replace(made, token_hash=token_hash(TOKEN)))
    assert actions.sign(items, at=at) == [None] * len(items)
    return [item.ref for item in items]


def confirm(refs: Sequence[bytes], *, at: datetime) -> None:
    """Press the buttons of their letters."""
    outcomes = actions.confirm([Press(ref=ref, token=TOKEN) for ref in refs], at=at)
    assert {outcome.state for outcome in outcomes} == {"confirmed"}


def signers(
    petition: Petition,
    number: int,
    *,
    at: datetime | None = None,
    domain: str = "example.org",
    language: str = "en",
    **facts: object,
) -> list[Signature]:
    """So many confirmed signatures of different people; facts are fields of Entry."""
    at = at or timezone.now()
    first = Signature.objects.count()
    people = range(first, first + number)
    entries = [
        replace(
            SOMEBODY,
            **{  # type: ignore[arg-type]
                "name": f"Sam Sample {_letters(place)}",
                "email": f"sam.{place}@{domain}",
                "address": f"{place} Sample Street",
                **facts,
            },
        )
        for place in people
    ]
    refs = sign(petition, entries, at=at, language=language)
    confirm(refs, at=at)
    return list(Signature.objects.filter(ref__in=refs).order_by("pk"))


def _letters(number: int) -> str:
    """A number as a surname, for names without digits."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).title()


def work(*, at: datetime | None = None) -> None:
    """Let the worker go on until it has nothing more to do, and count."""
    at = at or timezone.now()
    while Examination.objects.filter(state__in=WORKING).exists():
        actions.run_examinations(at=at)
    while actions.count(at=at):
        pass


def states(rows: Sequence[Signature]) -> list[str]:
    """The states that signatures have now."""
    keys = [row.pk for row in rows]
    return list(
        Signature.objects.filter(pk__in=keys).order_by("pk").values_list("state", flat=True)
    )


def examined(petition: Petition, moe: User, condition: Condition = BURST) -> Examination:
    """An examination that the worker has counted."""
    facts = {"petition": petition, "condition": condition, "at": NOW, "user": moe}
    return after_work(actions.count_matching(**facts))


def after_work(examination: Examination) -> Examination:
    work(at=NOW)
    examination.refresh_from_db()
    return examination


def asked(examination: Examination, moe: User, **facts: str) -> Examination:
    facts = {"reason": "fraud", **facts}
    actions.ask_to_void(examination=examination, at=NOW, user=moe, **facts)
    return examination


def voided(petition: Petition, moe: User, mia: User) -> Examination:
    examination = asked(examined(petition, moe), moe)
    actions.approve(examination=examination, at=NOW, user=mia)
    return after_work(examination)


def put_back(examination: Examination, moe: User, mia: User) -> None:
    actions.ask_to_undo(examination=examination, at=NOW, user=moe)
    actions.approve(examination=examination, at=NOW, user=mia)
    after_work(examination)


def journal() -> list[str]:
    names = JournalEntry.objects.order_by("pk").values_list("name", flat=True)
    mine = ("examination.", "signatures.held", "signatures.re", "signatures.void")
    return [name for name in names if name.startswith(mine)]


def fit(rows: list[Signature]) -> bool:
    """Whether every row fits its keyed hash."""
    keys = [row.pk for row in rows]
    return all(
        bytes(row.check_sum) == check_sum(row) for row in Signature.objects.filter(pk__in=keys)
    )


def in_batches_of(number: int, monkeypatch: pytest.MonkeyPatch, *, at_a_time: int = 1) -> None:
    """Small batches, so that a few rows show what many would."""
    module = sys.modules["undersigned.signatures.actions.run_examinations"]
    monkeypatch.setattr(module, "BATCH", number)
    monkeypatch.setattr(module, "BATCHES", at_a_time)


def look(examination: Examination, moe: User) -> Examination:
    actions.look_closer(examination=examination, reason="burst", at=NOW, user=moe)
    return after_work(examination)
