"""Carla, a journalist, copies the commands from the page into her terminal; they do what the page says they do."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.factories.petitions import open_petition
from tests.factories.proof import signers
from tests.journeys.signing import ask, in_the_log
from tests.journeys.site import Site
from tests.processes import eventually

from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature

COMMANDS = re.compile(r'<pre class="verbatim"><code translate="no">(.*?)</code></pre>', re.DOTALL)
# What her terminal has and a bare machine may lack; it takes the two options that the page uses.
CURL = f"""#!{sys.executable}
import pathlib, sys, urllib.request
option, address = sys.argv[1:]
content = urllib.request.urlopen(address).read()
if option == "-O":
    pathlib.Path(address.rpartition("/")[2]).write_bytes(content)
else:
    sys.stdout.buffer.write(content)
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Path:
    """A folder to work in, whose `bin` comes first on the path."""
    (tmp_path / "bin").mkdir()
    curl = tmp_path / "bin" / "curl"
    curl.write_text(CURL)
    curl.chmod(0o755)
    return tmp_path


@pytest.fixture
def petition(site: Site) -> Petition:
    """Signed by three, who are in the log; the verifiers are published beside it."""
    petition = open_petition()
    for person in signers(petition, 3):
        assert eventually(lambda person=person: in_the_log(ref_of(person)))
    assert eventually(lambda: there(site, "/log/undersigned-verify.pyz"))
    return petition


def there(site: Site, path: str) -> bool:
    return ask(site, path, method="HEAD").status == 200


def ref_of(signature: Signature) -> str:
    return bytes(signature.ref).hex()


def commands(site: Site, petition: Petition) -> list[str]:
    """The blocks of commands as the page shows them."""
    page = ask(site, f"/petitions/{petition.slug}/check/").words
    ways = page.partition('id="ways"')[2].partition("</section>")[0]
    return [html.unescape(block) for block in COMMANDS.findall(ways)]


def run(commands: str, terminal: Path) -> str:
    """What the terminal says; the last command must end well."""
    path = os.pathsep.join([str(terminal / "bin"), str(Path(sys.executable).parent), os.defpath])
    environment = {"PATH": path, "HOME": str(terminal)}
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=terminal,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_commands_on_the_page_work_as_they_stand(
    site: Site, petition: Petition, terminal: Path
) -> None:
    ours, receipt, openssl, scales = commands(site, petition)
    person = Signature.objects.filter(petition=petition).latest("id")
    file = ask(site, f"/receipts/{ref_of(person)}.tlog-proof").words
    (terminal / "receipt.tlog-proof").write_text(file)

    assert petition.public_ref in run(ours, terminal)
    assert "It still counts." in run(receipt, terminal)
    assert run(openssl, terminal) == "Signature Verified Successfully\n"

    install, *rest = scales.splitlines()
    assert install == "pip install tlog-scales"
    found = run("\n".join(rest), terminal)
    assert found.startswith("undersigned/v1 ")
    assert "\nc2sp.org/tlog-proof@v1\nindex 0\n" in found
