"""A drop in the count explains itself on the petition's page."""

import pytest
from django.test import Client
from tests.factories.accounts import UserFactory
from tests.factories.petitions import open_petition
from tests.petitions.pages import page
from tests.signatures.moderating import (
    NIGHT,
    NOW,
    asked,
    examined,
    in_batches_of,
    put_back,
    signers,
    work,
)

from undersigned.journal import kept
from undersigned.petitions.models import Petition
from undersigned.signatures import actions

pytestmark = pytest.mark.django_db


def shown(web: Client, petition: Petition) -> str:
    """What both pages say that show the count, a second later."""
    kept.STORE.__init__()  # type: ignore[misc]
    paths = (f"/petitions/{petition.slug}/", f"/petitions/{petition.slug}/count/")
    told = [page(web.get(path)) for path in paths]
    assert ("Declared void" in told[0]) is ("Declared void" in told[1])
    return told[0]


def test_it_says_when_how_many_and_why_and_what_was_put_back(web: Client) -> None:
    petition = open_petition()
    moe, mia = (UserFactory(roles=["moderator"]) for _ in range(2))
    signers(petition, 3, at=NIGHT)
    work(at=NOW)
    examination = asked(examined(petition, moe), moe, words="One <b>program</b> sent them.")
    assert "Declared void" not in shown(web, petition)

    actions.approve(examination=examination, at=NOW, user=mia)
    work(at=NOW)
    told = shown(web, petition)
    assert "3 signatures. Not signed by the person it names, or signed by a program." in told
    assert "One &lt;b&gt;program&lt;/b&gt; sent them." in told

    examination.refresh_from_db()
    put_back(examination, moe, mia)
    assert "3 of them count again, put back on" in shown(web, petition)


def test_it_says_so_while_it_goes_on(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    petition = open_petition()
    moe, mia = (UserFactory(roles=["moderator"]) for _ in range(2))
    signers(petition, 3, at=NIGHT)
    examination = asked(examined(petition, moe), moe)
    actions.approve(examination=examination, at=NOW, user=mia)
    assert "Declared void" not in shown(web, petition)

    in_batches_of(2, monkeypatch)
    actions.run_examinations(at=NOW)

    assert "Under way: 2 signatures." in shown(web, petition)
