"""Tags for the parts of a dossier's page.

{{ words|here }}               a text in the page's language, or marked as the language it is in.
{{ words|plain }}              the same without the mark, for titles.
{{ item|when }}                when it was, in words or from its date, inside <time>.
{% cited item page %}          the sources that say so, each with its relation, as a list.
{% reported figure page … %}   a reported number with its mark; leads to its first source's page.
{% reported_hours figure page %} the same, of minutes shown as hours.
"""

from math import ceil
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from undersigned.record.document import Claim, Figure, Quotation, Statement, Words
from undersigned.record.page import DossierPage
from undersigned.record.words import OUTCOMES, best, number_words
from undersigned.sources.states import Position
from undersigned.sources.words import words_of
from undersigned.ui.templatetags.ui import day, figure

register = template.Library()


@register.filter
def here(words: Words | str) -> str:
    """A text in the page's language; if only in another, marked as being in that."""
    if isinstance(words, str):
        return words
    text, language = best(words)
    if language == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def plain(words: Words) -> str:
    """A text without any marking, for titles and attributes."""
    return best(words)[0]


@register.filter
def when(item: Any) -> str:
    """When it was: anything with a `date` and perhaps `date_words`."""
    if item.date_words:
        return here(item.date_words)
    if not item.date:
        return _("no date recorded")
    words = words_of(item.date)
    if isinstance(words, str) and "/" not in item.date:
        return format_html('<time datetime="{}">{}</time>', item.date, words)
    return day(words)


@register.filter
def anchor(item: Any) -> str:
    """The id of an item's place on the page; no id of a section begins like it."""
    return f"item-{item.id}"


@register.filter
def position(statement: Statement) -> str:
    """What the speaker says of the petition itself; nothing where the source has nothing."""
    if statement.position == Position.UNSTATED:
        return ""
    return format_html('<p class="position">{}</p>', Position(statement.position).label)


@register.filter
def outcome(code: str) -> str:
    """The outcome of a decision, in words."""
    return str(OUTCOMES[code])


@register.filter
def translated(text: Quotation) -> str:
    """A quotation's translation into the page's language, if it has one and needs it."""
    return (text.translations or {}).get(get_language() or "", "")


@register.inclusion_tag("record/dossier/cited.html")
def cited(item: Claim | Figure, page: DossierPage) -> dict[str, Any]:
    """The sources that an item cites, each with its relation to the matter."""
    return {"citations": [page.citation(source) for source in item.sources]}


@register.inclusion_tag("ui/figure.html")
def reported(item: Figure, page: DossierPage, label: str = "", anchor: str = "") -> dict[str, Any]:
    """A reported number as its source qualifies it."""
    shown = number_words(item.value, item.qualifier)
    return figure(item.value, "reported", _proof(item, page, anchor), label, shown=shown)


@register.inclusion_tag("ui/figure.html")
def reported_hours(item: Figure, page: DossierPage, anchor: str = "") -> dict[str, Any]:
    """A reported number of minutes, in hours and halves of them where they are whole."""
    hours = item.value / 60
    number = number_words(int(hours) if hours.is_integer() else round(hours, 1), item.qualifier)
    shown = ngettext("%(number)s hour", "%(number)s hours", ceil(hours)) % {"number": number}
    return figure(f"{hours:.1f}", "reported", _proof(item, page, anchor), shown=shown)


def _proof(item: Figure, page: DossierPage, anchor: str) -> str:
    href = page.source_href(item.sources[0])
    return f"{href}#figure-{anchor}-{item.value}" if anchor and "#" not in href else href
