"""Import a dossier; show, return or withdraw a version of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.journal.announce import announce
from undersigned.journal.events import Event
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.record.checks import check
from undersigned.record.events import (
    DossierImported,
    DossierReturned,
    DossierShown,
    DossierWithdrawn,
)
from undersigned.record.models import Dossier, Version
from undersigned.record.reader import Fault
from undersigned.record.states import MOVES, Reason, State


class FaultyDossier(ValueError):
    """The file is not a dossier; `faults` says all that is wrong, from the top down."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class VersionMoved(Exception):
    """The version is no longer in a state from which this can be done."""


@dataclass(frozen=True)
class Imported:
    """A version, and whether it was here before."""

    version: Version
    already: bool


def import_dossier(*, content: bytes, at: datetime, by: str) -> Imported:
    """Check a file and keep it, as canonical JSON, as a version that waits for review.

    Content that is here already, in whatever layout of the file, is found and not kept again.
    Raises FaultyDossier with every fault, and then keeps nothing.
    """
    reading, faults = check(content)
    if faults or not isinstance(reading.value, dict):
        raise FaultyDossier(faults)
    slug = str(reading.value["slug"])
    return _keep(slug=slug, content=canonical_json(reading.value), at=at, by=by)


@transaction.atomic
def _keep(*, slug: str, content: bytes, at: datetime, by: str) -> Imported:
    Dossier.objects.get_or_create(slug=slug, defaults={"made_at": at})
    dossier = Dossier.objects.select_for_update().get(slug=slug)  # one import after another
    sha256 = hashlib.sha256(content).hexdigest()
    known = dossier.versions.filter(sha256=sha256).first()
    if known:
        return Imported(known, already=True)
    latest = dossier.versions.first()
    version = dossier.versions.create(
        number=latest.number + 1 if latest else 1,
        content=content,
        sha256=sha256,
        imported_at=at,
    )
    announce(DossierImported(**_facts(version)), at=at, by=by)
    return Imported(version, already=False)


@transaction.atomic
def show(*, version: Version, at: datetime, by: str) -> None:
    """Let a version that waits show on the public site. Raises VersionMoved."""
    event = DossierShown(**_facts(version))
    _move(version, State.SHOWN, event, at=at, by=by, shown_at=at)


@transaction.atomic
def send_back(*, version: Version, reason: Reason, words: str, at: datetime, by: str) -> None:
    """Return a version that waits, with a reason; it never shows. Raises VersionMoved."""
    event = DossierReturned(**_facts(version), reason=reason)
    facts = {"ended_at": at, "reason": reason, "reason_words": words}
    _move(version, State.RETURNED, event, at=at, by=by, **facts)


@transaction.atomic
def withdraw(*, version: Version, reason: Reason, words: str, at: datetime, by: str) -> None:
    """Take a version that shows off the site; its address keeps reason and date.

    Raises VersionMoved.
    """
    event = DossierWithdrawn(**_facts(version), reason=reason)
    facts = {"ended_at": at, "reason": reason, "reason_words": words}
    _move(version, State.WITHDRAWN, event, at=at, by=by, **facts)


def _facts(version: Version) -> dict[str, Any]:
    dossier = version.dossier
    return {"dossier": dossier.pk, "slug": dossier.slug, "number": version.number}


def _move(
    version: Version, to: State, event: Event, *, at: datetime, by: str, **facts: Any
) -> None:
    """The compare-and-set that every move is."""
    starts = [state for state, ends in MOVES.items() if to in ends]
    waiting = Version.objects.filter(pk=version.pk, state__in=starts)
    if not waiting.update(state=to, **facts):
        raise VersionMoved(_("Somebody decided on this version in the meantime."))
    announce(event, at=at, by=by)
