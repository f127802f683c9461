"""A petition's documents: each with its leaf and its file, or plainly withheld."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.factories.proof import publish
from tests.proof.pages.telling import html, moments, put, withhold

from undersigned.petitions.models import Petition
from undersigned.proof.actions import withhold as proof
from undersigned.proof.actions.open_record import append_opening
from undersigned.proof.models import Document
from undersigned.proof.words import FIXED

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GONE = "it cannot be read. The log says so too, and that it once was there."


def test_a_petitions_documents_are_listed_with_their_leaves_and_files(
    web: Client, told: Petition
) -> None:
    put(told, "p1-reply-made-00000000", "reply.made", at=NOW + 4 * DAY)
    put(None, "site-source-added-12345678", "source.added", at=NOW)
    waits = "waits for its place in the log"
    listed = moments(html(web, told, "documents/"))
    assert listed[:2] == [
        f"March 8, 2026 A reply was recorded p1-reply-made-00000000.json · salt · {waits}",
        "March 7, 2026 A statement was recorded p1-statement-made-1a2b3c4d.json · salt · entry 12",
    ]
    name = told.public_ref
    assert sorted(listed[2:]) == [
        f"March 4, 2026 {words} {name}-{part}.json · bound by the opening’s entry"
        for words, part in [
            ("The council’s rules for signing", "rules"),
            ("The council’s wards", "wards"),
            ("The public-records notice", "notice"),
            ("The text as it opened", "text"),
        ]
    ]
    assert moments(web.get("/documents/").content.decode()) == [
        f"March 4, 2026 A source was recorded site-source-added-12345678.json · salt · {waits}"
    ]


def test_a_withheld_document_is_said_plainly_and_leads_to_no_file(
    web: Client, told: Petition
) -> None:
    name = "p1-statement-made-1a2b3c4d"
    withhold(Document.objects.get(name=name), at=NOW + 5 * DAY)
    publish(at=NOW + 5 * DAY)
    page = html(web, told, "documents/")
    assert moments(page)[0] == (
        "March 7, 2026 A statement was recorded, withheld to protect a person"
        f" {name} · Since March 9, 2026 {GONE} · entry 12"
    )
    changes = html(web, told, "at/11/changes/")
    assert moments(changes) == [
        f"March 7, 2026 A statement was recorded Entry 12 · {name}",
        f"March 9, 2026 A statement was recorded, withheld to protect a person Entry 14 · {name}",
    ]
    assert f"/log/record/{name}" not in page + changes


def test_files_of_an_opening_that_were_withheld_say_so_each(
    web: Client, petition: Petition
) -> None:
    append_opening(petition.pk, at=NOW)
    publish(at=NOW)
    facts = {"takedown_reason": "court", "takedown_warned_at": NOW, "takedown_at": NOW}
    Petition.objects.update(state="taken_down", **facts)
    proof.withhold(name=f"p{petition.pk}-text", reason="law", at=NOW + DAY, by="operator")
    publish(at=NOW + DAY)
    page = html(web, petition, "documents/")
    since = f"Since March 5, 2026 {GONE} · bound by the opening’s entry"
    assert moments(page) == [
        f"March 4, 2026 {words}, withheld because the law asks it p{petition.pk}-{part} · {since}"
        for part, words in reversed(FIXED.items())
    ]
    assert "/log/record/" not in page
    facts = {"takedown_reason": "", "takedown_warned_at": None, "takedown_at": None}
    Petition.objects.update(state="open", **facts)
    changes = moments(html(web, petition, "at/1/changes/"))
    assert changes == [
        f"March 5, 2026 {FIXED['text']}, withheld because the law asks it Entry 1 · p{petition.pk}-text"
    ]
