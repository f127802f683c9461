from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.actions.change import change, own
from undersigned.signatures.events import NameHidden
from undersigned.signatures.models import PublicName


@transaction.atomic
def hide_name(*, ref: bytes, token: bytes, at: datetime) -> None:
    """Take the signer's name off the petition's page, and show it no more; the signature stays. Idempotent.

    The actor is the signer. Raises NotYours.
    """
    row = own(ref, token)
    if not row.show_name:
        return
    change(row, show_name=False, name_shown=False)
    PublicName.objects.filter(signature=row).delete()
    announce(NameHidden(petition_id=row.petition_id), at=at, by="signer")
