"""What the tests of backups do to a site, and what they look for."""

import re
import subprocess
from pathlib import Path

from tests.installation import POSTGRESQL, Installation, databases

IN_PLACE = ["undersigned"] if POSTGRESQL else ["undersigned.sqlite3"]
ROWS = """
from undersigned.signatures.models import Signature
from django.db.models import Count
print(Signature.objects.count(), Signature.objects.filter(sealed=b"").count())
"""
FIRST_REF = """
from undersigned.signatures.models import Signature
print(bytes(Signature.objects.filter(state="confirmed").earliest("id").ref).hex())
"""
BREAK_A_COUNT = """
from undersigned.signatures.models import PetitionCount
PetitionCount.objects.update(confirmed=1000)
"""


def back_up(site: Installation, *words: str) -> Path:
    done = site.undersigned("backup", *words)
    assert done.returncode == 0, done.stderr
    found = re.match(r"Backup: (\S+) \(", done.stdout)
    assert found
    return Path(found[1])


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that failed."""
    assert done.returncode == 1, done.stdout
    (sentence,) = done.stderr.splitlines()
    return sentence.removeprefix("undersigned: ")


def unchanged(site: Installation) -> None:
    """The database in place is the one it was, and nothing is left beside it."""
    assert site.python(ROWS) == "9 0\n"
    assert databases(site) == IN_PLACE
    assert not (site.folder / "restore-pending").exists()
