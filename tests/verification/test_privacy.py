"""The roll never meets the public site; and what checks hold of a signer goes with the signer."""

import os
import subprocess
import sys

import pytest
from tests.verification.checking import NOW, laid_out, line_of, outcomes

from undersigned.journal.models import Entry
from undersigned.signatures.actions import erase
from undersigned.verification.candidates import candidates_of
from undersigned.verification.models import Candidate

ASK = """
import django, sys
django.setup()
import undersigned.config.urls_web
print(sorted({"duckdb", "pyarrow", "rapidfuzz", "pyrage"} & set(sys.modules)))
"""


def test_the_public_site_loads_nothing_that_reads_a_roll() -> None:
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "undersigned.config.settings"}
    asked = subprocess.run(
        [sys.executable, "-c", ASK], env=settings, capture_output=True, text=True, check=True
    )
    assert asked.stdout == "[]\n"


@pytest.mark.django_db
@pytest.mark.usefixtures("place")
def test_who_is_erased_is_forgotten_by_checks_too() -> None:
    check = laid_out()
    kept, gone = line_of(check, 1), line_of(check, 3)
    erase([bytes(gone.signature.ref)], at=NOW, by="signer")
    assert candidates_of(line_of(check, 3)) == []
    assert not Candidate.objects.filter(line=gone).exists()
    assert len(candidates_of(line_of(check, 1))) == 1
    assert Entry.objects.get(name="check.lines_forgotten").facts == {"rows": 1}
    assert outcomes(check)[0] == "valid"
    assert Candidate.objects.filter(line=kept).count() == 1
