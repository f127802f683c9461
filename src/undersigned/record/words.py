"""A dossier's texts, dates and numbers in the language of the page."""

from datetime import date

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy

from undersigned.record.document import Words
from undersigned.sources.words import words_of

QUALIFIERS = {
    "": "%(number)s",
    "more_than": gettext_lazy("more than %(number)s"),
    "less_than": gettext_lazy("less than %(number)s"),
    "about": gettext_lazy("about %(number)s"),
    "at_least": gettext_lazy("at least %(number)s"),
    "at_most": gettext_lazy("at most %(number)s"),
}
OUTCOMES = {
    "unanimous": gettext_lazy("unanimous"),
    "carried": gettext_lazy("carried"),
    "failed": gettext_lazy("failed"),
}


def best(words: Words) -> tuple[str, str]:
    """A text in the page's language if it has it, else in the dossier's own; and which it is."""
    return words.best(get_language() or words.language)


def when_words(text: str, words: Words | None) -> date | str:
    """When something was: in the dossier's words if it has any, else from its date."""
    return best(words)[0] if words else words_of(text)


def number_words(value: float, qualifier: str) -> str:
    """A number as its source qualifies it: "more than 1,200"."""
    number = number_format(value, use_l10n=True, force_grouping=True)
    return str(QUALIFIERS[qualifier]) % {"number": number}
