"""What the pages of keys and of handing over show."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import get_language

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.petitions.states import State
from undersigned.verification.events.certificates import SignersHandedOver
from undersigned.verification.models import Check, SealKey
from undersigned.verification.seal import archive

SHOWN = 20


@dataclass(frozen=True)
class HandOverPage:
    """A petition's list: the terms, the reader's key, and when it was handed over before."""

    petition: Petition
    key: SealKey | None
    retired: list[SealKey]
    terms: list[str]
    before: list[Entry]
    tool: str
    check: Check | None

    @property
    def closed(self) -> bool:
        return self.petition.state == State.CLOSED


def hand_over_page(petition: Petition, user: User) -> HandOverPage:
    """Three queries."""
    keys = list(SealKey.objects.filter(user=user, council=petition.council_id))
    handed = Entry.objects.filter(
        name=SignersHandedOver.name, facts__petition_id=petition.pk
    ).order_by("-id")
    return HandOverPage(
        petition=petition,
        key=next((key for key in keys if key.retired_at is None), None),
        retired=[key for key in keys if key.retired_at],
        terms=_terms(petition),
        before=list(handed[:SHOWN]),
        tool=sha256(archive.build()).hexdigest(),
        check=Check.objects.filter(petition=petition).first(),
    )


def _terms(petition: Petition) -> list[str]:
    told = petition.notice.document if petition.notice else {}
    language = get_language() or "en"
    return [told[part].get(language) or told[part]["en"] for part in told]
