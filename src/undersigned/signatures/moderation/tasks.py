"""What follows when a moderator asks for a second one (config/wiring.py)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from undersigned.accounts.models import User
from undersigned.accounts.states import Role
from undersigned.mail import actions as mail
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.states import WAITING, State


@transaction.atomic
def tell_moderators(facts: dict[str, Any], *, at: datetime) -> None:
    """A letter to every other moderator, unless one of them has decided meanwhile."""
    rows = Examination.objects.select_related("petition")
    examination = rows.filter(pk=facts["examination_id"], state__in=WAITING).first()
    if examination is None:
        return
    undo = examination.state == State.UNDO_ASKED
    told = {
        "title": examination.petition.title,
        "examination": str(examination.pk),
        "number": str(examination.voided if undo else examination.found),
        "undo": "yes" if undo else "",
    }
    moderators = User.objects.filter(is_active=True, site_roles__role=Role.MODERATOR)
    drafts = [
        mail.write("signatures.void_asked", user.language, {**told, "to": user.email})
        for user in moderators.exclude(pk=examination.asker_id).order_by("pk")
    ]
    mail.post(drafts, at=at)
