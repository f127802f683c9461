"""Keys of those who certify: named before they seal anything, and retired when they are not used any more."""

from datetime import datetime

import pyrage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.councils.rules import is_clerk_of
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.pure.tlog import ed25519_plain
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import LOG, parse_vkey
from undersigned.verification.events.certificates import SealKeyAdded, SealKeyRetired
from undersigned.verification.models import SealKey
from undersigned.verification.rules.capacity import CLERK, VERIFIER


class NotAKey(Refused):
    """The lines are not those that the tool shows."""

    def __init__(self) -> None:
        super().__init__(
            _("These are not the two lines that the tool shows: name+id+key, and age1…")
        )


class KeyInUse(Refused):
    """The user has a key for this council."""

    def __init__(self) -> None:
        super().__init__(_("You have named a key already. Retire it first."))


@transaction.atomic
def add_key(*, council: Council, vkey: str, recipient: str, at: datetime, user: User) -> SealKey:
    """Put the public lines of somebody's key on record. Raises NotAKey, KeyInUse."""
    _check_key(vkey, recipient)
    row = SealKey(user=user, council=council, vkey=vkey, recipient=recipient, added_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise KeyInUse from None
    capacity = CLERK if is_clerk_of(user, council) else VERIFIER
    added = SealKeyAdded(seal_key_id=row.pk, council=council.pk, capacity=capacity, vkey=vkey)
    announce(added, at=at, by=f"user:{user.pk}")
    return row


@transaction.atomic
def retire_key(*, key: SealKey, at: datetime, user: User) -> None:
    """Let a key seal no more; a second press does nothing."""
    rows = SealKey.objects.filter(pk=key.pk, retired_at__isnull=True)
    if rows.update(retired_at=at) == 1:
        retired = SealKeyRetired(seal_key_id=key.pk, council=key.council_id, vkey=key.vkey)
        announce(retired, at=at, by=f"user:{user.pk}")


def _check_key(vkey: str, recipient: str) -> None:
    try:
        key = parse_vkey(vkey)
        pyrage.x25519.Recipient.from_str(recipient)
    except (Invalid, pyrage.RecipientError):
        raise NotAKey from None
    if key.kind != LOG or ed25519_plain.decode(key.public) is None:
        raise NotAKey
