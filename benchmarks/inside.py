"""What benchmarks ask of an installation, in a process of its own: `python -m benchmarks.inside prepare`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

BATCH = 200
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"


def prepare() -> dict[str, Any]:
    """The tables, the bare view's table, the collected files, and an open petition to sign."""
    from benchmarks.bare import TABLE
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from tests.factories.petitions import open_petition

    from undersigned.journal import keys

    keys.make(settings.KEYS)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    types = {"postgresql": ("bigserial", "bytea"), "sqlite": ("integer", "blob")}
    serial, raw = types[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(TABLE.format(serial=serial, bytes=raw))
    return {"slug": open_petition(slug="bench").slug}


def links(number: str, file: str) -> dict[str, Any]:
    """Sign so many times by the action, and write the paths of the letters' links to a file."""
    from benchmarks.signers import link, signing
    from django.utils import timezone

    from undersigned.signatures.actions import sign

    paths: list[str] = []
    while len(paths) < int(number):
        batch = [signing("bench") for _ in range(BATCH)]
        sign(batch, at=timezone.now())
        paths += map(link, batch)
    Path(file).write_text("\n".join(paths), encoding="ascii")
    return {"links": len(paths)}


def fill(number: str) -> dict[str, Any]:
    """So many confirmed and counted signatures and as many sent letters: copies of one, but for what is random."""
    from benchmarks.signers import link, signing
    from django.utils import timezone

    from undersigned.mail.models import Letter
    from undersigned.signatures import actions
    from undersigned.signatures.actions.confirm import Press
    from undersigned.signatures.models import Signature

    at = timezone.now()
    signed = signing("bench")
    actions.sign([signed], at=at)
    token = bytes.fromhex(link(signed).split("/")[3])
    actions.confirm([Press(ref=signed.ref, token=token)], at=at)
    Signature.objects.update(counted=True)
    Letter.objects.update(state="sent", sealed=b"", due_at=None, settled_at=at)
    for model in (Signature, Letter):
        _copy(model.objects.get(), int(number))
    return {"signatures": Signature.objects.count(), "letters": Letter.objects.count()}


def send(port: str) -> dict[str, Any]:
    """One pass of the worker's sender, to the SMTP server at a port."""
    import time

    from django.conf import settings
    from django.utils import timezone

    from undersigned.mail.sending import send_due

    settings.SMTP_PORT = int(port)
    began = time.monotonic()
    passed = send_due(timezone.now())
    return {"sent": passed.sent, "seconds": time.monotonic() - began}


def _copy(row: Any, number: int) -> None:
    """Copies of a row by the database itself (SQLite), bytes replaced by random ones of the same length."""
    from django.db import connection

    taken = {}
    for field in row._meta.concrete_fields[1:]:  # all but its number
        value = getattr(row, field.attname)
        is_random = isinstance(value, bytes) and value
        taken[field.column] = f"randomblob({len(value)})" if is_random else field.column
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"{NUMBERS.format(rows=number - 1)} INSERT INTO {table} ({','.join(taken)})"
            f" SELECT {','.join(taken.values())} FROM n, (SELECT * FROM {table})"
        )


if __name__ == "__main__":
    django.setup()
    from benchmarks.sequencing import publish

    answers: dict[str, Callable[..., dict[str, Any]]] = {
        "prepare": prepare,
        "links": links,
        "fill": fill,
        "send": send,
        "publish": publish,
    }
    json.dump(answers[sys.argv[1]](*sys.argv[2:]), sys.stdout)
