"""Which version of a dossier an address shows: reviewed, later, withdrawn; and how one is cited."""

import hashlib

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.record import BY, sample, shown_version, version
from tests.journey.dossiers import HERE, LATER, page

from undersigned.journal import kept
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.record.actions import withdraw
from undersigned.record.states import Reason

pytestmark = pytest.mark.django_db


def test_a_dossier_shows_only_once_it_was_reviewed(web: Client) -> None:
    made = version()
    page(web, status=404)
    page(web, f"{HERE}v/{made.number}/", status=404)
    page(web, f"{HERE}v/{made.number}/dossier.json", status=404)
    page(web, f"{HERE}sources/S1/", status=404)
    assert "sample-bridge" not in page(web, "/record/")

    shown_version(version_note={"en": "The second."})
    kept.STORE.__init__()  # type: ignore[misc]

    assert "A sample bridge" in page(web)
    assert "sample-bridge" in page(web, "/record/")
    page(web, f"{HERE}v/{made.number}/", status=404)


def test_a_permalink_stays_with_its_version(web: Client) -> None:
    shown_version()
    shown_version(at=LATER, summary={"words": {"en": "Asked again."}, "sources": ["S1"]})

    old, new = page(web, f"{HERE}v/1/"), page(web)

    assert ("A bridge was asked for." in old, "A bridge was asked for." in new) == (True, False)
    assert "Version 2 has taken its place." in old
    assert f'href="{HERE}v/1/sources/S1/"' in old
    assert f'href="{HERE}sources/S1/"' in new
    assert f'href="{HERE}v/1/"' in new


def test_the_citation_names_version_date_and_hash_of_the_file(web: Client) -> None:
    shown_version()

    cite = page(web).split('id="cite"')[1]
    body = web.get(f"{HERE}v/1/dossier.json").content

    assert body == canonical_json(sample())
    assert f">{hashlib.sha256(body).hexdigest()}<" in cite
    assert "http://localhost:8000/record/sample-bridge/v/1/" in cite
    assert "version 1, " in cite
    assert "February 2, 2026" in cite


def test_the_schema_is_served(web: Client) -> None:
    answer = web.get("/record/schema/dossier-v0.json")

    assert answer.headers["Content-Type"] == "application/schema+json"
    assert answer.json()["$id"] == "urn:undersigned:dossier:v0"


def test_a_withdrawn_version_keeps_its_address_with_reason_and_date(web: Client) -> None:
    made = shown_version()
    withdraw(version=made, reason=Reason.PRIVATE_PERSON, words="Line 9.", at=LATER, by=BY)
    kept.STORE.__init__()  # type: ignore[misc]

    for path in (HERE, f"{HERE}v/1/", f"{HERE}sources/S1/", f"{HERE}v/1/dossier.json"):
        html = page(web, path, status=410)
        assert "Line 9." in html
        assert "February 3, 2026" in html
        assert "bridge was asked for" not in html
    assert "sample-bridge" not in page(web, "/record/")


def test_an_earlier_version_shows_when_the_latest_is_withdrawn(web: Client) -> None:
    shown_version()
    second = shown_version(version_note={"en": "The second."})
    withdraw(version=second, reason=Reason.OTHER, words="A slip.", at=LATER, by=BY)

    assert "version 1, " in page(web)
    page(web, f"{HERE}v/2/", status=410)


def test_a_kept_page_is_made_anew_when_a_version_shows(web: Client) -> None:
    shown_version()
    assert "version 1, " in page(web)
    assert "version 1, " in page(web)

    shown_version(at=timezone.now(), version_note={"en": "The second."})
    kept.STORE._asked = float("-inf")

    assert "version 2, " in page(web)
