"""What follows in verification when other stages announce something (config/wiring.py)."""

from datetime import datetime

from undersigned.signatures.events import SignaturesErased
from undersigned.verification.actions.forget import forget_lines


def forget_signers(events: list[SignaturesErased], *, at: datetime) -> None:
    """What checks hold of signers who are erased goes with them."""
    refs = [bytes.fromhex(ref) for event in events for ref in event.refs]
    forget_lines(refs=refs, at=at, by="worker")
