"""The verifier in one file: the same bytes everywhere, and enough where nothing is installed."""

import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.factories.logs import Log, opened, signed

import undersigned
from undersigned.proof.verifier import archive

pytestmark = pytest.mark.long  # for `make test`

ROOT = Path(__file__).parents[3]
# Without a network, where this machine lets one do so.
UNSHARE = ["unshare", "--map-root-user", "--net"]
ISOLATED = ["-I", "-S"]  # no environment, no folder of one's own, nothing installed
ALONE = """
import importlib.util, sys
assert importlib.util.find_spec("cryptography") is None
assert importlib.util.find_spec("undersigned") is None
assert not any("site-packages" in path for path in sys.path)
"""


def offline() -> list[str]:
    tried = subprocess.run([*UNSHARE, "true"], capture_output=True, check=False)
    return UNSHARE if tried.returncode == 0 else []


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    file = tmp_path / "elsewhere" / archive.NAME
    file.write_bytes(archive.build())
    return file


def run(packed: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [*offline(), sys.executable, *ISOLATED, packed.name, *map(str, words)]
    environment = {"HOME": str(packed.parent), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        command, cwd=packed.parent, env=environment, capture_output=True, text=True, check=False
    )


def test_it_runs_where_nothing_is_installed_and_nothing_can_be_reached(
    site: Log, packed: Path
) -> None:
    subprocess.run([sys.executable, *ISOLATED, "-c", ALONE], cwd="/", check=True)
    answer = run(packed, "verify", site.path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "  count               10   signed, less withdrawn, less void\n" in answer.stdout
    assert "Since your last look" in run(packed, "verify", site.path).stdout


def test_it_ends_with_each_of_its_codes_there(
    site: Log, packed: Path, tmp_path: Path, long_ago: int
) -> None:
    (tmp_path / "receipt").write_bytes(site.receipt(2))
    assert run(packed, "receipt", tmp_path / "receipt", "--log", site.path).returncode == 0
    site.publish(at=long_ago)
    assert run(packed, "verify", site.path).returncode == 3
    other = Log(tmp_path / "other").add(opened("p1"), *signed("p1", 15, first=1)).publish()
    assert run(packed, "verify", other.path).returncode == 2
    assert run(packed, "compare", tmp_path / "receipt", other.path).returncode == 2
    (site.path / "tile/0/000.p/16").write_bytes(b"")
    assert run(packed, "verify", site.path).returncode == 1
    usage = run(packed, "verify")
    assert (usage.returncode, usage.stderr.splitlines()[-1]) == (
        4,
        "undersigned-verify verify: the following arguments are required: ADDRESS|FOLDER",
    )


def test_the_verdict_comes_last_in_a_file_too(site: Log, packed: Path, long_ago: int) -> None:
    site.publish(at=long_ago)
    command = [sys.executable, *ISOLATED, packed.name, "verify", str(site.path)]
    options = {"cwd": packed.parent, "env": {"HOME": str(packed.parent)}, "text": True}
    both = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options
    )
    assert both.stdout.splitlines()[-1].startswith("The entries are whole, but too few witnesses")


def test_the_same_sources_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = archive.build()
    assert archive.build() == here
    copy = tmp_path / "undersigned"
    home = Path(undersigned.__file__).parent
    for path in home.rglob("*.py"):  # other times, another order, another place
        target = copy / path.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    monkeypatch.setattr(undersigned, "__file__", str(copy / "__init__.py"))
    assert archive.build() == here


def test_it_holds_the_verifier_and_nothing_of_the_site() -> None:
    with zipfile.ZipFile(BytesIO(archive.build())) as packed:
        names = packed.namelist()
        members = packed.infolist()
    assert names == sorted(names)
    assert {member.date_time for member in members} == {archive.LONG_AGO}
    folders = {"/".join(name.split("/")[:-1]) for name in names}
    assert folders == {
        "",
        "undersigned",
        "undersigned/proof",
        "undersigned/proof/verifier",
        "undersigned/pure",
        "undersigned/pure/sampling",
        "undersigned/pure/standards",
        "undersigned/pure/tlog",
    }
    assert "undersigned/proof/models.py" not in names


def test_make_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "new" / archive.NAME
    command = [sys.executable, "-m", "undersigned.proof.verifier.archive", str(target)]
    subprocess.run(command, cwd=ROOT, check=True)
    assert target.read_bytes() == archive.build()
    assert target.stat().st_mode & 0o111
