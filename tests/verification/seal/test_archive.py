"""The clerk's tool in one file: the same bytes everywhere, and enough where nothing is installed."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from undersigned.verification.seal import archive

pytestmark = pytest.mark.long  # for `make test`

ROOT = Path(__file__).parents[3]
ISOLATED = ["-I", "-S"]  # no environment, no folder of one's own, nothing installed
PASSPHRASE = "correct horse sample"


def test_it_runs_where_nothing_is_installed(tmp_path: Path) -> None:
    (tmp_path / archive.NAME).write_bytes(archive.build())
    (tmp_path / "certificate.json").write_bytes(b'{"schema":"undersigned-certificate/v1"}')

    def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *ISOLATED, archive.NAME, *words]
        options = {"cwd": tmp_path, "env": {}, "capture_output": True, "text": True}
        return subprocess.run(command, input=typed, check=False, **options)

    made = run("key", "clerk.example.org", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert (made.returncode, made.stderr) == (0, "")
    line = next(line for line in made.stdout.splitlines() if line.startswith("clerk.example.org+"))
    sealed = run("seal", "certificate.json", "--yes", typed=f"{PASSPHRASE}\n")
    assert (sealed.returncode, sealed.stderr) == (0, "")
    assert run("check", "certificate.sealed", "--by", line).returncode == 0


def test_it_holds_the_tool_and_nothing_of_the_site() -> None:
    assert archive.build.__wrapped__() == archive.build()
    with zipfile.ZipFile(BytesIO(archive.build())) as packed:
        folders = {"/".join(name.split("/")[:-1]) for name in packed.namelist()}
    assert folders == {
        "",
        "undersigned",
        "undersigned/pure",
        "undersigned/pure/standards",
        "undersigned/pure/tlog",
        "undersigned/verification",
        "undersigned/verification/seal",
    }


def test_make_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "new" / archive.NAME
    command = [sys.executable, "-m", "undersigned.verification.seal.archive", str(target)]
    subprocess.run(command, cwd=ROOT, check=True)
    assert target.read_bytes() == archive.build()
    assert target.stat().st_mode & 0o111
