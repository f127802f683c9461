"""Who else vouches that everybody is shown the same log, and how lately."""

from undersigned.proof.verifier.opened import Opened
from undersigned.proof.verifier.trust import fresh
from undersigned.proof.verifier.words import ago, say
from undersigned.pure.tlog.policy import NOBODY

NONE = (
    "Nobody but the site itself vouches for this state of the log: another reader may be shown\n"
    "another one. Ask the site who its witnesses are."
)
THEIRS = (
    "  The site names these witnesses itself. To be sure of them, take their keys from them and\n"
    "  write a policy of your own (--policy FILE)."
)


def say_witnesses(log: Opened, now: float, max_age: float) -> bool:
    """Say who vouches, and whether that is enough, lately enough (`max_age` in hours)."""
    policy, vouched = log.trust.policy, log.signed.vouched
    if not policy.witnesses:
        say(f"\n{NONE}")
        return policy.satisfied_by(set())
    say("\nWitnesses, who vouch that they were shown this same log:")
    for name in policy.witnesses:
        say(f"  {name:32} {ago(vouched[name], now) if name in vouched else 'not for this state'}")
    enough = policy.satisfied_by(fresh(log.signed, now, max_age))
    say(f"  {_verdict(policy.quorum, max_age, enough=enough)}")
    if log.trust.source is not None:
        say(THEIRS)
    return enough


def _verdict(quorum: str, max_age: float, *, enough: bool) -> str:
    if quorum == NOBODY:
        return "How many of them must vouch is not laid down."
    within = f"within {max_age:g} hours"
    return f"Enough of them {within}." if enough else f"TOO FEW of them {within}."
