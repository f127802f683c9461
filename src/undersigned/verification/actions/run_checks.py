"""What the worker does of a check: fix the list, a batch in each transaction, then compare it with the roll."""

from collections import Counter
from datetime import datetime
from typing import cast

import structlog
from django.db import DatabaseError, transaction

from undersigned.journal.announce import announce
from undersigned.proof.models import Leaf
from undersigned.proof.states import Kind
from undersigned.verification.actions.link_lines import link_lines
from undersigned.verification.events.checks import CheckCancelled, CheckFrozen
from undersigned.verification.models import Check, Line
from undersigned.verification.moves import Stopped, go_on, locked
from undersigned.verification.rolls.snapshot import RollGone
from undersigned.verification.rolls.trouble import Trouble
from undersigned.verification.states.checks import WORKING, CheckState

BATCH = 500
COUNTS = (Kind.SIGN, Kind.RESTORE)  # after which of its entries a signature counts
LEFT = (Kind.WITHDRAW, Kind.VOID)
TRIES = 5
FAILED: Counter[int] = Counter()  # how often each check failed since this worker began

log = structlog.get_logger()


def run_checks(*, at: datetime) -> int:
    """Go on with every check that the worker has to do with; how many. By the worker; a crash repeats nothing.

    One that fails stops no other; after so many TRIES it is cancelled, which its clerk sees.
    """
    keys = list(Check.objects.filter(state__in=WORKING).order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        try:
            _run(pk, at=at)
        except Stopped:
            continue
        except (RollGone, Trouble):
            give_up(pk=pk, at=at)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one check stops no other
            _note_failure(pk, error, at=at)
    return len(keys)


def _note_failure(pk: int, error: Exception, *, at: datetime) -> None:
    """Log the kind of the failure alone: its words may tell of a person. The database's own say nothing of a check."""
    log.error("check.failed", check=pk, error=type(error).__name__)
    if not isinstance(error, DatabaseError):
        FAILED[pk] += 1
    if FAILED[pk] >= TRIES:
        del FAILED[pk]
        give_up(pk=pk, at=at)


def _run(pk: int, *, at: datetime) -> None:
    while _freeze(pk, at=at):
        pass
    check = Check.objects.select_related("roll", "previous").get(pk=pk)
    if check.state == CheckState.LINKING:
        link_lines(check=check, at=at)


@transaction.atomic
def give_up(*, pk: int, at: datetime) -> None:
    """Cancel a check whose roll is destroyed or damaged, or that fails whenever it is tried. By the worker."""
    check = locked(pk)
    if check.state in WORKING:
        go_on(check, state=CheckState.CANCELLED, changed_at=at)
        announce(CheckCancelled(**check.ids), at=at, by="worker")


@transaction.atomic
def _freeze(pk: int, *, at: datetime) -> bool:
    """Put the next signatures on the list, in the log's order; whether there may be more."""
    check = locked(pk)
    if check.state != CheckState.FREEZING:
        return False
    signed = _signed(check)
    last = _last_kinds(check, [signature for _, signature, _ in signed])
    kept = [it for it in signed if last[it[1]] in COUNTS]
    Line.objects.bulk_create(
        Line(of=check, number=number, leaf=index, signature_id=signature, channel=via)
        for number, (index, signature, via) in enumerate(kept, check.lines_found + 1)
    )
    found = check.lines_found + len(kept)
    if len(signed) == BATCH:
        go_on(check, cursor=signed[-1][0], lines_found=found, moved=found)
        return True
    go_on(check, state=CheckState.LINKING, lines_found=found, cursor=-1, moved=0, frozen_at=at)
    _announce(check, at=at)
    return False


def _signed(check: Check) -> list[tuple[int, int, str]]:
    """The next entries that were signed: number in the log, signature, channel."""
    leaves = Leaf.objects.filter(
        petition=check.petition_id, kind=Kind.SIGN, index__gt=check.cursor, index__lt=check.size
    )
    wanted = leaves.order_by("index").values_list("index", "signature_id", "signature__via")
    return cast("list[tuple[int, int, str]]", list(wanted[:BATCH]))


def _last_kinds(check: Check, signatures: list[int]) -> dict[int, str]:
    """The kind of the last entry about each signature, as the log was at the checkpoint."""
    about = Leaf.objects.filter(
        signature_id__in=signatures, index__lt=check.size, kind__in=[*COUNTS, *LEFT]
    )
    return dict(about.order_by("index").values_list("signature_id", "kind"))


def _announce(check: Check, *, at: datetime) -> None:
    frozen = CheckFrozen(
        **check.ids,
        size=check.size,
        root=bytes(check.root).hex(),
        lines=check.lines_found,
        roll_as_of=check.roll.as_of.isoformat(),
        roll_sha256=check.roll.snapshot_sha256,
    )
    announce(frozen, at=at, by="worker")
