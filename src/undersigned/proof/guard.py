"""The guard: before anything is signed, the database must know all that was ever published or cosigned.

A restored backup knows less. If it went on, it would sign a second log under the same name: a fork, which anybody who
holds two checkpoints can prove. `undersigned log adopt` reads back what it lacks.
"""

from django.conf import settings

from undersigned.proof.files import CHECKPOINT, Differs, published
from undersigned.proof.models import Checkpoint, Witness
from undersigned.proof.queries.sizes import log_size
from undersigned.proof.vkeys import log_vkey, promise_vkey, published_vkey, retired_path

ADOPT = "Run `undersigned log adopt`; docs/run/log.md says what it does."


class Behind(Exception):
    """The database knows less of the log than the world does: nothing may be signed."""


def refuse_to_fork() -> None:
    """Raise Behind or Differs if this database's log is not the published one, or a growth of it."""
    if Witness.objects.exclude(evidence=b"").exists():
        raise Behind(f"A witness holds a checkpoint that this database does not know. {ADOPT}")
    size = log_size()
    newest = Checkpoint.objects.order_by("-size").first()
    if newest and newest.size > size:
        raise Behind(f"{newest.size} entries were signed and the database holds {size}. {ADOPT}")
    out = published()
    if out is None:
        if newest and newest.published_at:
            raise Behind(f"{settings.LOG / CHECKPOINT} is missing. {ADOPT}")
        return
    if out[1].origin != settings.LOG_ORIGIN:
        raise Differs(f"The published log is called {out[1].origin}, not {settings.LOG_ORIGIN}.")
    _refuse_another_key()
    known = newest.size if newest else 0
    if out[1].size > known:
        raise Behind(f"{out[1].size} entries are published and the database knows {known}. {ADOPT}")
    stored = Checkpoint.objects.filter(size=out[1].size).values_list("root", flat=True).first()
    if stored is None or bytes(stored) != out[1].root:
        raise Differs(f"The published checkpoint of {out[1].size} was not made by this database.")


def _refuse_another_key() -> None:
    """A key that takes another's place says so, under both seals, before it signs anything."""
    for name, current in (("log", log_vkey()), ("promise", promise_vkey())):
        out = published_vkey(name)
        if out and out != current and not (settings.LOG / retired_path(name, out)).exists():
            raise Differs(
                f"{name}.pub is not the published key {out.text}. "
                f"`undersigned log rotate {name}` says so to everybody (docs/run/log.md)."
            )
