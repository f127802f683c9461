"""Cancel a draw: what was announced and thrown stays on the record, so that everybody sees that it was given up."""

from datetime import datetime

from django.db import transaction

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.verification.actions.steer import Certified
from undersigned.verification.actions.throw import move_draw
from undersigned.verification.events.draws import DrawCancelled
from undersigned.verification.models import Certificate, Draw
from undersigned.verification.moves import hold_petition
from undersigned.verification.states.certificates import CertificateState
from undersigned.verification.states.draws import DrawState


@transaction.atomic
def cancel_draw(*, draw: Draw, at: datetime, user: User) -> None:
    """Give a draw up; reviewers keep what they decided. Raises Certified, DrawMoved."""
    hold_petition(draw.of.petition_id)
    if Certificate.objects.filter(draw=draw, state=CertificateState.ISSUED).exists():
        raise Certified
    thrown = draw.state == DrawState.THROWN
    move_draw(draw, "cancel", cancelled_at=at)
    announce(DrawCancelled(**draw.ids, thrown=thrown), at=at, by=f"user:{user.pk}")
