"""Whose word a reader takes: the logs, the witnesses and how many of them. C2SP tlog-policy, § Syntax.

    log <vkey> [<url>]
    witness <name> <vkey> [<url>]
    group <name> all|any|<k> <name>...
    quorum <name>|none

Limits: text that is UTF-8. How old a cosignature may be is no part of a policy.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import COSIGNATURE, LOG, VKey, parse_vkey
from undersigned.pure.tlog.strict import whole_number

NOBODY = "none"
NOT_ALLOWED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BLANKS = re.compile(r"[ \t]+")


@dataclass(frozen=True)
class Group:
    """Several witnesses or groups, of which `needed` must vouch."""

    needed: int
    members: tuple[str, ...]


@dataclass
class Policy:
    """Logs and witnesses with their keys and addresses ("": none given), groups and the quorum."""

    logs: list[tuple[VKey, str]] = field(default_factory=list)
    witnesses: dict[str, tuple[VKey, str]] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = ""

    def satisfied_by(self, names: set[str]) -> bool:
        """Whether these witnesses, by their names in the policy, are enough."""
        vouching = names & set(self.witnesses)
        for name, group in self.groups.items():  # members stand before the groups that name them
            if len(vouching & set(group.members)) >= group.needed:
                vouching.add(name)
        return self.quorum == NOBODY or self.quorum in vouching

    def names_of(self, vkeys: Iterable[VKey]) -> set[str]:
        """The names in this policy of the witnesses that hold these keys."""
        held = set(vkeys)
        return {name for name, (vkey, _) in self.witnesses.items() if vkey in held}

    @property
    def witness_keys(self) -> list[VKey]:
        """The keys of all witnesses, in the policy's order."""
        return [vkey for vkey, _ in self.witnesses.values()]


def parse_policy(text: str) -> Policy:
    """The policy that a file says. Raises Invalid, naming the line."""
    if not text.endswith("\n") or NOT_ALLOWED.search(text):
        raise Invalid("A policy is lines of text without control characters.")
    policy = Policy()
    for number, line in enumerate(text.split("\n"), start=1):
        words = BLANKS.sub(" ", line).strip(" ").split(" ")
        if words == [""] or words[0].startswith("#"):
            continue
        try:
            _take(policy, words)
        except Invalid as fault:
            raise Invalid(f"Line {number} of the policy: {fault}") from None
    if not policy.quorum:
        raise Invalid("The policy names no quorum.")
    return policy


def _take(policy: Policy, words: list[str]) -> None:
    match words:
        case ["log", vkey, *url] if len(url) <= 1:
            keys = [key for key, _ in policy.logs]
            policy.logs.append((_key(vkey, LOG, keys), "".join(url)))
        case ["witness", name, vkey, *url] if len(url) <= 1:
            _check_new(policy, name)
            key = _key(vkey, COSIGNATURE, policy.witness_keys)
            policy.witnesses[name] = (key, "".join(url))
        case ["group", name, needed, *members] if members:
            _check_new(policy, name)
            policy.groups[name] = _group(policy, needed, members)
        case ["quorum", name] if not policy.quorum:
            if name != NOBODY:
                _check_known(policy, name)
            policy.quorum = name
        case _:
            raise Invalid("It is not one that a policy has.")


def _key(text: str, kind: int, others: Iterable[VKey]) -> VKey:
    vkey = parse_vkey(text)
    if vkey.kind != kind:
        raise Invalid("Its key is of the wrong kind.")
    if vkey.public in {other.public for other in others}:
        raise Invalid("Its key is there already.")
    return vkey


def _group(policy: Policy, needed: str, members: list[str]) -> Group:
    taken = {member for group in policy.groups.values() for member in group.members}
    for member in members:
        _check_known(policy, member)
        if member in taken:
            raise Invalid("It names a member that was named before.")
        taken.add(member)
    number = {"all": len(members), "any": 1}.get(needed) or whole_number(needed)
    if not 1 <= number <= len(members):
        raise Invalid("It asks for more members than it has, or for none.")
    return Group(number, tuple(members))


def _check_new(policy: Policy, name: str) -> None:
    if name == NOBODY or name in policy.witnesses or name in policy.groups:
        raise Invalid("Its name is taken.")


def _check_known(policy: Policy, name: str) -> None:
    if name not in policy.witnesses and name not in policy.groups:
        raise Invalid("It names what no line before it defines.")
