"""What published files of signatures by ward say is public for good: the next file must not be made without it."""

from django.db.models import QuerySet

from undersigned.petitions.models import Petition
from undersigned.proof.models import Document, Leaf, WardEntry
from undersigned.proof.queries.wards import active_entries, document_prefix
from undersigned.proof.states import Kind
from undersigned.pure.tlog.disclosure import parse_disclosure

BATCH = 500


def recall_wards(size: int) -> None:
    """Know again, in a log of `size` entries, under which wards entries were published, but of erased signers."""
    purged = Leaf.objects.filter(kind=Kind.PURGE).values("petition_id")
    asked = Petition.objects.filter(rules__isnull=False).exclude(pk__in=purged)
    for petition in asked.order_by("pk"):
        files = _files(petition)
        kept = _kept(petition, size) if files.exists() else set()
        for document in files.iterator():
            WardEntry.objects.bulk_create(
                (
                    WardEntry(index=index, petition=petition, ward=ward, salt=salt)
                    for ward, entries in parse_disclosure(bytes(document.content)).wards.items()
                    for index, salt in entries
                    if index in kept
                ),
                batch_size=BATCH,
                ignore_conflicts=True,
            )


def _files(petition: Petition) -> QuerySet[Document]:
    made = Document.objects.filter(petition=petition, withheld_at__isnull=True)
    return made.filter(name__startswith=document_prefix(petition)).order_by("id")


def _kept(petition: Petition, size: int) -> set[int]:
    """The entries whose signers are not erased, as far as that is known here: of a lost row, if it still counts."""
    active = active_entries(petition, size)
    signed = Leaf.objects.filter(petition=petition, kind=Kind.SIGN, index__lt=size)
    held = signed.exclude(signature__sealed=b"").values_list("index", "signature_id")
    return {
        index for index, row in held.iterator() if index is not None and (row or index in active)
    }
