"""The operator restores yesterday's backup. The site refuses to fork its log; Ana, erased since, stays erased."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlretrieve

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.installation import Installation, installation
from tests.journeys.conftest import PHONE
from tests.journeys.signing import ask, link_in
from tests.journeys.site import Site, settings_of
from tests.processes import Program, eventually, free_port, running, wait_for

OWN = re.compile(r"http://localhost:\d+(/signatures/[0-9a-f]{32}/[0-9a-f]{32}/)\s")
FIGURES = ("signed", "withdrawn", "count")
BEFORE = 6  # people who signed long ago
SLUG = """
from undersigned.petitions.models import Petition
print(Petition.objects.get().slug)
"""


@dataclass(frozen=True)
class Operated:
    """A site of its own, with an operator at its terminal and a journalist who has the verifier."""

    site: Site
    made: Installation
    folder: Path

    @property
    def told(self) -> dict[str, object]:
        keys = self.made.folder / "keys"
        told = settings_of(self.site, folder=self.made.folder, keys=keys)
        return told | {"DATABASE_URL": self.made.database}

    @property
    def log(self) -> str:
        return f"{self.site.address}/log/"

    def operator(self, *words: str, ends_with: int = 0) -> str:
        """What a command says."""
        done = self.made.undersigned(*words, **self.told)
        assert done.returncode == ends_with, done.stdout + done.stderr
        return done.stdout

    def carla(self, word: str, *more: str) -> str:
        """What the one file that she saved says. It remembers what it saw before."""
        program = self.folder / "undersigned-verify.pyz"
        if not program.exists():
            urlretrieve(f"{self.log}{program.name}", program)  # noqa: S310 - our own server
        command = ["python3", "-I", str(program), word, *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def recounted(self) -> tuple[int, ...]:
        """Signed, withdrawn and the count, by the whole log; and that it only grew since she looked last."""
        said = self.carla(
            "verify", f"{self.site.address}/log/", "--state", str(self.folder / "seen")
        )
        found = [re.search(rf"^ *{word} +([\d,]+)", said, re.MULTILINE) for word in FIGURES]
        assert all(found), said
        return tuple(int(match[1].replace(",", "")) for match in found if match)

    @contextmanager
    def serving(self) -> Iterator[Program]:
        """Web and worker run; the worker."""
        with ExitStack() as programs:
            for word, *options in self.site.commands():
                if word in {"web", "worker"}:
                    log = self.folder / f"{word}.log"
                    worker = programs.enter_context(running(word, *options, log=log, **self.told))
            wait_for(f"{self.site.address}/")
            yield worker


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Operated]:
    site = Site(web=free_port(), office=free_port(), mailbox=free_port(), smtp=free_port())
    with installation(tmp_path / "var") as made:
        ours = Operated(site, made, tmp_path)
        mailbox = next(words for words in site.commands() if words[0] == "mailbox")
        with running(*mailbox, log=tmp_path / "mailbox.log", **ours.told):
            wait_for(f"{site.mailbox_address}/")
            yield ours


def there(ours: Operated, path: str) -> bool:
    return ask(ours.site, path, method="HEAD").status == 200


def words_of(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def address_of(name: str) -> str:
    return f"{name.lower()}.restored@example.org"


def fill_in(page: Page, slug: str, name: str) -> None:
    """Fill in the form and send it."""
    page.goto(f"/petitions/{slug}/sign/")
    page.get_by_label("Your name", exact=True).fill(f"{name} Sample")
    page.get_by_label("Your e-mail address").fill(address_of(name))
    page.get_by_label("Your postal code").fill("00000")
    page.get_by_label("I live here").check()
    page.get_by_role("button", name="Sign", exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step: confirm by letter")


def confirm(page: Page, ours: Operated, name: str) -> str:
    """Open the letter's link and press its button; the path of the page of one's own signature."""
    letter = ours.site.letter(address_of(name))
    page.goto(link_in(letter))
    page.get_by_role("button", name="Yes, I signed this").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your signature is confirmed")
    found = OWN.search(letter["text"])
    assert found, letter["text"]
    return found[1]


def have_erased(page: Page, own: str) -> None:
    page.goto(own)
    page.get_by_role("link", name="Withdraw it and have your data erased").tap()
    page.get_by_role("button", name="Yes, erase my data").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is erased")


def back_up(ours: Operated) -> str:
    found = re.search(r"Backup: (\S+) \(", ours.operator("backup"))
    assert found
    return found[1]


def receipt_of(ours: Operated, own: str) -> str:
    """The signer saves the receipt; where."""
    file = ours.folder / "receipt.tlog-proof"
    file.write_text(ask(ours.site, f"/receipts/{own.split('/')[2]}.tlog-proof").words)
    return str(file)


def restore(ours: Operated, backup: str) -> None:
    """The operator restores, and is told what to do next, and why nothing is signed until then."""
    said = ours.operator("restore", backup)
    assert "Erased again: 1 rows of kind signature." in said
    assert "Then `undersigned log adopt`" in said
    said = ours.operator("log", "status", ends_with=1)
    assert re.search(r"PROBLEM: nothing is signed. \d+ entries are published", said), said


def test_yesterdays_backup_does_not_fork_the_log_and_who_was_erased_stays_erased(
    context: Callable[..., BrowserContext], ours: Operated
) -> None:
    phone = context(**PHONE, base_url=ours.site.address).new_page()
    slug = ours.made.python(SLUG).strip()

    with ours.serving():
        # Yesterday Ana signs; Ben has filled in the form, and leaves his letter for later. The backup is made.
        fill_in(phone, slug, "Ana")
        anas = confirm(phone, ours, "Ana")
        fill_in(phone, slug, "Ben")
        assert eventually(lambda: there(ours, "/log/undersigned-verify.pyz"))
        assert eventually(lambda: ours.recounted() == (BEFORE + 1, 0, BEFORE + 1))
        backup = back_up(ours)

        # Today Ben confirms, Cleo signs, and Ana has her data erased. Carla, a journalist, recounts the log.
        confirm(phone, ours, "Ben")
        fill_in(phone, slug, "Cleo")
        cleos = confirm(phone, ours, "Cleo")
        have_erased(phone, anas)
        assert eventually(lambda: ours.recounted() == (BEFORE + 3, 1, BEFORE + 2))
        receipt = receipt_of(ours, cleos)
        published = ask(ours.site, "/log/checkpoint").words

    # The disk dies. The erasure ledger and the published log are kept elsewhere.
    restore(ours, backup)

    with ours.serving() as worker:
        # The site serves; the worker signs nothing, and Ana's link leads nowhere.
        assert eventually(lambda: '"kind": "Behind"' in worker.said())
        assert ask(ours.site, "/log/checkpoint").words == published
        assert ask(ours.site, anas).status == 404

        # The operator does as told. Dora signs. Carla, whose program remembers, finds the same log, grown.
        said = ours.operator("log", "adopt")
        assert "published entries were read back into the database." in said
        assert "PROBLEM" not in said
        fill_in(phone, slug, "Dora")
        confirm(phone, ours, "Dora")
        assert eventually(lambda: ours.recounted() == (BEFORE + 4, 1, BEFORE + 3))
        assert "It still counts." in ours.carla("receipt", receipt, "--log", ours.log)
        assert ask(ours.site, anas).status == 404
        assert ours.operator("fsck", "--quiet") == "No fault found.\n"

        # The pages do not hide what was lost: of Cleo, who signed after the backup, the log alone knows.
        phone.goto(f"/petitions/{slug}/")
        figures = f"{BEFORE + 3} signed · 1 withdrew → which leaves {BEFORE + 2}"
        assert figures in words_of(phone)
        phone.goto(f"/petitions/{slug}/check/")
        assert f"The log proves {BEFORE + 3}, as of the checkpoint" in words_of(phone)
        assert "1 signature stands in the log alone" in words_of(phone)
