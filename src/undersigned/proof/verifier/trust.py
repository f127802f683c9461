"""Whose word is taken: the log's key, the witnesses, and what they say of a checkpoint."""

from dataclasses import dataclass
from pathlib import Path

from undersigned.proof.verifier.outcome import Unusable
from undersigned.proof.verifier.rotation import retired_key
from undersigned.proof.verifier.sources import Source
from undersigned.pure.tlog import cosignatures
from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey, parse_vkey
from undersigned.pure.tlog.notes import Note, parse_note, verified
from undersigned.pure.tlog.policy import NOBODY, Policy, parse_policy

HOUR = 3600


@dataclass(frozen=True)
class Trust:
    """Keys of logs, and a policy. `source` is the site that they were taken from; None: one's own."""

    vkeys: tuple[VKey, ...]
    policy: Policy
    source: Source | None = None

    def open(self, raw: bytes, *, retired: bool = False) -> "Signed":
        """A checkpoint that one of the logs signed, and who vouches for it. Raises Invalid.

        `retired`: or that a key of the site's signed before it was changed.
        """
        note = parse_note(raw)
        checkpoint = parse_checkpoint(note.text)
        mine = [vkey for vkey in self.vkeys if vkey.name == checkpoint.origin]
        if not mine:
            raise Invalid(f"This is the log {checkpoint.origin}, whose key was not given.")
        if retired and self.source is not None:
            mine += _retired(note, self.source, mine[0])
        if not (signers := verified(note, mine)):
            raise Invalid("The checkpoint does not carry the signature of the log's key.")
        return Signed(raw, checkpoint, signers[0], _vouched(note, self.policy))


@dataclass(frozen=True)
class Signed:
    """A checkpoint whose signature is good, by which key, and when each witness vouched for it."""

    raw: bytes
    checkpoint: Checkpoint
    vkey: VKey
    vouched: dict[str, int]  # seconds since 1970, by the witness's name in the policy


def _retired(note: Note, source: Source, current: VKey) -> list[VKey]:
    ids = {seal.key_id for seal in note.seals if seal.name == current.name} - {current.id}
    found = [retired_key(source, key_id, current) for key_id in sorted(ids)]
    return [vkey for vkey in found if vkey is not None]


def _vouched(note: Note, policy: Policy) -> dict[str, int]:
    verified(note, policy.witness_keys)  # one that is false spoils all
    times: dict[str, int] = {}
    for name, (vkey, _) in policy.witnesses.items():
        for seal in note.seals:
            if (seal.name, seal.key_id) == (vkey.name, vkey.id):
                time = cosignatures.check(seal, note.text, vkey)
                times[name] = max(time, times.get(name, 0))
    return times


def fresh(signed: Signed, now: float, max_age: float) -> set[str]:
    """The witnesses whose word is at most `max_age` hours from `now` (seconds since 1970)."""
    return {name for name, time in signed.vouched.items() if abs(now - time) <= max_age * HOUR}


def trust_in(source: Source | None, policy: Path | None) -> Trust:
    """From a policy file of one's own, or else from what the site itself publishes. Raises Unusable."""
    if policy is not None:
        own = _own_policy(policy)
        return Trust(tuple(vkey for vkey, _ in own.logs), own)
    if source is None:
        raise Unusable("Say whose key to check with: --policy FILE, or --log ADDRESS of the log.")
    vkey = published_vkey(source, "vkey")
    return Trust((vkey,), _their_policy(source), source)


def published_vkey(source: Source, path: str) -> VKey:
    """A public key that the site publishes. Raises Unusable if there is none, Invalid if it is none."""
    try:
        text = _text(source, path)
    except FileNotFoundError:
        raise Unusable(f"{source.name} has no file {path}: it is not a log's address.") from None
    if not text.endswith("\n"):
        raise Invalid(f"{path} does not hold a key.")
    return parse_vkey(text[:-1])


def _own_policy(path: Path) -> Policy:
    try:
        own = parse_policy(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}.") from None
    except ValueError as fault:
        raise Unusable(f"{path} is not a policy. {fault}") from None
    if not own.logs:
        raise Unusable(f"{path} names no log.")
    return own


def _their_policy(source: Source) -> Policy:
    try:
        return parse_policy(_text(source, "policy"))
    except FileNotFoundError:
        return Policy(quorum=NOBODY)


def _text(source: Source, path: str) -> str:
    try:
        return source.fetch(path).decode()
    except UnicodeDecodeError:
        raise Invalid(f"{path} is not text.") from None
