"""Who vouches for the log, and how freshly: what `proof/witnesses.html` shows and the doctor asks."""

from dataclasses import dataclass
from datetime import datetime

from undersigned.proof.files import fetch
from undersigned.proof.models import Checkpoint, Witness
from undersigned.proof.queries.checkpoints import published
from undersigned.proof.rules import FRESH_FOR, freshness_at
from undersigned.proof.states import Freshness, Trouble
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey, parse_seal
from undersigned.pure.tlog.policy import NOBODY, Policy, parse_policy

LOOK_BACK = (
    30  # checkpoints: among so many newest one that enough witnesses vouch for is looked for
)


@dataclass(frozen=True)
class WitnessRow:
    """One witness: when it vouched last, and why it did not when it was asked after that (empty: it did)."""

    name: str
    vkey: str
    freshness: Freshness
    vouched_at: datetime | None
    vouched_size: int
    trouble: str
    contradicts: bool


@dataclass(frozen=True)
class Witnesses:
    """All witnesses of the published policy. `needed` of them must vouch; 0 where the policy asks for nobody.

    `vouched` is the newest checkpoint that enough of them vouch for freshly; None where there is none among the
    newest. `contradicted` names those who hold another log under this one's seal.
    """

    rows: tuple[WitnessRow, ...]
    needed: int
    newest: Checkpoint | None
    vouched: Checkpoint | None

    @property
    def enough(self) -> bool:
        """Whether enough vouch for the newest checkpoint."""
        return self.vouched is not None and self.vouched == self.newest

    @property
    def contradicted(self) -> tuple[str, ...]:
        """Those who hold a checkpoint under this log's seal that it contradicts."""
        return tuple(row.name for row in self.rows if row.contradicts)

    @property
    def not_fresh(self) -> tuple[WitnessRow, ...]:
        """Those who have not vouched for two days, or never."""
        return tuple(row for row in self.rows if row.freshness != Freshness.FRESH)


def witnesses(*, at: datetime) -> Witnesses:
    """Who vouches. Three queries and one file."""
    policy = published_policy()
    known = {row.vkey: row for row in Witness.objects.all()}
    newest = list(published().order_by("-size")[:LOOK_BACK])
    return Witnesses(
        rows=tuple(_row(vkey, known.get(vkey.text), at) for vkey in policy.witness_keys),
        needed=_needed(policy),
        newest=newest[0] if newest else None,
        vouched=next(
            (one for one in newest if is_vouched(one, policy, since=at - FRESH_FOR)), None
        ),
    )


def published_policy() -> Policy:
    """The policy as the log publishes it: that is what readers go by. One that asks for nobody, where there is none."""
    try:
        return parse_policy(fetch("policy").decode())
    except (FileNotFoundError, Invalid, UnicodeDecodeError):
        return Policy(quorum=NOBODY)


def _row(vkey: VKey, known: Witness | None, at: datetime) -> WitnessRow:
    return WitnessRow(
        name=vkey.name,
        vkey=vkey.text,
        freshness=freshness_at(known.vouched_at if known else None, at),
        vouched_at=known.vouched_at if known else None,
        vouched_size=known.vouched_size if known else 0,
        trouble=str(Trouble(known.trouble).label) if known and known.trouble else "",
        contradicts=bool(known and known.evidence),
    )


def _needed(policy: Policy) -> int:
    """The least number of witnesses that the policy's quorum can be made of."""

    def least(name: str) -> int:
        if name in policy.witnesses:
            return 1
        group = policy.groups[name]
        return sum(sorted(least(member) for member in group.members)[: group.needed])

    return 0 if policy.quorum == NOBODY else least(policy.quorum)


def is_vouched(checkpoint: Checkpoint, policy: Policy, *, since: datetime | None = None) -> bool:
    """Whether lines beneath the checkpoint (since a time) are enough by the policy; nobody's word is never enough."""
    if policy.quorum == NOBODY:
        return False
    lines = [row.line for row in checkpoint.cosignatures.all() if since is None or row.at >= since]
    seals = {(seal.name, seal.key_id) for seal in map(parse_seal, lines)}
    keys = [vkey for vkey in policy.witness_keys if (vkey.name, vkey.id) in seals]
    return policy.satisfied_by(policy.names_of(keys))
