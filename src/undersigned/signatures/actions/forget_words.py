from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import touch
from undersigned.signatures.moderation.models import Examination


@transaction.atomic
def forget_words(*, petition_id: int, explained_at: datetime, at: datetime) -> None:
    """Blank what moderators wrote beside the voids that were explained at that moment; the reason and number stay.

    After `undersigned log withhold` took the published explanation away, so that no page says it any more. By the
    operator; idempotent. No event of its own: that the document was withheld is in the journal.
    """
    said = Examination.objects.filter(petition_id=petition_id, ended_at=explained_at)
    if said.exclude(words="").update(words=""):
        touch({f"petition:{petition_id}"}, at=at)
