"""What benchmarks ask of an installation, in a process of its own: `python -m benchmarks.inside prepare`."""

import json
import sys
from typing import Any

import django


def prepare() -> dict[str, str]:
    """The tables, the table of the bare view, the collected files, and an open petition to sign."""
    from django.conf import settings  # noqa: PLC0415 - needs Django, as all below
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from tests.factories.petitions import open_petition  # noqa: PLC0415

    from benchmarks.bare import TABLE  # noqa: PLC0415
    from undersigned.journal import keys  # noqa: PLC0415

    keys.make(settings.KEYS)
    call_command("migrate", verbosity=0)
    if settings.COLLECTED:
        call_command("collectstatic", verbosity=0, interactive=False)
    types = {"postgresql": ("bigserial", "bytea"), "sqlite": ("integer", "blob")}
    serial, raw = types[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(TABLE.format(serial=serial, bytes=raw))
    return {"slug": open_petition(slug="bench").slug}


def links(number: str, file: str) -> dict[str, int]:
    """Sign `number` times by the actions, and write the paths of the letters' links to a file."""
    from pathlib import Path  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.signers import link, signing  # noqa: PLC0415
    from undersigned.signatures.actions.sign import sign  # noqa: PLC0415

    paths: list[str] = []
    while len(paths) < int(number):
        batch = [signing("bench") for _ in range(200)]
        sign(batch, at=timezone.now())
        paths += [link(signed) for signed in batch]
    Path(file).write_text("\n".join(paths), encoding="ascii")
    return {"links": len(paths)}


if __name__ == "__main__":
    django.setup()
    answers: dict[str, Any] = {"prepare": prepare, "links": links}
    json.dump(answers[sys.argv[1]](*sys.argv[2:]), sys.stdout)
