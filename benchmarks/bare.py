"""The limits: an empty view, and a view that stores one row through the product's own batch writer."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from undersigned.signatures.writer import WRITER

TABLE = "CREATE TABLE bare (id {serial} PRIMARY KEY, ref {bytes} NOT NULL, at {bytes} NOT NULL)"


def store(items: Sequence[bytes], *, at: datetime) -> list[None]:
    """One row for each item: the smallest action there is."""
    with connection.cursor() as cursor:
        rows = [(item, at.isoformat().encode()) for item in items]
        cursor.executemany("INSERT INTO bare (ref, at) VALUES (%s, %s)", rows)
    return [None] * len(items)


def empty(_request: HttpRequest, **_: str) -> HttpResponse:
    return HttpResponse(b"")


def one_row(_request: HttpRequest, **_: str) -> HttpResponse:
    WRITER.write(store, secrets.token_bytes(16))
    return HttpResponse(b"")


urlpatterns = [path("empty/", empty), path("one-row/", one_row)]
