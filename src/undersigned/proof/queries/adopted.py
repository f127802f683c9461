"""Which entries of the log were read back from the published files after a restore, as the journal says."""

from django.db.models import Q

from undersigned.journal.models import Entry
from undersigned.proof.events import LogAdopted


def adopted() -> Q:
    """The leaves that `undersigned log adopt` brought back, once or several times. One query."""
    leaves = Q(pk__in=[])
    for facts in Entry.objects.filter(name=LogAdopted.name).values_list("facts", flat=True):
        size, entries = facts["size"], facts["entries"]
        leaves |= Q(index__gte=size - entries, index__lt=size)
    return leaves
