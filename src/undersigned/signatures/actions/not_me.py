from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.actions.change import own
from undersigned.signatures.actions.erase import erase
from undersigned.signatures.blind import silence_key
from undersigned.signatures.events import AddressSilenced
from undersigned.signatures.models import Silence


@transaction.atomic
def not_me(*, ref: bytes, token: bytes, at: datetime) -> None:
    """The owner of the address says that somebody else typed it: nothing of it is kept, and no letter follows.

    What the signature holds is destroyed at once; if it was confirmed it is withdrawn. The address gets no more
    letters about this petition: that is remembered by a keyed hash. Done twice, the link no longer leads anywhere.
    The actor is the signer. Raises NotYours.
    """
    row = own(ref, token)
    key = silence_key(row.petition_id, row.address_index)
    Silence.objects.get_or_create(key=key, defaults={"petition_id": row.petition_id})
    erase([ref], at=at, by="signer")
    announce(AddressSilenced(petition_id=row.petition_id), at=at, by="signer")
