"""The log's policy: its own key, and the operator's file of witnesses and of how many must vouch (C2SP tlog-policy)."""

from pathlib import Path

from django.conf import settings

from undersigned.proof.vkeys import log_vkey
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.policy import NOBODY, Policy, parse_policy

ALONE = f"quorum {NOBODY}\n"


def policy_text() -> str:
    """The policy as it is published: the log's own line before the operator's. Raises Invalid."""
    text = f"log {log_vkey().text} {settings.PUBLIC_ADDRESS}/log\n{_operators()}"
    parse_policy(text)
    return text


def site_policy() -> Policy:
    """The same, read. Raises Invalid."""
    return parse_policy(policy_text())


def _operators() -> str:
    path: Path = settings.LOG_POLICY
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ALONE
    except UnicodeDecodeError:
        raise Invalid("The policy is not UTF-8.") from None
