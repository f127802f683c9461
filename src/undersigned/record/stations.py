"""The journey line of a dossier: the stations that its facts show, and what is known of each."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from undersigned.record.document import DatedClaim, Document
from undersigned.record.words import OUTCOMES, number_words, when_words
from undersigned.ui.journey import State, Station


@dataclass(frozen=True)
class _Stop:
    label: str
    href: str
    known: bool
    when: date | str = ""
    note: str = ""


def stations_of(document: Document) -> list[Station]:
    """The last station of which something is known is where the matter stands."""
    stops = _stops(document)
    last = max(place for place, stop in enumerate(stops) if stop.known)
    return [_station(stop, place - last) for place, stop in enumerate(stops)]


def _stops(document: Document) -> list[_Stop]:
    petition, facts = document.petition, document.facts
    outcome = facts.decisions[0].outcome if facts.decisions else ""
    return [
        _stop(pgettext("station", "Opened"), "#petition", petition.launched),
        _signatures(document),
        _stop(pgettext("station", "Delivery"), "#petition", petition.delivered),
        _stop(pgettext("station", "Hearing"), "#decided", *facts.hearings),
        _stop(pgettext("station", "Decision"), "#decided", *facts.decisions, outcome=outcome),
        _Stop(
            pgettext("station", "Promises"),
            "#commitments",
            known=bool(facts.commitments),
            note=_("no status recorded") if facts.commitments else "",
        ),
    ]


def _stop(label: str, href: str, *items: DatedClaim | None, outcome: str = "") -> _Stop:
    item = items[0] if items else None
    when = when_words(item.date, item.date_words) if item else ""
    note = str(OUTCOMES[outcome]) if outcome else ""
    return _Stop(label, href, known=item is not None, when=when, note=note)


def _signatures(document: Document) -> _Stop:
    latest = max(document.counts, key=lambda count: count.date, default=None)
    number = number_words(latest.value, latest.qualifier) if latest else ""
    note = _("%(number)s reported") % {"number": number} if latest else ""
    return _Stop(pgettext("station", "Signatures"), "#counts", known=bool(latest), note=note)


def _station(stop: _Stop, ahead: int) -> Station:
    if ahead > 0:
        return Station(stop.label, "later")
    state: State = "done" if ahead < 0 else "now"
    if not stop.known:
        return Station(stop.label, state, note=_("not recorded"))
    return Station(stop.label, state, stop.when, stop.note, stop.href)
