"""What the pages about rolls show. No page but the preview shows a voter, and that one only to a clerk who asks."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.verification.models import Profile, Roll, Verifier
from undersigned.verification.rolls.catalogue import Known, shipped
from undersigned.verification.rolls.layout import layout_of
from undersigned.verification.rolls.parts import read_progress, reports
from undersigned.verification.rolls.preview import Sample
from undersigned.verification.rolls.records import What
from undersigned.verification.rolls.snapshot import folder_of
from undersigned.verification.rolls.trouble import Why
from undersigned.verification.rules.people import may_destroy, may_hold_rolls
from undersigned.verification.states.rolls import FAULTS, KEPT, REASONS, WAITING, RollState
from undersigned.verification.tickets import ticket_for


@dataclass(frozen=True)
class RollsPage:
    """A council's rolls, the newest first, and where another is sent to."""

    council: Council
    rolls: tuple[Roll, ...]
    megabytes: int
    upload: str  # the address that takes a file from this user for an hour


@dataclass(frozen=True)
class RollPage:
    """One roll: what it waits for, how far it is, or what it holds."""

    council: Council
    roll: Roll
    waits: bool
    works: bool
    per_cent: int
    read: int  # rows so far
    reason: "str | Promise"
    reports: bool
    known: str  # the title of the layout that fits; empty where the header's names were followed
    titles: tuple[tuple[str, str], ...]  # layouts that may be put on the file
    may_destroy: bool
    sample: Sample | None = None


def councils_with_rolls(user: User) -> tuple[Council, ...]:
    """The councils whose rolls this user may bring in."""
    officer = Q(officers__user=user)
    verified = Verifier.objects.filter(user=user).values("petition__council")
    found = Council.objects.filter(officer | Q(pk__in=verified)).distinct()
    return tuple(council for council in found if may_hold_rolls(user, council))


def rolls_page(council: Council, user: User) -> RollsPage:
    """A council's rolls, and where this user may send another."""
    ticket = {"slug": council.slug, "ticket": ticket_for(user)}
    return RollsPage(
        council=council,
        rolls=tuple(rolls_of(council)),
        megabytes=settings.ROLL_MEGABYTES,
        upload=reverse("verification:upload_roll", kwargs=ticket),
    )


def rolls_of(council: Council) -> QuerySet[Roll]:
    """A council's rolls, the newest first."""
    return Roll.objects.filter(council=council).select_related("made_by")


def usable_rolls(council: Council, *, on: date) -> QuerySet[Roll]:
    """The rolls that a check may go by on this day."""
    return rolls_of(council).filter(state=RollState.READY, purge_on__gt=on)


def roll_page(roll: Roll, user: User, sample: Sample | None = None) -> RollPage:
    """One roll's page."""
    progress = read_progress(folder_of(roll)) if roll.state == RollState.IMPORTING else None
    titles = titles_for(roll.council)
    return RollPage(
        council=roll.council,
        roll=roll,
        waits=roll.state in WAITING,
        works=roll.state == RollState.IMPORTING,
        per_cent=100 * progress.done // roll.file_size if progress else 0,
        read=progress.rows if progress else 0,
        reason=REASONS[Why(roll.trouble)] if roll.trouble else "",
        reports=next(reports(folder_of(roll)), None) is not None,
        known=dict(titles).get(layout_of(roll.layout).profile, ""),
        titles=titles,
        may_destroy=not roll.purged_at and may_destroy(user, roll),
        sample=sample,
    )


def saved_layouts(council: Council) -> tuple[Known, ...]:
    """The layouts that this council's clerk saved, as they are put on other files."""
    return tuple(_known(profile) for profile in Profile.objects.filter(council=council))


def titles_for(council: Council) -> tuple[tuple[str, str], ...]:
    """Key and title of every layout, saved ones first."""
    return tuple((known.key, known.title) for known in (*saved_layouts(council), *shipped()))


def layout_called(council: Council, key: str) -> Known:
    """A layout by its key. Raises KeyError."""
    return {known.key: known for known in (*shipped(), *saved_layouts(council))}[key]


def report_lines(roll: Roll) -> Iterator[str]:
    """The report of rejected rows as CSV: numbers of lines and reasons, no word of a row."""
    yield _row(_("line"), _("what became of it"), _("why"))
    for line, what, detail in reports(folder_of(roll)):
        became = _("kept") if What(what) in KEPT else _("rejected")
        yield _row(str(line), became, str(FAULTS[What(what)]) % {"detail": detail})


def _row(*cells: str) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _known(profile: Profile) -> Known:
    """A saved layout: its columns by the names of the file that it was saved for."""
    layout = layout_of(profile.layout)
    return Known(
        key=f"saved-{profile.pk}",
        title=profile.name,
        header=layout.header,
        columns={
            part: layout.names[number - 1] if layout.header else number
            for part, number in layout.columns.items()
        },
        fields=() if layout.header else (layout.fields,),
        delimiter=layout.delimiter,
        dates=layout.dates,
        statuses=layout.statuses,
        secret=layout.secret,
    )
