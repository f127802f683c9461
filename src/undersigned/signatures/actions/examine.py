"""Examine: count what a condition finds; look for what found signatures have in common; nobody is shown."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.conditions import EXAMINED, Condition, Likeness
from undersigned.signatures.moderation.events import (
    ExaminationBegun,
    ExaminationCounted,
    LookAsked,
)
from undersigned.signatures.moderation.marks import (
    KEY,
    domain_of,
    draw_key,
    labels_of,
    mark,
    seal_with,
    sealed_of,
)
from undersigned.signatures.moderation.models import MARKS_LAST, Examination, Finding
from undersigned.signatures.moderation.moves import WrongState, move
from undersigned.signatures.moderation.states import State

REF_LENGTH = 16


class NothingAsked(Refused):
    """The condition has no part, and would find every signature."""

    def __init__(self) -> None:
        super().__init__(_("Please give at least one condition."))


class NotFound(Refused):
    """No signature of this petition that could be declared void has this reference."""

    def __init__(self) -> None:
        super().__init__(_("This petition has no signature with this reference that counts."))


@transaction.atomic
def count_matching(
    *, petition: Petition, condition: Condition, at: datetime, user: User
) -> Examination:
    """Begin an examination: the worker counts the signatures that the condition finds, and fixes the set.

    Nothing about the signatures changes. Raises NothingAsked.
    """
    if not condition.facts():
        raise NothingAsked
    return _begin(petition.pk, at=at, user=user, condition=condition.facts())


@transaction.atomic
def narrow(
    *, examination: Examination, likeness: Likeness, domain: str = "", at: datetime, user: User
) -> Examination:
    """Begin an examination of those findings of another that are alike; `domain` is a mail domain as typed.

    A domain that fewer than MANY of them share finds none, as one that nobody has.
    Raises NothingAsked; WrongState if patterns were not looked for, or their marks are forgotten.
    """
    key, known = sealed_of(examination).get(KEY), labels_of(examination)
    if not key or not examination.looked_at:
        raise WrongState(examination.state)
    labels = {mark: known[mark] for mark in likeness.domains if mark in known}
    if domain:
        labels[mark(key, "domain", domain_of(f"a@{domain}")).hex()] = domain
    likeness = replace(likeness, domains=tuple(labels))
    if not likeness.facts():
        raise NothingAsked
    begun = _begin(
        examination.petition_id,
        at=at,
        user=user,
        within=examination,
        condition={"like": likeness.facts()},
    )
    if labels:
        Examination.objects.filter(pk=begun.pk).update(sealed=seal_with(begun, labels))
    return begun


@transaction.atomic
def examine_one(*, petition: Petition, ref: str, at: datetime, user: User) -> Examination:
    """Begin the examination of one signature, named by its reference (32 hex digits), as after a complaint.

    Raises NotFound.
    """
    try:
        raw = bytes.fromhex(ref)
    except ValueError:
        raise NotFound from None
    rows = Signature.objects.filter(petition=petition, ref=raw, state__in=EXAMINED)
    signature = rows.first()
    if signature is None:
        raise NotFound
    begun = _begin(petition.pk, at=at, user=user, condition={"signature": signature.pk})
    Finding.objects.create(examination=begun, signature=signature)
    Examination.objects.filter(pk=begun.pk).update(state=State.COUNTED, found=1, counted_at=at)
    begun.refresh_from_db()
    announce(ExaminationCounted(**begun.ids, rows=1), at=at, by=f"user:{user.pk}")
    return begun


@transaction.atomic
def look_closer(*, examination: Examination, reason: str, at: datetime, user: User) -> None:
    """Have the worker open the found signatures, for a reason of LookReason, and count what they have in common.

    What it reads becomes marks that are forgotten some days later. Raises WrongState, ChangedMeanwhile.
    """
    sealed = seal_with(examination, {}, key=draw_key())
    facts = {"look_reason": reason, "looked_by": user, "looked_at": None, "sealed": sealed}
    move(examination, "look_closer", at=at, **facts)
    announce(LookAsked(**examination.ids, reason=reason), at=at, by=f"user:{user.pk}")


@transaction.atomic
def forget_marks(*, at: datetime) -> int:
    """Blank the marks of examinations that nobody moved on for a week; how many. By the worker; idempotent.

    The numbers stay; who shares what is not to be found again.
    """
    known = Examination.objects.exclude(sealed=b"").exclude(state=State.OPENING)
    old = known.filter(changed_at__lt=at - MARKS_LAST)
    keys = list(old.values_list("pk", flat=True))
    Finding.objects.filter(examination__in=keys).exclude(domain=b"", address=b"", name=b"").update(
        domain=b"", address=b"", name=b"", digits=False
    )
    return old.update(sealed=b"", looked_at=None)


def _begin(petition_id: int, *, at: datetime, user: User, **facts: Any) -> Examination:
    begun = Examination.objects.create(
        ref=secrets.token_bytes(REF_LENGTH),
        petition_id=petition_id,
        began_by=user,
        began_at=at,
        changed_at=at,
        **facts,
    )
    announce(ExaminationBegun(**begun.ids), at=at, by=f"user:{user.pk}")
    return begun
