"""Template tags of the design system; every template may use them without {% load %}. /design/ shows them all.

{% evidence level href label %}       the evidence mark: reported, confirmed, matched, audited or certified.
                                      `href` leads to the proof; without it the mark is plain text.
                                      `label` says to a screen reader what the link shows.
{% evidence_levels as levels %}       all levels, weakest first: code and meaning.
{% figure value level href label %}   a number with what it counts (`label`) and its evidence mark. More by name:
                                      shown="more than 1,200" (the words of a report), live=url of a count JSON.
{% journey_line stations %}           a list of undersigned.ui.journey.Station; brief=True for a short one on phones.
{% callout kind title %}…{% endcallout %}   note, success, warning or problem.
{% sides %}…{% endsides %}            side by side: holds two or more <section>s of equal weight.
{% language_links as links %}         this page in each language: code, name, href, current.
{% office_places as places %}         where whoever is signed in may go: words, href, here.
{{ value|day }} {{ value|moment }}    <time> with the date, or with date and time; words pass unchanged.
{{ value|grouped }}                   a number with thousands separated.

Whole parts: {% include "ui/form.html" with form=form submit=… %}, "ui/field.html" (field), "ui/side_by_side.html"
(sides), "ui/statement.html" (statement), "ui/timeline.html" (moments), "ui/citation.html" (source),
"ui/chart.html" (chart, made by undersigned.ui.chart.growth_chart), "ui/pagination.html" (page_obj, and
query="q=…&" to keep a search). undersigned.ui.pieces has their dataclasses.
A wide table: <div class="scroll" tabindex="0" role="group" aria-label=…>.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, ngettext, pgettext

from undersigned.ui.evidence import MEANINGS, WORDS
from undersigned.ui.journey import Station
from undersigned.ui.languages import same_page_in
from undersigned.ui.places import Place, places_of

register = template.Library()

CALLOUTS = {"note", "success", "warning", "problem"}


@register.inclusion_tag("ui/evidence.html")
def evidence(level: str, href: str = "", label: str = "") -> dict[str, Any]:
    """The evidence mark. Raises KeyError for a level that does not exist."""
    return {"level": level, "word": WORDS[level], "href": href, "label": label}


@register.simple_tag
def evidence_levels() -> list[dict[str, Any]]:
    """All levels, weakest first: their code and what they mean."""
    return [{"code": code, "meaning": meaning} for code, meaning in MEANINGS.items()]


@register.inclusion_tag("ui/figure.html")
def figure(
    value: int | str,
    level: str,
    href: str = "",
    label: str = "",
    *,
    shown: str = "",
    live: str = "",
) -> dict[str, Any]:
    """A figure with what it counts and its evidence mark."""
    return {
        "value": value,
        "shown": shown or grouped(value),
        "level": level,
        "href": href,
        "label": label,
        "live": live,
    }


@register.inclusion_tag("ui/journey_line.html")
def journey_line(stations: Sequence[Station], *, brief: bool = False) -> dict[str, Any]:
    """The stations of a petition, where it is now, and what comes next and when."""
    ahead = [station for station in stations if station.state in {"now", "next"}]
    return {"stations": stations, "brief": brief, "ahead": ahead}


@register.simple_block_tag
def callout(content: str, kind: str = "note", title: str = "") -> SafeString:
    """A short text set apart. Problems are announced to screen readers at once."""
    if kind not in CALLOUTS:
        raise template.TemplateSyntaxError(
            f"callout takes one of {sorted(CALLOUTS)}, not {kind!r}."
        )
    return render_to_string("ui/callout.html", {"kind": kind, "title": title, "content": content})


@register.simple_block_tag
def sides(content: str) -> SafeString:
    """Two or more sections side by side with equal weight; one below the other on a phone."""
    return format_html('<div class="sides">{}</div>', content)


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    href: str
    current: bool


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[LanguageLink]:
    """The page shown, in each language; empty where the page has no address of its own."""
    request: HttpRequest | None = context.get("request")
    path = request.get_full_path() if request and request.method == "GET" else None
    path = path or context.get("path") or (request.path if request else None)
    if path is None:
        return []
    return [
        LanguageLink(
            code,
            get_language_info(code)["name_local"].capitalize(),
            same_page_in(code, path),
            code == get_language(),
        )
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def office_places(context: dict[str, Any]) -> list[Place]:
    """Where whoever is signed in may go."""
    request: HttpRequest | None = context.get("request")
    return places_of(request) if request and hasattr(request, "user") else []


@register.filter
def grouped(value: int | str) -> str:
    """1204 as 1,204; words pass unchanged."""
    if isinstance(value, str):
        return value
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def day(value: date | str | None) -> str:
    """A date, or a moment's date, in the page's language, inside <time>."""
    if not isinstance(value, date):
        return value or ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>', local.strftime("%Y-%m-%d"), formats.date_format(local)
    )


@register.filter
def moment(value: datetime | None) -> str:
    """Date and time with the zone's name, in the page's language, inside <time>."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    words = formats.date_format(local, "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}">{} {}</time>', local.isoformat("T", "seconds"), words, local.tzname()
    )


@register.filter
def state_word(station: Station) -> str:
    """What a station's marker says, in words, for screen readers and for print."""
    words = {
        "done": pgettext("station", "done"),
        "now": pgettext("station", "now"),
        "next": pgettext("station", "next"),
        "later": pgettext("station", "later"),
    }
    return words[station.state]


@register.filter
def is_choice(field: Any) -> bool:
    """Whether a form field is one tick box, whose label stands after it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.simple_tag
def problem_count(form: Any) -> str:
    """How many things to correct, as a heading."""
    count = sum(len(errors) for errors in form.errors.values())
    return ngettext("One thing to correct", "%(count)d things to correct", count) % {"count": count}
