"""The whole of it, by a stranger: the verifier's one file reads the folder, the witnesses' words, the wards."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.factories.councils import CouncilFactory, WardFactory
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers
from tests.proof.witness.site import witnesses

from undersigned.councils import actions as councils
from undersigned.councils.documents import default_rules
from undersigned.proof.actions.cosign import cosign
from undersigned.proof.actions.disclose import disclose_wards
from undersigned.proof.models import Cosignature
from undersigned.proof.verifier.archive import build

pytestmark = pytest.mark.django_db


def verified(log: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `undersigned-verify.pyz verify` says of the log, with nothing installed."""
    file = folder / "undersigned-verify.pyz"
    file.write_bytes(build())
    state = ["--state", str(folder / "state"), "--policy", str(log / "policy")]
    command = [sys.executable, "-I", "-S", str(file), "verify", str(log), *state]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_stranger_finds_signatures_wards_and_witnesses_right(log: Path, tmp_path: Path) -> None:
    now = datetime.now(tz=UTC)
    council = CouncilFactory()
    for name in ("East", "North"):
        WardFactory(council=council, name=name)
    rules = default_rules("Exampleton") | {"ward": True}
    councils.publish_rules(council=council, document=rules, after=1, at=now, by="operator")
    petition = open_petition(council=council)
    with witnesses(tmp_path, 3):
        cosign(at=now)
        for ward in ("East", "North"):
            signers(petition, 12, ward=ward)
        publish()
        disclose_wards(at=now)
        publish()
        cosign(at=now)
        publish()
    done = verified(log, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "East: 12, North: 12; all others: 0" in done.stdout
    Cosignature.objects.filter(witness="newspaper.example.org").delete()
    Cosignature.objects.filter(witness="opponents.example.org").delete()
    publish()
    assert verified(log, tmp_path).returncode == 3  # one word is not enough
