"""Who verifies petitions whose councils take no part on this site."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from undersigned.petitions.models import Petition
from undersigned.petitions.states import State
from undersigned.verification.models import Verifier

A_PAGE = 50


@dataclass(frozen=True)
class VerifiersPage:
    """Open and closed petitions to councils that nobody represents here; `number` is how many verify each."""

    page_obj: Page[Any]


@dataclass(frozen=True)
class VerifyingPage:
    """A petition, and its verifiers, those whose appointment ended too."""

    petition: Petition
    verifiers: list[Verifier]


def verifiers_page(*, number: str) -> VerifiersPage:
    """Two queries."""
    acting = Verifier.objects.filter(petition=OuterRef("pk"), ended_at__isnull=True)
    counted = acting.order_by().values("petition").annotate(number=Count("pk")).values("number")
    rows = Petition.objects.filter(
        state__in=[State.OPEN, State.CLOSED], council__represented_since__isnull=True
    )
    rows = rows.select_related("council").annotate(verifiers=Coalesce(Subquery(counted), 0))
    return VerifiersPage(Paginator(rows.order_by("-pk"), A_PAGE).get_page(number))


def verifying_page(petition: Petition) -> VerifyingPage:
    """One query."""
    rows = Verifier.objects.filter(petition=petition).select_related("user")
    return VerifyingPage(petition, list(rows))
