"""Announce what happened: into the journal, to its followers, to the pages that show it."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from undersigned.journal import fingerprints
from undersigned.journal.events import Event
from undersigned.journal.models import Change, Entry
from undersigned.journal.tasks import follow


def announce(*events: Event, at: datetime, by: str) -> None:
    """Write events to the journal and let what follows them follow; must run inside the action's transaction.

    `by` says who: ``user:7``, ``signer``, ``worker``, ``operator``. Followers named `now` get all events of
    their kind at once, in this transaction; those named `later` are queued in it for the worker. Public events go
    on the public record besides, first of all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("announce() belongs inside the transaction of what it announces.")
    journaled = [event for event in events if event.journaled]
    if journaled:
        Entry.objects.bulk_create(_entry(event, at=at, by=by) for event in journaled)
        fingerprints.keep(journaled)
    touch({scope for event in events for scope in event.scopes()}, at=at)
    if public := [event for event in events if event.public]:
        _import(_import(settings.PUBLIC_WIRING))(public, at=at)
    for name, group in _by_name(events).items():
        wired = _wiring().get(name, {})
        for dotted in wired.get("now", []):
            _import(dotted)(group, at=at)
        for dotted in wired.get("later", []):
            for event in group:
                follow.enqueue(follower=dotted, facts=event.facts(), at=at.isoformat())


def touch(scopes: Iterable[str], *, at: datetime) -> None:
    """Say that pages kept under these scopes are out of date."""
    Change.objects.bulk_create(
        [Change(scope=scope, stamp=secrets.token_hex(8), at=at) for scope in sorted(scopes)],
        update_conflicts=True,
        update_fields=["stamp", "at"],
        unique_fields=["scope"],
    )


def _entry(event: Event, *, at: datetime, by: str) -> Entry:
    entry = Entry(at=at, name=event.name, by=by, facts=event.facts(), public=event.public)
    entry.mac = fingerprints.entry_mac(entry)
    return entry


def _by_name(events: Iterable[Event]) -> dict[str, list[Event]]:
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        groups[event.name].append(event)
    return groups


def _wiring() -> dict[str, dict[str, list[str]]]:
    wiring: dict[str, dict[str, list[str]]] = _import(settings.EVENT_WIRING)
    return wiring


@lru_cache
def _import(dotted: str) -> Any:
    return import_string(dotted)
