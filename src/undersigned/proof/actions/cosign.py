"""Cosign: have the witnesses vouch for the newest checkpoint, and keep what they say (docs/run/witness.md).

The sequencer does not wait for this: a checkpoint is published first, and again with each witness's line. A witness
that is slow, silent or wrong is asked again later and later; it holds up nobody.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event

from django.conf import settings

from undersigned.proof.actions.publish_policy import publish_policy
from undersigned.proof.actions.witnessed import (
    drop_witnesses,
    keep_evidence,
    keep_freshness,
    keep_trouble,
    keep_vouched,
)
from undersigned.proof.asking import NoAnswer
from undersigned.proof.files import hashes
from undersigned.proof.models import Checkpoint, Witness
from undersigned.proof.policy import site_policy
from undersigned.proof.rules import REFRESH_AFTER
from undersigned.proof.states import Trouble
from undersigned.proof.vkeys import all_vkeys
from undersigned.proof.witnessing import (
    Refused,
    Seen,
    Vouched,
    contradicts,
    evidence,
    request_of,
    vouch,
)
from undersigned.pure.tlog.checkpoints import Checkpoint as Signed
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey, parse_vkey
from undersigned.pure.tlog.proofs import consistency_proof, root_from
from undersigned.pure.tlog.tree import EMPTY_ROOT

_looked = Event()


def cosign(*, at: datetime) -> None:
    """Publish the policy if it changed; ask each of its witnesses whose turn it is; say who fell silent.

    Raises Invalid where the operator's policy file is no policy.
    """
    publish_policy(at=at, by="worker")
    policy = site_policy()
    drop_witnesses(but=policy.witness_keys, at=at)
    for vkey, address in policy.witnesses.values():
        row = _row(vkey, at)
        if row.evidence:
            _look_again(row, at=at)
        if checkpoint := _due(row, at):
            _ask(row, vkey, address, checkpoint, at=at)
        keep_freshness(row=row, at=at)


def look_once(*, at: datetime) -> None:
    """Before a process signs for the first time: look whether its database was brought back from a backup."""
    if not _looked.is_set():
        with suppress(Invalid):  # a policy that is none names no witness; `doctor` tells
            look_at_witnesses(at=at)
        _looked.set()


def look_at_witnesses(*, at: datetime) -> None:
    """Compare this log with the newest checkpoint that each witness holds; keep what contradicts it.

    Raises Invalid where the operator's policy file is no policy.
    """
    for vkey, address in site_policy().witnesses.values():
        if address:
            _compare(_row(vkey, at), address, at=at)


def _row(vkey: VKey, at: datetime) -> Witness:
    long_due = {"due_at": at - timedelta(days=1)}
    row, _ = Witness.objects.get_or_create(vkey=vkey.text, defaults=long_due)
    return row


def _due(row: Witness, at: datetime) -> Checkpoint | None:
    """The newest published checkpoint, if this witness is to be asked about it now."""
    if row.due_at > at:
        return None
    checkpoint = Checkpoint.objects.filter(published_at__isnull=False).order_by("-size").first()
    if checkpoint is None:
        return None
    name = parse_vkey(row.vkey).name
    vouched = checkpoint.cosignatures.filter(witness=name).first()
    return None if vouched and vouched.at > at - REFRESH_AFTER else checkpoint


def _ask(row: Witness, vkey: VKey, address: str, checkpoint: Checkpoint, *, at: datetime) -> None:
    if not address:
        keep_trouble(row=row, trouble=Trouble.NO_ADDRESS, at=at)
        return
    try:
        vouched = _vouch(row, vkey, address, checkpoint, at=at)
    except NoAnswer:
        keep_trouble(row=row, trouble=Trouble.SILENT, at=at)
    except Seen as seen:
        ahead = seen.size > checkpoint.size
        keep_trouble(row=row, trouble=Trouble.AHEAD if ahead else Trouble.ANSWER, at=at)
        _compare(row, address, at=at)
    except Refused as refused:
        keep_trouble(row=row, trouble=refused.trouble, at=at)
        if refused.trouble == Trouble.DIFFERS:
            _compare(row, address, at=at)
    else:
        keep_vouched(row=row, checkpoint=checkpoint, vouched=vouched, at=at)


def _vouch(
    row: Witness, vkey: VKey, address: str, checkpoint: Checkpoint, *, at: datetime
) -> Vouched:
    """Ask from where the witness was last; and if it was elsewhere, once more from there."""
    signed = Signed(settings.LOG_ORIGIN, checkpoint.size, bytes(checkpoint.root))

    def vouch_from(old: int) -> Vouched:
        proof = consistency_proof(old, signed.size, hashes(signed.size))
        body = request_of(old, proof, bytes(checkpoint.note))
        return vouch(address, body, signed, vkey, at=at)

    try:
        return vouch_from(min(row.vouched_size, signed.size))
    except Seen as seen:
        if seen.size > signed.size:
            raise
        there = seen.size
    return vouch_from(there)


def _compare(row: Witness, address: str, *, at: datetime) -> None:
    """Keep what the witness holds, if it shows that this log signed something else before."""
    try:
        found = evidence(address, all_vkeys("log"), _root_at, settings.LOG_ORIGIN)
    except NoAnswer:
        return
    if found:
        keep_evidence(row=row, found=found, at=at)


def _look_again(row: Witness, *, at: datetime) -> None:
    """Drop evidence that this log contradicts no more, since what it lacked was read back."""
    if not contradicts(bytes(row.evidence), all_vkeys("log"), _root_at, settings.LOG_ORIGIN):
        keep_evidence(row=row, found=b"", at=at)


def _root_at(size: int) -> bytes | None:
    """The root of this log when it had `size` leaves; None if it never had."""
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None or size > newest.size:
        return EMPTY_ROOT if size == 0 else None
    return root_from(size, hashes(newest.size))
