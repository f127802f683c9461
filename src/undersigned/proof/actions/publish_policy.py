from datetime import datetime
from hashlib import sha256

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.proof.events import PolicyPublished
from undersigned.proof.files import fetch, replace
from undersigned.proof.policy import policy_text
from undersigned.pure.tlog.policy import parse_policy

POLICY = "policy"


def publish_policy(*, at: datetime, by: str) -> None:
    """Put the policy beside the log, if it is another than the one there; the record says so.

    Raises Invalid where the operator's file is no policy; what is published stays.
    """
    text = policy_text()
    content = text.encode()
    if _published() == content:
        return
    with transaction.atomic():
        witnesses = sorted(vkey.text for vkey, _ in parse_policy(text).witnesses.values())
        event = PolicyPublished(sha256=sha256(content).hexdigest(), witnesses=witnesses)
        announce(event, at=at, by=by)
    replace(POLICY, content)  # after: rather told of twice than never


def _published() -> bytes:
    try:
        return fetch(POLICY)
    except FileNotFoundError:
        return b""
