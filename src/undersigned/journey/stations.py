"""A petition's stations, from the first name to a kept promise: where it is, what comes next, when."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from undersigned.petitions.models import Petition
from undersigned.ui.journey import Station


def stations_of(petition: Petition, *, today: date) -> tuple[Station, ...]:
    """The journey line of an open or closed petition."""
    open_now = takes_signatures(petition, today=today)
    signing = _open(petition) if open_now else _closed(petition)
    return (
        Station(pgettext("station", "Opened"), "done", petition.opened_at, href="#text"),
        *signing,
        Station(pgettext("station", "Hearing"), "later"),
        Station(pgettext("station", "Decision"), "later"),
        Station(pgettext("station", "Promises"), "later"),
    )


def takes_signatures(petition: Petition, *, today: date) -> bool:
    """Whether it can be signed today; its last day counts to its end."""
    lasting = petition.closes_on is None or petition.closes_on >= today
    return petition.state == "open" and lasting


def _open(petition: Petition) -> tuple[Station, Station]:
    if petition.closes_on:
        until = _("until %(day)s") % {"day": date_format(petition.closes_on)}
        after = _("after %(day)s") % {"day": date_format(petition.closes_on)}
    else:
        until = _("until the coalition closes it")
        after = _("when the coalition has closed it")
    return (
        Station(pgettext("station", "Signatures"), "now", note=until, href="#growth"),
        Station(pgettext("station", "Delivery"), "next", note=after),
    )


def _closed(petition: Petition) -> tuple[Station, Station]:
    closed = petition.closed_at or petition.closes_on
    return (
        Station(pgettext("station", "Signatures"), "done", closed, href="#growth"),
        Station(pgettext("station", "Delivery"), "next", note=_("no date is known yet")),
    )
