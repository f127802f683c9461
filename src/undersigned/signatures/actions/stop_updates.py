from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.actions.change import change, own
from undersigned.signatures.events import UpdatesStopped


@transaction.atomic
def stop_updates(*, ref: bytes, token: bytes, at: datetime) -> None:
    """Give the signer's address to no group from now on; the signature stays. Idempotent.

    A file that a group took before cannot be taken back: the group must delete the address when asked. The actor is
    the signer. Raises NotYours.
    """
    row = own(ref, token)
    if not row.for_groups:
        return
    change(row, for_groups=False)
    announce(UpdatesStopped(petition_id=row.petition_id), at=at, by="signer")
