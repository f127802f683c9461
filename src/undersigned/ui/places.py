"""Where each role goes in the office; the header of its pages shows a reader's own."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from undersigned.ui.audience import roles_here

# Role (empty: everyone), address, words; in the order of the header.
PLACES: tuple[tuple[str, str, Promise], ...] = (
    ("", "desk:home", _("Your desk")),
    ("moderator", "petitions:queue", _("Review")),
    ("moderator", "signatures:moderation", _("Signatures")),
    ("moderator", "record:reviews", _("Records")),
    ("council_office", "councils:mine", _("Your council")),
    ("clerk", "signatures:sheets_mine", _("Paper sheets")),
    ("reviewer", "verification:checks", _("Checks")),
    ("clerk", "verification:rolls_mine", _("Rolls")),
    ("operator", "councils:every", _("Councils")),
    ("operator", "accounts:people", _("People")),
    ("operator", "verification:verifiers", _("Verifiers")),
)


@dataclass(frozen=True)
class Place:
    """A link in the header; `here` when the page shown is that page."""

    words: Promise
    href: str
    here: bool


def places_of(request: HttpRequest) -> list[Place]:
    """The places of whoever is signed in; none for a stranger."""
    if not request.user.is_authenticated:
        return []
    roles = roles_here(request)
    own = [(reverse(name), words) for role, name, words in PLACES if not role or role in roles]
    return [Place(words, href, request.path == href) for href, words in own]
