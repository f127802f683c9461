from django.db.models import OuterRef, QuerySet, Subquery

from undersigned.record.models import Version
from undersigned.record.states import State


def version_of(slug: str, number: int | None = None) -> Version | None:
    """A version by its number, whatever its state; without a number the latest that shows."""
    versions = Version.objects.filter(dossier__slug=slug).select_related("dossier")
    if number is None:
        return versions.filter(state=State.SHOWN).first()
    return versions.filter(number=number).first()


def public_version(slug: str, number: int | None = None) -> Version | None:
    """As above, of those that show or were withdrawn; one that shows goes first."""
    seen = Version.objects.filter(
        dossier__slug=slug, state__in=[State.SHOWN, State.WITHDRAWN]
    ).select_related("dossier")
    if number is not None:
        return seen.filter(number=number).first()
    return seen.order_by("state", "-number").first()  # "shown" before "withdrawn"


def latest_shown() -> QuerySet[Version]:
    """Of each dossier that shows, its latest shown version."""
    latest = Version.objects.filter(dossier=OuterRef("dossier"), state=State.SHOWN)
    return (
        Version.objects.filter(state=State.SHOWN, number=Subquery(latest.values("number")[:1]))
        .select_related("dossier")
        .order_by("dossier__slug")
    )


def shown_numbers(slug: str) -> list[int]:
    """The numbers of a dossier's versions that show, the latest first."""
    shown = Version.objects.filter(dossier__slug=slug, state=State.SHOWN)
    return list(shown.order_by("-number").values_list("number", flat=True))


def versions_by_state(*states: State) -> QuerySet[Version]:
    """Versions in these states, the longest there first, without their content."""
    return (
        Version.objects.filter(state__in=states)
        .select_related("dossier")
        .defer("content")
        .order_by("imported_at", "id")
    )
