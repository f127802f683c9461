"""The five levels of evidence, weakest first. A figure or claim is shown with exactly one of them."""

from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Level = Literal["reported", "confirmed", "matched", "audited", "certified"]

WORDS = {
    "reported": pgettext_lazy("level of evidence", "reported"),
    "confirmed": pgettext_lazy("level of evidence", "e-mail confirmed"),
    "matched": pgettext_lazy("level of evidence", "matched to the roll"),
    "audited": pgettext_lazy("level of evidence", "audited"),
    "certified": pgettext_lazy("level of evidence", "certified"),
}

MEANINGS = {
    "reported": _("Somebody says so. Nobody here has checked it."),
    "confirmed": _(
        "Each one was confirmed from its own e-mail address. Who lives where was not checked."
    ),
    "matched": _("Each one was found on the roll of voters or residents."),
    "audited": _("A random sample was checked by hand against the roll."),
    "certified": _("The clerk certified it, by name and in writing."),
}
