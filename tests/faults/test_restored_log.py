"""The operator restores yesterday's backup: the log refuses to fork, adopting lets it go on, the erased stay erased."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.installation import Installation, installation

pytestmark = [pytest.mark.fault, pytest.mark.long]

SEQUENCE = """
from django.utils import timezone
from undersigned.proof.actions.sequence import flush, sequence
from undersigned.proof.alone import alone
with alone(patience=10) as mine:
    assert mine
    flush(at=timezone.now())
"""
REFUSES = """
from django.utils import timezone
from undersigned.proof.actions.sequence import sequence
from undersigned.proof.guard import Behind
try:
    sequence(at=timezone.now())
except Behind as refusal:
    print(refusal)
"""
SIGN = """
from tests.factories import proof
from undersigned.petitions.models import Petition
proof.NUMBERS = iter(range(1000, 10**6))
print(len(proof.signers(Petition.objects.get(), 20)))
"""
LEAVE = """
from django.db import transaction
from django.utils import timezone
from undersigned.signatures.actions import erase
from undersigned.signatures.actions.withdraw import take_back
from undersigned.signatures.models import Signature
row = Signature.objects.filter(state="confirmed").earliest("id")
with transaction.atomic():
    take_back(rows=[row], since=timezone.now(), at=timezone.now(), by="signer")
erase([bytes(row.ref)], at=timezone.now())
print(bytes(row.ref).hex())
"""
STATE = """
import json
from undersigned.signatures.models import Signature
row = Signature.objects.get(ref=bytes.fromhex("{ref}"))
print(json.dumps([row.state, len(row.sealed)]))
"""
RECOUNT = """
import json
from django.conf import settings
from tests.factories.proof import published_leaves, recounted
from undersigned.petitions.models import Petition
figures = recounted().figures(Petition.objects.get().public_ref)
leaves = [leaf.bytes.decode() for leaf in published_leaves()]
print(json.dumps([figures.signed, figures.withdrawn, leaves]))
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "var") as made:
        yield made


def said(site: Installation, *words: str) -> str:
    done = site.undersigned(*words)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def recount(site: Installation) -> list[Any]:
    answer: list[Any] = json.loads(site.python(RECOUNT))
    return answer


def test_yesterdays_backup_does_not_fork_the_log(site: Installation) -> None:
    site.python(SEQUENCE)
    backup = re.search(r"Backup: (\S+) \(", said(site, "backup"))
    assert backup
    before = recount(site)
    assert site.python(SIGN) == "20\n"
    left = site.python(LEAVE).strip()
    site.python(SEQUENCE)
    after = recount(site)
    assert (after[0], after[1]) == (before[0] + 20, 1)

    said(site, "restore", backup[1])
    assert "entries are published and the database knows" in site.python(REFUSES)
    assert site.undersigned("log", "status").returncode == 1
    assert json.loads(site.python(STATE.format(ref=left)))[1] == 0  # the ledger was replayed

    assert "published entries were read back" in said(site, "log", "adopt")
    assert json.loads(site.python(STATE.format(ref=left))) == ["withdrawn", 0]
    assert site.python(REFUSES) == ""
    site.python("import tests.factories.proof as p\n" + SIGN.replace("1000", "5000"))
    site.python(SEQUENCE)
    end = recount(site)
    assert end[2][: len(after[2])] == after[2]
    assert (end[0], end[1]) == (after[0] + 20, 1)
    assert site.undersigned("fsck", "--quiet").stdout == "No fault found.\n"
