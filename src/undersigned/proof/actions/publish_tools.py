"""Publish the tools to check the log with beside it; the log holds the hash of each version."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.journal.models import Entry
from undersigned.proof import browser
from undersigned.proof.events import ToolPublished
from undersigned.proof.files import holds, replace
from undersigned.proof.verifier import archive

TOOLS: dict[str, Callable[[], bytes]] = {
    "verify.html": browser.page,
    "undersigned-verify.pyz": archive.build,
}


def publish_tools(*, at: datetime) -> None:
    """Put this version's tools in place of those that are published, if they are others."""
    for file, make in TOOLS.items():
        content = make()
        _tell(file=file, sha256=sha256(content).hexdigest(), at=at)
        if not holds(file, content):
            replace(file, content)


@transaction.atomic
def _tell(*, file: str, sha256: str, at: datetime) -> None:
    """Put a version on record, unless it is the last one that was; before it is published, since after may be never."""
    told = Entry.objects.filter(name=ToolPublished.name, facts__file=file).order_by("-id").first()
    if told is None or told.facts["sha256"] != sha256:
        announce(ToolPublished(file=file, sha256=sha256), at=at, by="worker")
