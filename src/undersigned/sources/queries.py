from django.db.models import QuerySet

from undersigned.sources.models import Statement


def statements_about(about: str) -> QuerySet[Statement]:
    """All that was said and replied about "petition:7" and the like, by date alone."""
    return Statement.objects.filter(about=about).select_related("source", "answers")
