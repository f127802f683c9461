"""The words of the linkage specification as pages say them: pure code has no translations of its own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from undersigned.pure.linkage.specification import COMPARISONS

COMPARED: dict[str, Promise] = {
    "prior": _("To begin with"),
    "sequence": _("Order of the names"),
    "first": _("First name"),
    "middle": _("Middle name"),
    "last": _("Last name"),
    "suffix": _("Suffix"),
    "address": _("Address"),
    "born": _("Date of birth"),
}
LEVELS: dict[str, dict[str, Promise]] = {
    "prior": {"": _("any voter of the roll")},
    "sequence": {
        "written": _("read as written"),
        "swapped": _("read with first and last name swapped"),
    },
    "first": {
        "initial": _("an initial that fits"),
        "same": pgettext_lazy("name", "the same"),
        "together": _("the same, written together"),
        "nickname": _("a short or long form"),
        "middle": _("one goes by a middle name"),
        "close": pgettext_lazy("name", "nearly the same"),
        "near": pgettext_lazy("name", "much alike"),
        "similar": pgettext_lazy("name", "alike"),
        "letter": _("a short name with another letter"),
        "faint": pgettext_lazy("name", "a little alike"),
        "other": _("another name"),
    },
    "middle": {
        "initial": _("an initial that fits"),
        "same": pgettext_lazy("name", "the same"),
        "close": pgettext_lazy("name", "nearly the same"),
        "letter": _("another that begins alike"),
        "other": _("another name"),
    },
    "last": {
        "same": pgettext_lazy("name", "the same"),
        "part": _("the same first family name"),
        "parts": _("one family name in common"),
        "close": pgettext_lazy("name", "nearly the same"),
        "middle": _("one’s middle name is the other’s last"),
        "near": pgettext_lazy("name", "much alike"),
        "similar": pgettext_lazy("name", "alike"),
        "letter": _("a short name with another letter"),
        "faint": pgettext_lazy("name", "a little alike"),
        "other": _("another name"),
    },
    "suffix": {
        "same": pgettext_lazy("suffix", "the same"),
        "other": pgettext_lazy("suffix", "another"),
    },
    "address": {
        "elsewhere": _("the same house number and street, in another town"),
        "other_town": _("another town and address"),
        "part_family": _(
            "as others of that surname, but for the unit, or the street’s type or direction"
        ),
        "part": _("the same but for the unit, or the street’s type or direction"),
        "household": _("the same door as others of that surname"),
        "family": _("the same house as others of that surname"),
        "door": _("the same door"),
        "home": _("the same house"),
        "near_family": _("nearly the same house as others of that surname"),
        "near": _("nearly the same house"),
        "street": _("the same street"),
        "moved_near": _("another street of the same postcode"),
        "moved": _("another street of the same town"),
        "other": _("another address"),
        "box": _("the same box"),
        "postcode": _("the same postcode"),
        "city": _("the same town"),
        "town_near": _("nearly the same town and postcode"),
        "town_like": _("nearly the same town or postcode"),
        "town": _("another town"),
    },
    "born": {
        "same": _("the same day"),
        "swapped": _("day and month changed over"),
        "near": _("one digit differs"),
        "year": _("the same year"),
        "day": _("the same year, another day"),
        "other": pgettext_lazy("date", "another"),
    },
}
STATUSES: dict[str, Promise] = {
    "active": pgettext_lazy("voter", "active"),
    "inactive": pgettext_lazy("voter", "inactive"),
    "removed": pgettext_lazy("voter", "removed"),
}
_ENGLISH = {
    comparison.key: {level.key: level.words for level in comparison.levels}
    for comparison in COMPARISONS
}


def comparison_words(key: str) -> str:
    """What a comparison compares; the key itself where this version has no words for it."""
    return str(COMPARED.get(key, key))


def level_words(comparison: str, key: str) -> str:
    """How far the two agreed; the specification's own words where these are older."""
    own = LEVELS.get(comparison, {}).get(key)
    return str(own) if own else _ENGLISH.get(comparison, {}).get(key, key)


def status_words(status: str) -> str:
    """A voter's status on the roll; the roll's own word where it is none of the usual ones."""
    return str(STATUSES.get(status, status))
