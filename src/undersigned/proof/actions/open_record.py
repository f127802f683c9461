"""Open: the four files that a petition's opening fixes, and the leaf that holds their hashes."""

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.proof.actions.append import append, waiting
from undersigned.proof.models import Document, Leaf
from undersigned.proof.naming import day_of
from undersigned.proof.states import Kind
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.pure.tlog.documents import FIXED
from undersigned.pure.tlog.leaves import Open, parse_leaf

NONE = "-"  # in the place of a clerk's key or a last day


class OtherText(Refused):
    """The log holds an opening of this petition with another text (a backup was restored): it stays as it was."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The public log already holds this petition with another text. Please start a new petition."
            )
        )


def append_opening(petition_id: int, *, at: datetime) -> None:
    """The `open` leaf of a petition that is open, and its files; nothing where it has them already.

    The files need no salt: each is public from this moment, and none is of one person. Raises OtherText.
    """
    petition = _with_all(petition_id)
    files = dict(zip(FIXED, _contents(petition), strict=True))
    opened = Leaf.objects.filter(kind=Kind.OPEN, petition_id=petition_id).first()
    if opened is not None:
        _compare(opened, files)
        return
    fixed = [
        Document.objects.create(
            name=document_name(petition.public_ref, part),
            petition=petition,
            content=content,
            salt=b"",
            made_at=at,
        )
        for part, content in files.items()
    ]
    body = _leaf(petition, files, at=at).bytes
    append([waiting(Kind.OPEN, petition_id, at=at, body=body, document_id=fixed[0].pk)])


def _compare(opened: Leaf, files: dict[str, bytes]) -> None:
    fixed = parse_leaf(bytes(opened.body))
    if not isinstance(fixed, Open) or fixed.text != sha256(files["text"]).digest():
        raise OtherText


def document_name(petition: str, part: str) -> str:
    """Where a part of what an opening fixed stands below record/."""
    return f"{petition}-{part}"


def _with_all(petition_id: int) -> Petition:
    return Petition.objects.select_related("council", "rules", "notice").get(pk=petition_id)


def _contents(petition: Petition) -> tuple[bytes, bytes, bytes, bytes]:
    if petition.rules is None or petition.notice is None:
        raise ValueError(f"{petition.public_ref} is not open.")
    wards = list(petition.council.wards.values_list("name", flat=True))
    return (
        canonical_json(petition.document()),
        petition.rules.canonical,
        canonical_json({"wards": wards}),
        petition.notice.canonical,
    )


def _leaf(petition: Petition, files: dict[str, bytes], *, at: datetime) -> Open:
    hashes = {part: sha256(content).digest() for part, content in files.items()}
    closes = petition.closes_on.isoformat() if petition.closes_on else NONE
    return Open(petition.public_ref, day_of(at), **hashes, clerk=NONE, closes=closes)
