"""/design/: every component on one page, to look at, to test and to copy from. Served in debug only."""

from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from undersigned.ui.audience import public
from undersigned.ui.chart import Chart, growth_chart
from undersigned.ui.evidence import MEANINGS
from undersigned.ui.journey import Station
from undersigned.ui.pieces import Citation, Moment, Side, Statement

LEDGER = Citation(
    "Minutes of the meeting", "Clerk’s office", "official", date(2026, 3, 3), "#timeline"
)
PAPER = Citation(
    "Pool hours go to a vote", "The Sample Ledger", "press", date(2026, 3, 4), "#timeline"
)


class SampleForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=80)
    email = forms.EmailField(
        label="E-mail address", help_text="We send one letter there, to confirm."
    )
    ward = forms.ChoiceField(
        label="Ward",
        required=False,
        choices=[("", "I don’t know"), ("1", "Ward 1"), ("2", "Ward 2")],
    )
    basis = forms.ChoiceField(
        label="Why this council is yours",
        widget=forms.RadioSelect,
        choices=[("live", "I live here"), ("work", "I work here"), ("study", "I study here")],
    )
    words = forms.CharField(label="A comment", required=False, widget=forms.Textarea)
    shown = forms.BooleanField(
        label="Show my name in public", required=False, help_text="Off unless you choose it."
    )


@dataclass(frozen=True)
class DesignPage:
    """One of each component, with made-up content."""

    chart: Chart | None
    stations: tuple[Station, ...]
    sides: tuple[Side, ...]
    statement: Statement
    moments: tuple[Moment, ...]
    page_obj: Page[int]
    meanings: dict[str, object] = field(default_factory=lambda: dict(MEANINGS))


@public
def design(request: HttpRequest) -> HttpResponse:
    """Every component, once; the form is shown empty and with problems."""
    form, wrong = SampleForm(), SampleForm({"email": "ana@", "name": ""}, prefix="wrong")
    return render(request, "ui/design.html", {"page": _page(), "empty_form": form, "form": wrong})


def _page() -> DesignPage:
    return DesignPage(
        chart=growth_chart(
            "Signatures, by day",
            [
                (date(2026, 2, day), int(40 * day + (day - 9) ** 3 / 3 + 250))
                for day in range(1, 29)
            ],
        ),
        stations=_stations(),
        sides=_sides(),
        statement=_statement(),
        moments=_moments(),
        page_obj=Paginator(range(50), 10).page(2),
    )


def _stations() -> tuple[Station, ...]:
    return (
        Station("Opened", "done", date(2026, 2, 1), href="#journey"),
        Station("Signatures", "now", note="until March 31, 2026"),
        Station("Delivery", "next", "April 2026", note="expected"),
        Station("Hearing", "later"),
        Station("Decision", "later"),
        Station("Promises", "later"),
    )


def _sides() -> tuple[Side, ...]:
    return (
        Side(
            "Asked", "Keep the public pool open until nine on weekdays.", "en", "confirmed", PAPER
        ),
        Side(
            "Adopted",
            "The pool stays open until eight, Monday to Thursday.",
            "en",
            "certified",
            LEDGER,
        ),
    )


def _statement() -> Statement:
    reply = Statement(
        speaker="A. Sample",
        role="Parks department",
        text="Says that the hours were never cut.",
        quoted=False,
        when=date(2026, 3, 5),
        language="en",
        source=LEDGER,
    )
    return Statement(
        speaker="Friends of the Sample Pool",
        role="petitioner",
        text="We asked for an hour. An hour is what swimmers who work need.",
        when=date(2026, 3, 4),
        language="en",
        source=PAPER,
        replies=(reply,),
    )


def _moments() -> tuple[Moment, ...]:
    return (
        Moment("October 2025", "The coalition began to collect names.", "en", "reported", (PAPER,)),
        Moment(
            date(2026, 3, 3), "The council heard the petition.", "en", "certified", (LEDGER, PAPER)
        ),
    )
