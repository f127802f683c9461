"""OpenSSL, which knows nothing of logs, checks the signature of a checkpoint."""

import subprocess
from pathlib import Path

import pytest
from tests.pure.tlog.logs import LOG_KEY, SampleLog

from undersigned.pure.tlog.notes import parse_note

# What stands before the 32 bytes of an Ed25519 public key in DER: RFC 8410 §4.
DER_HEAD = bytes.fromhex("302a300506032b6570032100")

pytestmark = pytest.mark.long  # needs a Debian package, which `make check` does not ask for


@pytest.mark.parametrize(("size", "verdict"), [("300", "Successfully"), ("301", "Failure")])
def test_openssl_takes_the_logs_signature_for_its_own_text_only(
    tmp_path: Path, size: str, verdict: str
) -> None:
    note = parse_note(SampleLog(300).files["checkpoint"])
    body, seal, key = (tmp_path / name for name in ("body", "seal", "key.der"))
    body.write_text(note.text.replace("\n300\n", f"\n{size}\n"), encoding="utf-8")
    seal.write_bytes(note.seals[0].raw)
    key.write_bytes(DER_HEAD + LOG_KEY.public)
    command = f"openssl pkeyutl -verify -pubin -keyform DER -inkey {key} -rawin -in {body} -sigfile {seal}"
    found = subprocess.run(command.split(), capture_output=True, text=True, check=False)
    assert verdict in found.stdout
    assert found.returncode == (verdict == "Failure")
