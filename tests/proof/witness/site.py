"""A site with a log, and witnesses that it knows."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from tests.factories.proof import publish, signers
from tests.proof.witness.logs import Asked, serving

from undersigned.petitions.models import Petition
from undersigned.proof.models import Witness
from undersigned.proof.policy import site_policy
from undersigned.proof.vkeys import log_vkey
from undersigned.proof.witness.store import Store, begin
from undersigned.pure.tlog.keys import VKey
from undersigned.pure.tlog.notes import parse_note, verified

NAMES = ("library.example.org", "newspaper.example.org", "opponents.example.org")


@dataclass(frozen=True)
class Running:
    """A witness that answers."""

    store: Store
    asked: Asked

    @property
    def line(self) -> str:
        """Its line of the policy."""
        short = self.store.name.partition(".")[0]
        return f"witness {short} {self.store.vkey.text} http://127.0.0.1:{self.asked.port}"


@contextmanager
def witnesses(folder: Path, number: int, *, knowing: bool = True) -> Iterator[list[Running]]:
    """So many witnesses; two of them, or the one there is, must vouch."""
    stores = [begin(folder / name, name) for name in NAMES[:number]]
    if knowing:
        for store in stores:
            store.add_log(log_vkey())
    with ExitStack() as stack:
        running = [Running(store, stack.enter_context(serving(store))) for store in stores]
        set_policy(*(one.line for one in running), needed=min(number, 2))
        yield running


def set_policy(*lines: str, needed: int) -> None:
    """The operator writes the policy file."""
    names = " ".join(line.split()[1] for line in lines)
    text = "\n".join([*lines, f"group enough {needed} {names}", "quorum enough", ""])
    settings.LOG_POLICY.write_text(text, encoding="utf-8")


def vouchers() -> list[VKey]:
    """Whose lines stand under the published checkpoint, and are good."""
    note = parse_note((settings.LOG / "checkpoint").read_bytes())
    return verified(note, [log_vkey(), *_keys()])[1:]


def _keys() -> list[VKey]:
    return site_policy().witness_keys


def row_of(one: Running) -> Witness:
    return Witness.objects.get(vkey=one.store.vkey.text)


def grow(petition: Petition, number: int = 3) -> None:
    signers(petition, number)
    publish()
