"""From what the last version left to what this one needs: step by step, each harmless to repeat."""

import os
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from undersigned.config.backups.take import back_up
from undersigned.journal import keys
from undersigned.proof.actions.catch_up import catch_up
from undersigned.proof.models import Checkpoint
from undersigned.ui.messages import compile_all
from undersigned.verification.models import Roll

PUBLIC_UMASK = 0o022  # nginx, another user, serves the collected files


def upgrade(*, at: datetime, backup: bool) -> Iterator[str]:
    """Do each step and say in a sentence what it did."""
    plan = _plan()
    if plan and backup and _has_tables():
        yield f"Backup: {back_up(at=at)}"
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
        yield f"Tables: {len(plan)} migrations applied."
    else:
        yield "Tables: up to date."
    yield from _rolls()
    yield from _log(at)
    yield _collect()
    compiled = compile_all()
    yield f"Translations: {len(compiled)} compiled." if compiled else "Translations: up to date."


def _rolls() -> Iterator[str]:
    """The rolls' keys, before there is a roll."""
    if not Roll.objects.exists():
        for path in keys.make(settings.KEYS, pairs=["rolls"], signers=(), secrets=()):
            yield f"Keys: made {path}."


def _log(at: datetime) -> Iterator[str]:
    """The log's keys, before there is a log: one whose keys are lost gets others by `undersigned log rotate`."""
    if not Checkpoint.objects.exists():
        for path in keys.make(settings.KEYS, pairs=(), secrets=()):
            yield f"Keys: made {path}."
    if number := catch_up(at=at):
        yield f"Public log: {number:,} signatures from before it wait for their places."


def _plan() -> list[object]:
    executor = MigrationExecutor(connection)
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _collect() -> str:
    if not settings.COLLECTED:
        return "Styles and scripts: served from the installed package."
    ours = os.umask(PUBLIC_UMASK)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        os.umask(ours)
    return f"Styles and scripts: collected in {settings.STATIC_ROOT}."
