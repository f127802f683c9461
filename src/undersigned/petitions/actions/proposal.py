"""What an organiser proposes, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.councils.models import Council
from undersigned.petitions.rules import Refused
from undersigned.petitions.text import fault_of_line, fault_of_passage, tidy

LONGEST_TITLE = 200
LONGEST_SUMMARY = 400
LONGEST_TEXT = 20_000
HIGHEST_GOAL = 10_000_000
LONGEST_RUN = timedelta(days=2 * 366)  # a petition that nobody ends should not stay open for ever


class Faulty(Refused):
    """A proposal that cannot be kept as it is; `faults` says why, by field."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults.values()))


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The words of a petition, to whom they are addressed, how many names it wants and by when."""

    council: Council
    title: str
    text: str
    summary: str = ""
    language: str = "en"
    goal: int | None = None
    closes_on: date | None = None

    def facts(self) -> dict[str, Any]:
        """The fields as they stand in the petition's row."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def checked(proposal: Proposal, *, at: datetime) -> Proposal:
    """The proposal with its texts tidied. Raises Faulty, with all faults at once."""
    tidied = replace(
        proposal,
        title=tidy(proposal.title),
        summary=tidy(proposal.summary),
        text=tidy(proposal.text),
    )
    faults = {name: fault for name, fault in _faults(tidied, at=at) if fault}
    if faults:
        raise Faulty(faults)
    return tidied


def _faults(proposal: Proposal, *, at: datetime) -> Iterator[tuple[str, str]]:
    yield "title", fault_of_line(proposal.title, most=LONGEST_TITLE)
    if proposal.summary:
        yield "summary", fault_of_line(proposal.summary, most=LONGEST_SUMMARY)
    yield "text", fault_of_passage(proposal.text, most=LONGEST_TEXT)
    if proposal.goal is not None and not 1 <= proposal.goal <= HIGHEST_GOAL:
        yield "goal", _("A goal is a number from 1 to 10,000,000. Leave it empty to have none.")
    if proposal.closes_on is not None:
        today = timezone.localdate(at)
        if proposal.closes_on <= today:
            yield "closes_on", _("The last day must lie ahead: tomorrow at the earliest.")
        elif proposal.closes_on > today + LONGEST_RUN:
            yield "closes_on", _("The last day must come within two years.")
