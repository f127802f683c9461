"""Rolls that are ready, without their import: a few synthetic voters in an encrypted snapshot."""

import base64
import hashlib
import secrets
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from tests.factories.accounts import UserFactory

from undersigned.councils.models import Council
from undersigned.journal.sealed import seal
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.verification.models import Roll
from undersigned.verification.rolls.layout import COLUMNS, Layout
from undersigned.verification.rolls.parts import manifest_of, part_name
from undersigned.verification.rolls.tables import write_part
from undersigned.verification.states.rolls import RollState

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def voter(number: str, name: str, address: str, **facts: Any) -> dict[str, Any]:
    """A row: `name` is "First Middle Last", `address` is "12 Elm Street, Sampleton 12345"."""
    *given, last = name.split()
    line, _, town = address.partition(", ")
    house, _, street = line.partition(" ")
    city, _, postcode = town.rpartition(" ")
    row = {
        "voter": number,
        "last": last,
        "first": given[0] if given else "",
        "middle": " ".join(given[1:]),
        "number": house,
        "street": street,
        "city": city,
        "postcode": postcode,
        "status": "active",
        "registered": "2010-05-04",
        "confidential": False,
    }
    return {**dict.fromkeys(COLUMNS, ""), **row, **facts}


def ready_roll(council: Council, voters: list[dict[str, Any]], **facts: Any) -> Roll:
    """A roll of these voters that is ready to be linked."""
    ref, key = secrets.token_bytes(16), secrets.token_bytes(32)
    folder = Path(settings.ROLLS, ref.hex())
    folder.mkdir(parents=True)
    rows = [tuple(row[name] for name in COLUMNS) for row in voters]
    lines = range(2, len(rows) + 2)
    write_part(folder / f"{part_name(1)}.parquet", rows, lines, key)
    manifest = manifest_of(folder, len(rows))
    known = {
        "title": "Sample roll",
        "as_of": date(2026, 3, 1),
        "purge_on": date(2027, 3, 1),
        "made_at": MONDAY,
        "ready_at": MONDAY,
    }
    return Roll.objects.create(
        ref=ref,
        council=council,
        state=RollState.READY,
        file_size=1,
        file_sha256="0" * 64,
        rows=len(rows),
        layout=Layout(
            len(COLUMNS), columns={name: at for at, name in enumerate(COLUMNS, 1)}
        ).facts(),
        manifest=manifest,
        snapshot_sha256=hashlib.sha256(canonical_json(manifest)).hexdigest(),
        sealed_key=seal({"key": base64.b64encode(key).decode()}, to="rolls", ref=ref),
        made_by=UserFactory(),
        **{**known, **facts},
    )
