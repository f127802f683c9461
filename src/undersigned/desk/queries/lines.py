"""What a petition needs of somebody now, and what comes next by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.petitions.pages import QueuePage
from undersigned.petitions.rules import TAKEDOWN_WAIT
from undersigned.petitions.states import State
from undersigned.record.queries import versions_by_state
from undersigned.record.states import State as Review
from undersigned.signatures.moderation.pages import waiting
from undersigned.signatures.moderation.states import State as Examined
from undersigned.verification.queries.checks import checks_that_wait

SOON = timedelta(days=7)
LATELY = timedelta(days=7)
MOST = 20


@dataclass(frozen=True)
class Line:
    """One thing to do (`now`) or to expect: what, about what, since or on when, and where.

    `href` is empty where no page does it.
    """

    now: bool
    words: str
    title: str
    when: date | None
    href: str

    @property
    def age(self) -> tuple[bool, str]:
        """For sorting: oldest first; what has no date comes last."""
        return (self.when is None, self.when.isoformat() if self.when else "")


def lines_of_coalition(petition: Petition, own: set[int], *, at: datetime) -> Iterator[Line]:
    """For those who act for the groups `own`. The petition's sponsors are at hand."""
    if petition.state == State.DRAFT:
        yield from _draft(petition, own)
    elif petition.state == State.SUBMITTED:
        yield _line(petition, _("With a moderator"), petition.submitted_at, now=False)
    elif petition.state == State.APPROVED:
        words = _("Approved: it can be opened")
        yield _line(petition, words, petition.approved_at, now=petition.lead_id in own)
    else:
        yield from _public(petition, at=at)


def lines_of_moderator(queue: QueuePage) -> Iterator[Line]:
    """What waits for a decision; a warning only when its time is over."""
    for petition in queue.waiting:
        words = _("Waits for a moderator")
        yield _line(petition, words, petition.submitted_at, page="petitions:review")
    for petition in queue.warned:
        warned_at = petition.takedown_warned_at
        if warned_at and warned_at + TAKEDOWN_WAIT <= queue.at:
            words = _("Take down or let stay")
            yield _line(petition, words, warned_at, page="petitions:review")


def lines_of_examinations(user: User) -> Iterator[Line]:
    """Signatures that a second moderator must decide on; who asked waits. One query."""
    for examination in waiting():
        undo = examination.state == Examined.UNDO_ASKED
        words = _("Put signatures back?") if undo else _("Declare signatures void?")
        own = examination.asker_id == user.pk
        yield Line(
            now=not own,
            words=_("Waits for another moderator") if own else words,
            title=examination.petition.title,
            when=examination.changed_at,
            href=reverse("signatures:moderation_examination", kwargs={"pk": examination.pk}),
        )


def lines_of_checks(user: User) -> Iterator[Line]:
    """Checks of signatures in which lines wait for reviewers. One query."""
    for check in checks_that_wait(user)[:MOST]:
        yield Line(
            now=True,
            words=_("Signatures wait for reviewers"),
            title=check.petition.title,
            when=check.began_at,
            href=reverse("verification:check", kwargs={"pk": check.pk}),
        )


def lines_of_records() -> Iterator[Line]:
    """Imported dossiers that a moderator has not reviewed. One query."""
    for version in versions_by_state(Review.WAITING):
        parts = {"slug": version.dossier.slug, "number": version.number}
        yield Line(
            now=True,
            words=_("An imported record waits for review"),
            title=version.dossier.slug,
            when=version.imported_at,
            href=reverse("record:review", kwargs=parts),
        )


def lines_of_operator(*, at: datetime) -> Iterator[Line]:
    """Letters that were given up lately; the journal says why. One query."""
    failed = Entry.objects.filter(name="letter.failed", at__gt=at - LATELY)
    count, last = failed.aggregate(count=Count("id"), last=Max("at")).values()
    if count:
        words = ngettext(
            "%(count)d was given up within a week. The journal says why.",
            "%(count)d were given up within a week. The journal says why.",
            count,
        )
        yield Line(now=True, words=words % {"count": count}, title=_("Letters"), when=last, href="")


def _draft(petition: Petition, own: set[int]) -> Iterator[Line]:
    text_sha256 = petition.hash_of_text()
    others = [row for row in petition.sponsors.all() if row.group_id != petition.lead_id]
    missing = [row for row in others if row.agreed_sha256 != text_sha256]
    for row in missing:
        if row.group_id in own:
            words = _("%(group)s is asked to agree to the text") % {"group": row.group}
            yield _line(petition, words, row.asked_at, page="petitions:text")
    if petition.lead_id not in own:
        return
    if petition.return_reason:
        yield _line(petition, _("A moderator gave it back"), petition.returned_at)
    elif not missing:
        yield _line(petition, _("A draft that can be submitted"), petition.changed_at)
    else:
        words = ngettext(
            "Waits until %(count)d group agrees", "Waits until %(count)d groups agree", len(missing)
        )
        yield _line(petition, words % {"count": len(missing)}, petition.changed_at, now=False)


def _public(petition: Petition, *, at: datetime) -> Iterator[Line]:
    if petition.state != State.TAKEN_DOWN and petition.takedown_warned_at:
        words = _("It is to be taken down: read why")
        yield _line(petition, words, petition.takedown_warned_at)
    ends = petition.closes_on if petition.state == State.OPEN else None
    if ends and ends <= timezone.localdate(at) + SOON:
        yield _line(petition, _("Closes soon"), ends, now=False)


def _line(
    petition: Petition,
    words: str,
    when: date | None,
    *,
    now: bool = True,
    page: str = "desk:petition",
) -> Line:
    return Line(now, words, petition.title, when, reverse(page, kwargs={"pk": petition.pk}))
