"""What changes between an action's reading and its writing is never overwritten; the action stops."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.signatures.signing import PRESS, letters, sign, sign_and_confirm

from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.models import Signature
from undersigned.signatures.states import State

pytestmark = pytest.mark.django_db

UPDATE = "UPDATE signatures_signature"


@contextmanager
def just_before_the_first(statement: str, change: Callable[[], object]) -> Iterator[None]:
    """Make a change when the action first sends a statement that begins so."""
    changed = False

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        nonlocal changed
        if not changed and sql.replace('"', "").startswith(statement):
            changed = True
            change()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield
    assert changed


def test_a_signature_that_was_dropped_meanwhile_is_not_confirmed(web: Client) -> None:
    sign(web, open_petition())
    letter = letters()[0]
    press = Press(ref=bytes.fromhex(letter["ref"]), token=bytes.fromhex(letter["token"]))

    with (
        pytest.raises(RuntimeError, match="changed under its lock"),
        transaction.atomic(),
        just_before_the_first(UPDATE, Signature.objects.all().delete),
    ):
        actions.confirm([press], at=timezone.now())

    assert Signature.objects.get().state == State.PENDING  # the deletion went back with the rest


def test_a_signature_that_was_counted_meanwhile_is_not_counted_again(web: Client) -> None:
    sign_and_confirm(web, open_petition())

    with (
        pytest.raises(RuntimeError, match="changed while"),
        transaction.atomic(),
        just_before_the_first(UPDATE, lambda: Signature.objects.update(counted_as="confirmed")),
    ):
        actions.count(at=timezone.now())

    assert Signature.objects.get().counted_as == ""


def test_a_letter_that_was_answered_meanwhile_is_not_written_twice(web: Client) -> None:
    sign(web, open_petition())
    web.post(f"/signing/{letters()[0]['ref']}/again/", headers=PRESS)

    with just_before_the_first(UPDATE, lambda: Signature.objects.update(asked="")):
        actions.answer_asks(at=timezone.now())

    assert [letter["kind"] for letter in letters()] == ["signatures.confirm"]


def test_an_inquiry_that_another_worker_answered_meanwhile_is_not_answered_twice(
    web: Client,
) -> None:
    petition = open_petition()
    web.post(f"/petitions/{petition.slug}/find/", {"email": "ana@example.org"}, headers=PRESS)
    now = timezone.now()

    with just_before_the_first(
        "INSERT INTO journal_entry", lambda: actions.answer_inquiries(at=now)
    ):
        actions.answer_inquiries(at=now)

    assert [letter["kind"] for letter in letters()] == ["signatures.not_found"]


def test_a_petition_that_another_worker_purged_meanwhile_is_announced_once(
    web: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.ERASURE_LEDGER = tmp_path / "ledger"
    sign_and_confirm(web, open_petition())
    now = timezone.now()
    actions.count(at=now)
    Petition.objects.update(state="closed", closed_at=now)
    late = now + timedelta(days=366)
    mark = "UPDATE signatures_petitioncount SET erased_at"

    with just_before_the_first(mark, lambda: actions.expire(at=late)):
        actions.expire(at=late)

    assert Entry.objects.filter(name="signatures.purged").count() == 1
